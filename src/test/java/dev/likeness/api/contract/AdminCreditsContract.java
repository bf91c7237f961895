package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.likeness.AtOnce;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Credits that administrators give, and the ledger that they read, wherever credits are kept. */
interface AdminCreditsContract extends Administrators {

    @Test
    default void credits_are_added_once_for_each_reference() {
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
    default void another_amount_under_the_same_reference_is_a_conflict_and_adds_nothing() {
        JsonNode created = created("Ada", "1");
        String id = created.get("id").textValue();
        topUp(id, "2", "invoice-1").ok();

        topUp(id, "3", "invoice-1").refused(409, "idempotency_conflict");

        assertThat(balanceOf(created)).isEqualByComparingTo("3");
    }

    @Test
    default void the_same_reference_is_another_one_for_another_key() {
        JsonNode one = created("One", "0");
        JsonNode other = created("Other", "0");

        topUp(one.get("id").textValue(), "1", "invoice-1").ok();
        topUp(other.get("id").textValue(), "2", "invoice-1").ok();

        assertThat(balanceOf(one)).isEqualByComparingTo("1");
        assertThat(balanceOf(other)).isEqualByComparingTo("2");
    }

    @Test
    default void of_top_ups_that_race_under_one_reference_one_counts() throws Exception {
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
    default void accounts_of_the_configuration_are_topped_up_as_well() {
        topUp(account().name(), "7.5", "gift").ok();

        assertThat(service().credits(account())).isEqualByComparingTo("20");
        addsUp(account().name());
    }

    @Test
    default void the_opening_of_an_account_is_no_reference() {
        String id = created("Ada", "1").get("id").textValue();

        Answer refused = topUp(id, "1", "opening").refused(400, "invalid_request");

        assertThat(refused.violatedFields()).containsExactly("reference");
    }

    @Test
    default void more_than_an_account_may_have_is_refused_and_adds_nothing() {
        JsonNode created = created("Ada", "8999999999.5");
        String id = created.get("id").textValue();

        assertThat(topUp(id, "1", "too much").violatedFields()).containsExactly("reference");
        Answer refused = topUp(id, "1", "too-much").refused(400, "invalid_request");
        topUp(id, "0.5", "enough").ok();

        assertThat(refused.violatedFields()).containsExactly("amount");
        assertThat(balanceOf(created)).isEqualByComparingTo("9000000000");
    }

    @Test
    default void the_ledger_tells_every_change_in_its_order() {
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

        assertThat(entries.stream().map(AdminCreditsContract::told))
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

    @Test
    default void the_ledger_is_told_page_by_page() {
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
    default void nobody_finds_anything_of_another_account_in_a_ledger() {
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

    private static String told(JsonNode entry) {
        return String.join(
                " ",
                List.of("kind", "reference", "change", "amount", "balance").stream()
                        .map(field -> entry.get(field).asText())
                        .toList());
    }

    private static Map<String, Object> withoutAnybody() {
        Map<String, Object> fields = new HashMap<>(Sent.request());
        fields.put("pose_image", java.util.Base64.getEncoder().encodeToString(BadImages.plainPng(200, 200)));
        return fields;
    }
}
