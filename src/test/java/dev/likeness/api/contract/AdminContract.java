package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.likeness.AtOnce;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What administrators can do, wherever keys and credits are kept. */
abstract class AdminContract extends ContractTest {

    private static final String KEYS = "/admin/keys";

    @Test
    void a_new_key_is_good_at_once_for_its_credits() {
        JsonNode created = created("Ada", "12.5");

        assertThat(created.get("id").textValue()).matches("key_[0-9a-f]{24}");
        assertThat(created.get("key").textValue()).matches("lk_[A-Za-z0-9_-]{32}");
        assertThat(created.get("name").textValue()).isEqualTo("Ada");
        assertThat(created.get("configured").booleanValue()).isFalse();
        assertThat(created.get("revoked_at").isNull()).isTrue();
        assertThat(Instant.parse(created.get("created_at").textValue()))
                .isBefore(Instant.now().plusSeconds(60));
        assertThat(creditsOf(created)).isEqualByComparingTo("12.5");
    }

    @Test
    void a_key_makes_pictures() {
        JsonNode created = created("Ada", "2");

        Answer picture = pictured(created, Sent.request()).ok();

        assertThat(picture.header("x-remaining-credits")).isEqualTo("1");
        assertThat(balanceOf(created)).isEqualByComparingTo("1");
    }

    @Test
    void a_key_begins_with_nothing_unless_it_is_given_something() {
        JsonNode created = post(KEYS, "{\"name\": \"Ada\"}").json();

        assertThat(created.get("credits").decimalValue()).isZero();
        pictured(created, Sent.request()).refused(406, "insufficient_credits");
    }

    @Test
    void a_key_is_shown_once() {
        JsonNode created = created("Ada", "1");
        String id = created.get("id").textValue();
        String secret = created.get("key").textValue();

        List<String> told = new ArrayList<>();
        told.add(get(KEYS + "/" + id).ok().text());
        told.add(topUp(id, "1", "again").ok().text());
        told.add(get(KEYS + "/" + id + "/ledger").ok().text());
        told.addAll(pages(KEYS, "keys", 200).stream().map(JsonNode::toString).toList());
        told.add(delete(KEYS + "/" + id).ok().text());

        assertThat(told).allSatisfy(text -> assertThat(text).doesNotContain(secret));
    }

    @Test
    void a_key_is_told_later_as_it_was_when_it_was_created() {
        ObjectNode created = created("Ada", "1").deepCopy();

        assertThat(get(KEYS + "/" + created.get("id").textValue()).json()).isEqualTo(created.without("key"));
    }

    @Test
    void no_answer_may_be_kept_on_its_way() {
        assertThat(post(KEYS, "{\"name\": \"Ada\"}").header("cache-control")).isEqualTo("no-store");
        assertThat(get(KEYS).header("cache-control")).isEqualTo("no-store");
    }

    @Test
    void two_keys_of_one_name_are_two_accounts() {
        JsonNode one = created("Ada", "1");
        JsonNode other = created("Ada", "2");

        assertThat(one.get("id")).isNotEqualTo(other.get("id"));
        assertThat(one.get("key")).isNotEqualTo(other.get("key"));
        assertThat(creditsOf(one)).isEqualByComparingTo("1");
        assertThat(creditsOf(other)).isEqualByComparingTo("2");
    }

    @Test
    void the_list_has_the_configuration_first_and_then_the_others_as_they_came() {
        JsonNode first = created("First", "1");
        JsonNode second = created("Second", "2");
        String id = second.get("id").textValue();
        delete(KEYS + "/" + id).ok();

        List<JsonNode> all = pages(KEYS, "keys", 200);

        List<String> ids = all.stream().map(key -> key.get("id").textValue()).toList();
        assertThat(ids)
                .doesNotHaveDuplicates()
                .containsSubsequence(account.name(), first.get("id").textValue(), id);
        assertThat(all.stream().map(key -> key.get("configured").booleanValue()))
                .isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(all.get(ids.indexOf(account.name())).get("credits").decimalValue())
                .isEqualByComparingTo("12.5");
        assertThat(all.get(ids.indexOf(id)).get("revoked_at").isTextual()).isTrue();
        assertThat(all.get(ids.indexOf(id))).isEqualTo(get(KEYS + "/" + id).json());
    }

    @Test
    void small_pages_have_what_a_large_one_has() {
        for (int i = 0; i < 5; i++) {
            created("of five " + i, "1");
        }
        List<JsonNode> large = pages(KEYS, "keys", 200);
        String after = large.get(large.size() - 6).get("id").textValue();

        List<JsonNode> small = pages(KEYS + "?after=" + after, "keys", 2);

        assertThat(small).isEqualTo(large.subList(large.size() - 5, large.size()));
    }

