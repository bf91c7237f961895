package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What administrators are refused, and everybody else. */
interface AdminRefusalsContract extends Administrators {

    @Test
    default void a_key_opens_no_ledger_not_even_its_own() {
        JsonNode created = created("Ada", "5");
        String secret = created.get("key").textValue();

        for (HttpRequest.Builder route : routes(created.get("id").textValue())) {
            service().send(route.copy().header("x-api-key", secret)).refused(401, "unauthorized");
            service()
                    .send(route.copy().header("Authorization", "Bearer " + secret))
                    .refused(401, "unauthorized");
        }
        assertThat(entriesOf(created.get("id").textValue())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer wrong",
                "Basic " + AdminToken.TOKEN,
                AdminToken.TOKEN,
                "Bearer " + AdminToken.TOKEN + "x",
                "Bearer x" + AdminToken.TOKEN
            })
    default void without_the_token_nothing_is_done(String authorization) {
        JsonNode created = created("Ada", "5");

        for (HttpRequest.Builder route : routes(created.get("id").textValue())) {
            service().send(route.header("Authorization", authorization)).refused(401, "unauthorized");
        }
        assertThat(creditsOf(created)).isEqualByComparingTo("5");
        assertThat(entriesOf(created.get("id").textValue())).hasSize(1);
    }

    @Test
    default void the_scheme_may_be_written_in_any_case() {
        service()
                .send(service().to(KEYS).header("authorization", "bearer " + AdminToken.TOKEN))
                .ok();
    }

    @Test
    default void the_token_is_no_key() {
        service()
                .send(service().to(Service.CREDITS).header("x-api-key", AdminToken.TOKEN))
                .refused(401, "unauthorized");
        service()
                .send(service().to(Service.CREDITS).header("Authorization", "Bearer " + AdminToken.TOKEN))
                .refused(401, "unauthorized");
    }

    @ParameterizedTest
    @ValueSource(strings = {"key_000000000000000000000000", "nobody", "a}:key{", "x%2Fy", "%00"})
    default void a_key_that_is_not_there_is_not_found(String id) {
        for (HttpRequest.Builder route : routes(id)) {
            if (route.build().uri().getPath().length() > KEYS.length()) {
                service().send(administrators(route)).refused(404, "not_found");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{} | name",
                "{'name': ''} | name",
                "{'name': ' '} | name",
                "{'name': 5} | name",
                "{'name': 'a\\u000ab'} | name",
                "{'name': 'Ada', 'credits': -1} | credits",
                "{'name': 'Ada', 'credits': 9000000001} | credits",
                "{'name': 'Ada', 'credits': 0.0000001} | credits",
                "{'name': 'Ada', 'credits': 1e99999999} | credits",
                "{'name': 'Ada', 'credits': 'many'} | credits",
                "{'name': 'Ada', 'credits': [1]} | credits",
                "{'name': 'Ada', 'credit': 1} | credit",
            })
    default void what_is_wrong_with_a_new_key_is_told_by_its_field(String body, String field) {
        int before = pages(KEYS, "keys", 200).size();

        Answer refused = post(KEYS, body.replace('\'', '"')).refused(400, "invalid_request");

        assertThat(refused.violatedFields()).containsExactly(field);
        assertThat(pages(KEYS, "keys", 200)).hasSize(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'reference': 'r'} | amount",
                "{'amount': 0, 'reference': 'r'} | amount",
                "{'amount': -5, 'reference': 'r'} | amount",
                "{'amount': 1} | reference",
                "{'amount': 1, 'reference': 'a b'} | reference",
                "{'amount': 1, 'reference': 'ä'} | reference",
            })
    default void what_is_wrong_with_a_top_up_is_told_by_its_field(String body, String field) {
        JsonNode created = created("Ada", "5");

        Answer refused = post(KEYS + "/" + created.get("id").textValue() + "/credits", body.replace('\'', '"'))
                .refused(400, "invalid_request");

        assertThat(refused.violatedFields()).containsExactly(field);
        assertThat(balanceOf(created)).isEqualByComparingTo("5");
    }

    @Test
    default void a_name_has_at_most_a_hundred_characters() {
        created("ä".repeat(100), "0");

        assertThat(post(KEYS, "{\"name\": \"" + "ä".repeat(101) + "\"}").violatedFields())
                .containsExactly("name");
    }

    @ParameterizedTest
    @CsvSource({
        "/admin/keys?limit=0, limit",
        "/admin/keys?limit=201, limit",
        "/admin/keys?limit=-1, limit",
        "/admin/keys?limit=many, limit",
        "/admin/keys?after=nobody, after",
        "/admin/keys/contract-usual-0/ledger?limit=0, limit",
        "/admin/keys/contract-usual-0/ledger?after=yesterday, after",
        "/admin/keys/contract-usual-0/ledger?after=99999999999999999999999, after",
        "/admin/keys/contract-usual-0/ledger?after=-1, after",
    })
    default void a_page_that_is_none_is_told_by_its_parameter(String path, String parameter) {
        assertThat(get(path).refused(400, "invalid_request").violatedFields()).containsExactly(parameter);
    }

    @Test
    default void a_body_that_is_none_is_refused() {
        post(KEYS, "").refused(400, "invalid_request");
        post(KEYS, "[]").refused(400, "invalid_request");
        post(KEYS, "{\"name\": \"" + "x".repeat(20_000) + "\"}").refused(413, "payload_too_large");
        service()
                .send(administrators(
                        service().to(KEYS).header("Content-Type", "text/plain").POST(BodyPublishers.ofString("Ada"))))
                .refused(415, "unsupported_media_type");
    }

    @Test
    default void a_method_that_a_route_does_not_have_is_told() {
        service()
                .send(administrators(service().to(KEYS).method("PUT", BodyPublishers.noBody())))
                .refused(405, "method_not_allowed");
    }

    /** All there are. */
    private List<HttpRequest.Builder> routes(String id) {
        String key = KEYS + "/" + id.replace("}", "%7D").replace("{", "%7B");
        return List.of(
                service().to(KEYS),
                json(KEYS, "{\"name\": \"Eve\", \"credits\": 1000}"),
                service().to(key),
                service().to(key).DELETE(),
                json(key + "/credits", "{\"amount\": 1000, \"reference\": \"" + UUID.randomUUID() + "\"}"),
                service().to(key + "/webhook-secret").POST(BodyPublishers.noBody()),
                service().to(key + "/ledger"));
    }
}
