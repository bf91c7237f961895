package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhook secrets that administrators issue and rotate, wherever they are kept. */
interface AdminWebhooksContract extends Administrators {

    private static String path(String id) {
        return KEYS + "/" + id + "/webhook-secret";
    }

    private Answer rotate(String id, String query) {
        return service().send(administrators(service().to(path(id) + query).POST(BodyPublishers.noBody())));
    }

    private String issued(JsonNode key, String query) {
        Answer answer = rotate(key.get("id").textValue(), query);
        assertThat(answer.status()).as(answer::shown).isEqualTo(201);
        assertThat(answer.json().fieldNames())
                .toIterable()
                .containsExactly("id", "webhook_secret", "previous_valid_until");
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
        return answer.json().get("webhook_secret").textValue();
    }

    private Answer submitted(JsonNode key, String url) {
        return service()
                .send(with(key, Twin.SUBMIT)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(Sent.json(Sent.request("webhook_url", url)))));
    }

    @Test
    default void an_issued_secret_signs_the_webhooks_of_its_account_alone() {
        JsonNode ada = created("Ada", "5");
        JsonNode bob = created("Bob", "5");
        String adas = issued(ada, "");
        String bobs = issued(bob, "");
        try (Receiver receiver = new Receiver(Receiver.with(204))) {
            submitted(ada, receiver.url("/ada")).ok();

            Receiver.Told told = receiver.told(1).get(0);

            assertThat(adas).matches("whsec_[A-Za-z0-9+/]{43}=");
            assertThat(told.isSignedWith(adas)).isTrue();
            assertThat(told.isSignedWith(bobs)).isFalse();
        }
    }

    @Test
    default void without_a_secret_a_webhook_url_is_refused_with_the_remedy() {
        JsonNode ada = created("Ada", "5");

        Answer refused = submitted(ada, "https://example.com/").refused(400, "invalid_request");

        assertThat(refused.violatedFields()).containsExactly("webhook_url");
        assertThat(refused.text())
                .contains(path(ada.get("id").textValue()))
                .contains("leave webhook_url out and ask status_url");
        assertThat(balanceOf(ada)).isEqualByComparingTo("5");
    }

    @Test
    default void a_rotated_secret_signs_beside_the_new_one_and_then_no_more() {
        JsonNode ada = created("Ada", "5");
        String first = issued(ada, "");
        String second = issued(ada, "?overlap=3600");
        try (Receiver receiver = new Receiver(Receiver.with(204))) {
            submitted(ada, receiver.url("/")).ok();

            Receiver.Told both = receiver.told(1).get(0);
            assertThat(both.isSignedWith(first)).isTrue();
            assertThat(both.isSignedWith(second)).isTrue();

            String third = issued(ada, "?overlap=0");
            submitted(ada, receiver.url("/")).ok();

            Receiver.Told one = receiver.told(2).get(1);
            assertThat(one.isSignedWith(first)).isFalse();
            assertThat(one.isSignedWith(second)).isFalse();
            assertThat(one.isSignedWith(third)).isTrue();
        }
    }

    @Test
    default void an_answer_says_until_when_the_secrets_before_sign() {
        String id = created("Ada", "0").get("id").textValue();

        JsonNode byDefault = rotate(id, "").json();
        JsonNode asked = rotate(id, "?overlap=60").json();

        assertThat(Instant.parse(byDefault.get("previous_valid_until").textValue()))
                .isAfter(Instant.now().plusSeconds(23 * 3600));
        assertThat(Instant.parse(asked.get("previous_valid_until").textValue()))
                .isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(61));
    }

    @Test
    default void a_secret_is_shown_once() {
        JsonNode ada = created("Ada", "1");
        String id = ada.get("id").textValue();
        String secret = issued(ada, "");

        List<String> told = new ArrayList<>();
        told.add(issued(ada, ""));
        told.add(get(KEYS + "/" + id).ok().text());
        told.add(get(KEYS + "/" + id + "/ledger").ok().text());
        told.addAll(pages(KEYS, "keys", 200).stream().map(JsonNode::toString).toList());
        told.add(delete(KEYS + "/" + id).ok().text());

        assertThat(told).allSatisfy(text -> assertThat(text).doesNotContain(secret));
    }

    @Test
    default void the_webhooks_of_a_revoked_keys_requests_are_sent_and_signed() {
        JsonNode ada = created("Ada", "1");
        String id = ada.get("id").textValue();
        String secret = issued(ada, "");
        AtomicInteger calls = new AtomicInteger();
        try (Receiver receiver = new Receiver(exchange -> {
            if (calls.incrementAndGet() == 1) {
                delete(KEYS + "/" + id).ok();
            }
            Receiver.with(calls.get() == 1 ? 503 : 204).answer(exchange);
        })) {
            submitted(ada, receiver.url("/")).ok();

            assertThat(receiver.told(2)).allMatch(told -> told.isSignedWith(secret));
        }
    }

    @Test
    default void a_revoked_key_is_issued_no_secret() {
        String id = created("Ada", "1").get("id").textValue();
        delete(KEYS + "/" + id).ok();

        Answer refused = rotate(id, "").refused(400, "invalid_request");

        assertThat(refused.json().get("error").textValue()).contains("revoked");
    }

    @Test
    default void an_account_of_the_configuration_has_its_secret_there() {
        Answer refused = rotate(account().name(), "").refused(400, "invalid_request");

        assertThat(refused.json().get("error").textValue())
                .contains("likeness.auth.accounts." + account().name() + ".webhook-secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "2592001", "99999999999999999999", "1h"})
    default void an_overlap_that_is_none_is_refused_and_changes_nothing(String overlap) {
        JsonNode ada = created("Ada", "1");

        Answer refused =
                rotate(ada.get("id").textValue(), "?overlap=" + overlap).refused(400, "invalid_request");

        assertThat(refused.violatedFields()).containsExactly("overlap");
        submitted(ada, "https://example.com/").refused(400, "invalid_request");
    }
}