    @Test
    void credits_are_added_once_for_each_reference() {
        JsonNode created = created("Ada", "0.1");
        String id = created.get("id").textValue();

        JsonNode first = topUp(id, "0.2", "invoice-1").ok().json();
        JsonNode again = topUp(id, "0.20", "invoice-1").ok().json();
        JsonNode second = topUp(id, "0.2", "invoice-2").ok().json();

        assertThat(first.get("credits").decimalValue()).isEqualByComparingTo("0.3");
        assertThat(first.get("repeated").booleanValue()).isFalse();
        assertThat(again.get("credits").decimalValue()).isEqualByComparingTo("0.3");
        assertThat(again.get("repeated").booleanValue()).isTrue();
        assertThat(second.get("credits").decimalValue()).isEqualByComparingTo("0.5");
        assertThat(creditsOf(created)).isEqualByComparingTo("0.5");
        addsUp(id);
    }

    @Test
    void another_amount_under_the_same_reference_is_a_conflict_and_adds_nothing() {
        JsonNode created = created("Ada", "1");
        String id = created.get("id").textValue();
        topUp(id, "2", "invoice-1").ok();

        topUp(id, "3", "invoice-1").refused(409, "idempotency_conflict");

        assertThat(balanceOf(created)).isEqualByComparingTo("3");
    }

    @Test
    void the_same_reference_is_another_one_for_another_key() {
        JsonNode one = created("One", "0");
        JsonNode other = created("Other", "0");

        topUp(one.get("id").textValue(), "1", "invoice-1").ok();
        topUp(other.get("id").textValue(), "2", "invoice-1").ok();

        assertThat(balanceOf(one)).isEqualByComparingTo("1");
        assertThat(balanceOf(other)).isEqualByComparingTo("2");
    }

    @Test
    void of_top_ups_that_race_under_one_reference_one_counts() throws Exception {
        String id = created("Ada", "0").get("id").textValue();
        AtomicInteger first = new AtomicInteger();

        AtOnce.run(Collections.nCopies(20, () -> {
            if (!topUp(id, "5", "invoice-1").ok().json().get("repeated").booleanValue()) {
                first.incrementAndGet();
            }
        }));

        assertThat(first).hasValue(1);
        assertThat(get(KEYS + "/" + id).json().get("credits").decimalValue()).isEqualByComparingTo("5");
        addsUp(id);
    }

    @Test
    void accounts_of_the_configuration_are_topped_up_as_well() {
        topUp(account.name(), "7.5", "gift").ok();

        assertThat(service.credits(account)).isEqualByComparingTo("20");
        addsUp(account.name());
    }

    @Test
    void the_opening_of_an_account_is_no_reference() {
        String id = created("Ada", "1").get("id").textValue();

        Answer refused = topUp(id, "1", "opening").refused(400, "invalid_request");

        assertThat(refused.violatedFields()).containsExactly("reference");
    }

    @Test
    void more_than_an_account_may_have_is_refused_and_adds_nothing() {
        JsonNode created = created("Ada", "8999999999.5");
        String id = created.get("id").textValue();

        assertThat(topUp(id, "1", "too much").violatedFields()).containsExactly("reference");
        Answer refused = topUp(id, "1", "too-much").refused(400, "invalid_request");
        topUp(id, "0.5", "enough").ok();

        assertThat(refused.violatedFields()).containsExactly("amount");
        assertThat(balanceOf(created)).isEqualByComparingTo("9000000000");
    }

    @Test
    void a_revoked_key_is_refused_at_once_and_its_ledger_stays() {
        JsonNode created = created("Ada", "5");
        String id = created.get("id").textValue();
        pictured(created, Sent.request()).ok();

        JsonNode revoked = delete(KEYS + "/" + id).ok().json();

        assertThat(revoked.get("revoked_at").isTextual()).isTrue();
        pictured(created, Sent.request()).refused(401, "unauthorized");
        service.send(with(created, Service.CREDITS)).refused(401, "unauthorized");
        assertThat(balanceOf(created)).isEqualByComparingTo("4");
        addsUp(id);
    }

    @Test
    void a_key_is_revoked_once() {
        String id = created("Ada", "5").get("id").textValue();

        JsonNode first = delete(KEYS + "/" + id).ok().json();
        JsonNode again = delete(KEYS + "/" + id).ok().json();

        assertThat(again).isEqualTo(first);
        topUp(id, "1", "late").refused(400, "invalid_request");
    }

    @Test
    void others_keys_stay_good_when_one_is_revoked() {
        JsonNode revoked = created("Revoked", "1");
        JsonNode other = created("Other", "1");
        creditsOf(other);

        delete(KEYS + "/" + revoked.get("id").textValue()).ok();

        assertThat(creditsOf(other)).isEqualByComparingTo("1");
    }

