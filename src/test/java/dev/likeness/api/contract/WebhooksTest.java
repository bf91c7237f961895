package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a request is told to whom it was to be told. */
@QuarkusTest
@TestProfile(WebhookSettings.class)
class WebhooksTest extends ContractTest {

    private Twin twin;

    @BeforeEach
    void aTwin() {
        twin = new Twin(service, account);
    }

    private String submitted(String url) {
        return twin.submitted(Sent.request("webhook_url", url));
    }

    private double outcomes(String outcome) {
        return service.metric("likeness_webhooks_total", "outcome=\"" + outcome + "\"");
    }

    /** Until then the receiver must be there: what it has not answered is sent again. */
    private void untilDelivered(double before, int more) {
        Service.until("so many are delivered: " + more, () -> outcomes("delivered") == before + more);
    }

    private static JsonNode read(Receiver.Told told) {
        try {
            return new ObjectMapper().readTree(told.body());
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + new String(told.body(), StandardCharsets.UTF_8), e);
        }
    }

    private void verify(Receiver.Told told) {
        assertThat(told.isSignedWith(account.webhookSecret().orElseThrow())).isTrue();
    }

    @Test
    void no_other_accounts_secret_verifies_a_webhook() {
        Account other = Account.fresh();
        try (Receiver receiver = new Receiver(Receiver.with(204))) {
            submitted(receiver.url("/"));
            Receiver.Told told = receiver.told(1).get(0);

            new Twin(service, other).submitted(Sent.request("webhook_url", receiver.url("/")));
            Receiver.Told others = receiver.told(2).get(1);

            verify(told);
            assertThat(others.isSignedWith(other.webhookSecret().orElseThrow())).isTrue();
            assertThat(told.isSignedWith(other.webhookSecret().orElseThrow())).isFalse();
            assertThat(others.isSignedWith(account.webhookSecret().orElseThrow()))
                    .isFalse();
        }
    }

    @Test
    void an_account_without_a_secret_is_refused_with_the_remedy() {
        Account without = Account.fresh(Account.Kind.TEN);

        Answer refused = service.refusal(
                without, () -> new Twin(service, without).submit(Sent.request("webhook_url", "https://example.com/")));

        refused.refused(400, "invalid_request");
        assertThat(refused.violatedFields()).containsExactly("webhook_url");
        assertThat(refused.text())
                .contains("likeness.auth.accounts." + without.name() + ".webhook-secret")
                .contains("leave webhook_url out and ask status_url");
    }

    @Test
    void a_completed_request_is_told_once_and_signed() {
        try (Receiver receiver = new Receiver(Receiver.with(204))) {
            double delivered = outcomes("delivered");
            String id = submitted(receiver.url("/told?by=likeness"));

            Receiver.Told told = receiver.told(1).get(0);

            verify(told);
            assertThat(told.method()).isEqualTo("POST");
            assertThat(told.path()).isEqualTo("/told?by=likeness");
            assertThat(told.type()).isEqualTo("application/json");
            assertThat(told.id()).isEqualTo("msg_" + id);
            JsonNode event = read(told);
            assertThat(event.get("type").textValue()).isEqualTo("request.completed");
            assertThat(Instant.parse(event.get("timestamp").textValue())).isBefore(Instant.now());
            JsonNode result = twin.ended(id, "COMPLETED");
            JsonNode data = event.get("data");
            assertThat(data.fieldNames()).toIterable().containsExactlyElementsOf(result::fieldNames);
            assertThat(data.get("request_id").textValue()).isEqualTo(id);
            assertThat(data.get("status")).isEqualTo(result.get("status"));
            assertThat(data.get("metrics").get("cost"))
                    .isEqualTo(result.get("metrics").get("cost"));
            twin.fetched(data.get("output").textValue()).ok();
            untilDelivered(delivered, 1);
            assertThat(receiver.told()).hasSize(1);
        }
    }

    @Test
    void a_request_that_came_to_nothing_is_told_too() {
        try (Receiver receiver = new Receiver(Receiver.with(200))) {
            double delivered = outcomes("delivered");
            String id = twin.submitted(Sent.request(
                    "webhook_url",
                    receiver.url("/"),
                    "pose_image",
                    Base64.getEncoder().encodeToString(BadImages.plainPng(200, 200))));

            Receiver.Told told = receiver.told(1).get(0);

            verify(told);
            assertThat(read(told).get("type").textValue()).isEqualTo("request.failed");
            assertThat(read(told).get("data").get("request_id").textValue()).isEqualTo(id);
            assertThat(read(told).get("data").get("code").textValue()).isEqualTo("no_person");
            untilDelivered(delivered, 1);
        }
    }

    @Test
    void a_receiver_that_fails_is_told_again_under_the_same_id() {
        AtomicInteger calls = new AtomicInteger();
        try (Receiver receiver = new Receiver(exchange ->
                Receiver.with(calls.incrementAndGet() < 3 ? 500 : 200).answer(exchange))) {
            double retried = outcomes("retried");
            double delivered = outcomes("delivered");
            submitted(receiver.url("/"));

            List<Receiver.Told> told = receiver.told(3);

            for (Receiver.Told one : told) {
                verify(one);
            }
            assertThat(told)
                    .extracting(Receiver.Told::id)
                    .containsOnly(told.get(0).id());
            assertThat(told)
                    .extracting(one -> read(one).get("timestamp"))
                    .containsOnly(read(told.get(0)).get("timestamp"));
            untilDelivered(delivered, 1);
            assertThat(outcomes("retried")).isEqualTo(retried + 2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 500, 302})
    void one_that_never_takes_it_is_given_up(int status) {
        try (Receiver receiver = new Receiver(Receiver.with(status))) {
            double givenUp = outcomes("given_up");
            String id = submitted(receiver.url("/"));

            Service.until("it is given up", () -> outcomes("given_up") == givenUp + 1);

            assertThat(receiver.told()).hasSize(WebhookSettings.ATTEMPTS);
            twin.ended(id, "COMPLETED");
        }
    }

    @Test
    void one_that_wants_nothing_more_is_told_nothing_more() {
        try (Receiver receiver = new Receiver(Receiver.with(410))) {
            double givenUp = outcomes("given_up");
            submitted(receiver.url("/"));

            Service.until("it is given up", () -> outcomes("given_up") == givenUp + 1);

            assertThat(receiver.told()).hasSize(1);
        }
    }

    @Test
    void no_redirect_is_followed_least_of_all_to_a_private_address() {
        try (Receiver inside = new Receiver(Receiver.with(200));
                Receiver elsewhere = new Receiver(Receiver.with(200));
                Receiver receiver = new Receiver(Receiver.with(307, "Location", inside.forbiddenUrl()))) {
            double givenUp = outcomes("given_up");
            submitted(receiver.url("/"));
            Service.until("it is given up", () -> outcomes("given_up") == givenUp + 1);
            receiver.becomes(Receiver.with(308, "Location", elsewhere.url("/")));
            submitted(receiver.url("/"));
            Service.until("it is given up", () -> outcomes("given_up") == givenUp + 2);

            assertThat(inside.told()).isEmpty();
            assertThat(elsewhere.told()).isEmpty();
        }
    }

    @Test
    void one_that_hangs_slows_nobody_down_and_loses_nothing() {
        try (Receiver hanging = new Receiver(Receiver.NEVER);
                Receiver good = new Receiver(Receiver.with(200))) {
            double givenUp = outcomes("given_up");
            double delivered = outcomes("delivered");
            Set<String> ids = new HashSet<>();
            for (int i = 0; i < 6; i++) {
                ids.add("msg_" + submitted(hanging.url("/")));
            }
            hanging.told(2);

            for (int i = 0; i < 6; i++) {
                twin.ended(submitted(good.url("/")), "COMPLETED");
            }

            untilDelivered(delivered, 6);
            assertThat(outcomes("given_up")).isEqualTo(givenUp);
            hanging.becomes(Receiver.with(200));
            Service.until("all are told", () -> hanging.told().stream()
                    .map(Receiver.Told::id)
                    .toList()
                    .containsAll(ids));
            untilDelivered(delivered, 12);
            assertThat(outcomes("given_up")).isEqualTo(givenUp);
            Service.until("none is waiting", () -> service.metric("likeness_webhooks_waiting", "") == 0);
        }
    }

    @Test
    void one_that_is_not_there_is_tried_and_given_up() {
        Receiver gone = new Receiver(Receiver.with(200));
        String url = gone.url("/");
        gone.close();
        double givenUp = outcomes("given_up");

        twin.ended(submitted(url), "COMPLETED");

        Service.until("it is given up", () -> outcomes("given_up") == givenUp + 1);
    }

    @Test
    void one_that_answers_without_end_is_told_once() {
        try (Receiver receiver = new Receiver(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] piece = new byte[1024];
            while (true) {
                exchange.getResponseBody().write(piece);
                exchange.getResponseBody().flush();
                Thread.sleep(20);
            }
        })) {
            double delivered = outcomes("delivered");
            submitted(receiver.url("/"));

            untilDelivered(delivered, 1);
            assertThat(receiver.told()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8080/",
                "http://[::1]/",
                "http://169.254.169.254/latest/meta-data/",
                "https://10.1.2.3/hook",
                "http://192.168.0.1/",
                "http://0x7f000001/",
                "http://no-such-host.invalid/",
                "http://user:password@example.com/",
                "ftp://example.com/",
                "file:///etc/passwd",
                "hooks.example.com"
            })
    void an_address_that_may_not_be_called_is_refused_at_once(String url) {
        Answer refused = service.refusal(account, () -> twin.submit(Sent.request("webhook_url", url)));

        refused.refused(400, "invalid_request");
        assertThat(refused.violatedFields()).containsExactly("webhook_url");
    }

    @Test
    void what_else_is_wrong_is_told_beside_it() {
        Answer refused = twin.submit(Sent.request("webhook_url", "ftp://example.com", "samples", 9));

        refused.refused(400, "invalid_request");
        assertThat(refused.violatedFields()).containsExactlyInAnyOrder("samples", "webhook_url");
    }

    @Test
    void who_waits_is_not_told_besides() {
        Answer refused = service.refusal(
                account, () -> service.json(account, Sent.request("webhook_url", "https://example.com/")));

        refused.refused(400, "invalid_request");
        assertThat(refused.violatedFields()).containsExactly("webhook_url");
    }

    @Test
    void the_same_request_is_told_once_however_often_it_is_sent() {
        try (Receiver receiver = new Receiver(Receiver.with(200))) {
            double delivered = outcomes("delivered");
            var request = Sent.request("webhook_url", receiver.url("/"));
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                ids.add(twin.submitted(request, "Idempotency-Key", "k"));
            }

            twin.ended(ids.get(0), "COMPLETED");

            untilDelivered(delivered, 1);
            assertThat(ids).containsOnly(ids.get(0));
            assertThat(receiver.told()).hasSize(1);
        }
    }
}