    @Test
    void the_configurations_keys_are_not_revoked() {
        Answer refused = delete(KEYS + "/" + account.name()).refused(400, "invalid_request");

        assertThat(refused.json().get("error").textValue()).contains("likeness.auth.accounts." + account.name());
        assertThat(service.credits(account)).isEqualByComparingTo("12.5");
    }

    @Test
    void the_ledger_tells_every_change_in_its_order() {
        JsonNode created = created("Ada", "3");
        String id = created.get("id").textValue();
        String paid = pictured(created, Sent.request("samples", 2)).ok().header("x-request-id");
        topUp(id, "4", "invoice/2026:1").ok();
        String failed = pictured(created, withoutAnybody())
                .refused(400, "no_person")
                .json()
                .get("request_id")
                .textValue();
        Service.until("the credits are back", () -> entriesOf(id).size() == 6);

        List<JsonNode> entries = entriesOf(id);

        assertThat(entries.stream().map(AdminContract::told))
                .containsExactly(
                        "opened opening 3 3 3",
                        "reserved " + paid + " -2 2 1",
                        "settled " + paid + " 0 2 1",
                        "topped_up invoice/2026:1 4 4 5",
                        "reserved " + failed + " -1 1 4",
                        "released " + failed + " 1 1 5");
        assertThat(entries)
                .extracting(entry -> Instant.parse(entry.get("at").textValue()))
                .isSorted();
        addsUp(id);
    }

    private static String told(JsonNode entry) {
        return String.join(
                " ",
                List.of("kind", "reference", "change", "amount", "balance").stream()
                        .map(field -> entry.get(field).asText())
                        .toList());
    }

    @Test
    void the_ledger_is_told_page_by_page() {
        String id = created("Ada", "1").get("id").textValue();
        for (int i = 0; i < 6; i++) {
            topUp(id, "1", "invoice-" + i).ok();
        }

        List<JsonNode> whole = entriesOf(id);

        assertThat(whole).hasSize(7);
        for (int limit : List.of(1, 2, 7)) {
            assertThat(pages(KEYS + "/" + id + "/ledger", "entries", limit))
                    .as("pages of %d", limit)
                    .isEqualTo(whole);
        }
    }

    @Test
    void nobody_finds_anything_of_another_account_in_a_ledger() {
        JsonNode one = created("One", "5");
        JsonNode other = created("Other", "5");
        String ofOne = pictured(one, Sent.request()).ok().header("x-request-id");
        String ofOther = pictured(other, Sent.request()).ok().header("x-request-id");

        assertThat(entriesOf(one.get("id").textValue()).toString())
                .contains(ofOne)
                .doesNotContain(ofOther);
        assertThat(entriesOf(other.get("id").textValue()).toString())
                .contains(ofOther)
                .doesNotContain(ofOne);
    }

    @Test
    void a_key_opens_no_ledger_not_even_its_own() {
        JsonNode created = created("Ada", "5");
        String secret = created.get("key").textValue();

        for (HttpRequest.Builder route : routes(created.get("id").textValue())) {
            service.send(route.copy().header("x-api-key", secret)).refused(401, "unauthorized");
            service.send(route.copy().header("Authorization", "Bearer " + secret))
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
    void without_the_token_nothing_is_done(String authorization) {
        JsonNode created = created("Ada", "5");

        for (HttpRequest.Builder route : routes(created.get("id").textValue())) {
            service.send(route.header("Authorization", authorization)).refused(401, "unauthorized");
        }
        assertThat(creditsOf(created)).isEqualByComparingTo("5");
        assertThat(entriesOf(created.get("id").textValue())).hasSize(1);
    }

    @Test
    void the_scheme_may_be_written_in_any_case() {
        service.send(service.to(KEYS).header("authorization", "bearer " + AdminToken.TOKEN))
                .ok();
    }

    @Test
    void the_token_is_no_key() {
        service.send(service.to(Service.CREDITS).header("x-api-key", AdminToken.TOKEN))
                .refused(401, "unauthorized");
        service.send(service.to(Service.CREDITS).header("Authorization", "Bearer " + AdminToken.TOKEN))
                .refused(401, "unauthorized");
    }

    @ParameterizedTest
    @ValueSource(strings = {"key_000000000000000000000000", "nobody", "a}:key{", "x%2Fy", "%00"})
    void a_key_that_is_not_there_is_not_found(String id) {
        for (HttpRequest.Builder route : routes(id)) {
            if (route.build().uri().getPath().length() > KEYS.length()) {
                service.send(administrators(route)).refused(404, "not_found");
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
    void what_is_wrong_with_a_new_key_is_told_by_its_field(String body, String field) {
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
    void what_is_wrong_with_a_top_up_is_told_by_its_field(String body, String field) {
        JsonNode created = created("Ada", "5");

        Answer refused = post(KEYS + "/" + created.get("id").textValue() + "/credits", body.replace('\'', '"'))
                .refused(400, "invalid_request");

        assertThat(refused.violatedFields()).containsExactly(field);
        assertThat(balanceOf(created)).isEqualByComparingTo("5");
    }

    @Test
    void a_name_has_at_most_a_hundred_characters() {
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
    void a_page_that_is_none_is_told_by_its_parameter(String path, String parameter) {
        assertThat(get(path).refused(400, "invalid_request").violatedFields()).containsExactly(parameter);
    }

    @Test
    void a_body_that_is_none_is_refused() {
        post(KEYS, "").refused(400, "invalid_request");
        post(KEYS, "[]").refused(400, "invalid_request");
        post(KEYS, "{\"name\": \"" + "x".repeat(20_000) + "\"}").refused(413, "payload_too_large");
        service.send(administrators(
                        service.to(KEYS).header("Content-Type", "text/plain").POST(BodyPublishers.ofString("Ada"))))
                .refused(415, "unsupported_media_type");
    }

    @Test
    void a_method_that_a_route_does_not_have_is_told() {
        service.send(administrators(service.to(KEYS).method("PUT", BodyPublishers.noBody())))
                .refused(405, "method_not_allowed");
    }

    /** All there are. */
    private List<HttpRequest.Builder> routes(String id) {
        String key = KEYS + "/" + id.replace("}", "%7D").replace("{", "%7B");
        return List.of(
                service.to(KEYS),
                json(KEYS, "{\"name\": \"Eve\", \"credits\": 1000}"),
                service.to(key),
                service.to(key).DELETE(),
                json(key + "/credits", "{\"amount\": 1000, \"reference\": \"" + UUID.randomUUID() + "\"}"),
                service.to(key + "/ledger"));
    }

    private JsonNode created(String name, String credits) {
        Answer answer = post(KEYS, "{\"name\": \"%s\", \"credits\": %s}".formatted(name, credits));
        assertThat(answer.status()).as(answer::shown).isEqualTo(201);
        return answer.json();
    }

    private Answer topUp(String id, String amount, String reference) {
        return post(
                KEYS + "/" + id + "/credits", "{\"amount\": %s, \"reference\": \"%s\"}".formatted(amount, reference));
    }

    private Answer get(String path) {
        return service.send(administrators(service.to(path)));
    }

    private Answer delete(String path) {
        return service.send(administrators(service.to(path).DELETE()));
    }

    private Answer post(String path, String body) {
        return service.send(administrators(json(path, body)));
    }

    private HttpRequest.Builder json(String path, String body) {
        return service.to(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    private static HttpRequest.Builder administrators(HttpRequest.Builder request) {
        return request.header("Authorization", "Bearer " + AdminToken.TOKEN);
    }

    private HttpRequest.Builder with(JsonNode created, String path) {
        return service.to(path).header("x-api-key", created.get("key").textValue());
    }

    private Answer pictured(JsonNode created, Map<String, Object> fields) {
        return service.send(with(created, Service.CHARACTER)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Sent.json(fields))));
    }

    private static Map<String, Object> withoutAnybody() {
        Map<String, Object> fields = new HashMap<>(Sent.request());
        fields.put("pose_image", java.util.Base64.getEncoder().encodeToString(BadImages.plainPng(200, 200)));
        return fields;
    }

    /** As the holder of the key is told. */
    private BigDecimal creditsOf(JsonNode created) {
        return service.send(with(created, Service.CREDITS))
                .ok()
                .json()
                .get("credits")
                .decimalValue();
    }

    /** As administrators are told. */
    private BigDecimal balanceOf(JsonNode created) {
        return get(KEYS + "/" + created.get("id").textValue())
                .ok()
                .json()
                .get("credits")
                .decimalValue();
    }

    private List<JsonNode> entriesOf(String id) {
        return pages(KEYS + "/" + id + "/ledger", "entries", 200);
    }

    private void addsUp(String id) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode entry : entriesOf(id)) {
            sum = sum.add(entry.get("change").decimalValue());
            assertThat(entry.get("balance").decimalValue()).isEqualByComparingTo(sum);
        }
        assertThat(get(KEYS + "/" + id).ok().json().get("credits").decimalValue())
                .isEqualByComparingTo(sum);
    }

    /** The items of all pages. */
    private List<JsonNode> pages(String path, String items, int limit) {
        List<JsonNode> all = new ArrayList<>();
        String first = path + (path.contains("?") ? "&" : "?") + "limit=" + limit;
        String next = first;
        while (next != null) {
            JsonNode page = get(next).ok().json();
            assertThat(page.get(items).size()).isLessThanOrEqualTo(limit);
            page.get(items).forEach(all::add);
            next = page.get("next").isNull()
                    ? null
                    : first.replaceAll("[?&]after=[^&]*&", "?") + "&after="
                            + page.get("next").textValue();
        }
        return all;
    }
}
