package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys that administrators create, list and revoke, wherever they are kept. */
interface AdminKeysContract extends Administrators {

    @Test
    default void a_new_key_is_good_at_once_for_its_credits() {
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
    default void a_key_makes_pictures() {
        JsonNode created = created("Ada", "2");

        Answer picture = pictured(created, Sent.request()).ok();

        assertThat(picture.header("x-remaining-credits")).isEqualTo("1");
        assertThat(balanceOf(created)).isEqualByComparingTo("1");
    }

    @Test
    default void a_key_begins_with_nothing_unless_it_is_given_something() {
        JsonNode created = post(KEYS, "{\"name\": \"Ada\"}").json();

        assertThat(created.get("credits").decimalValue()).isZero();
        pictured(created, Sent.request()).refused(406, "insufficient_credits");
    }

    @Test
    default void a_key_is_shown_once() {
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
    default void a_key_is_told_later_as_it_was_when_it_was_created() {
        ObjectNode created = created("Ada", "1").deepCopy();

        assertThat(get(KEYS + "/" + created.get("id").textValue()).json()).isEqualTo(created.without("key"));
    }

    @Test
    default void no_answer_may_be_kept_on_its_way() {
        assertThat(post(KEYS, "{\"name\": \"Ada\"}").header("cache-control")).isEqualTo("no-store");
        assertThat(get(KEYS).header("cache-control")).isEqualTo("no-store");
    }

    @Test
    default void two_keys_of_one_name_are_two_accounts() {
        JsonNode one = created("Ada", "1");
        JsonNode other = created("Ada", "2");

        assertThat(one.get("id")).isNotEqualTo(other.get("id"));
        assertThat(one.get("key")).isNotEqualTo(other.get("key"));
        assertThat(creditsOf(one)).isEqualByComparingTo("1");
        assertThat(creditsOf(other)).isEqualByComparingTo("2");
    }

    @Test
    default void the_list_has_the_configuration_first_and_then_the_others_as_they_came() {
        JsonNode first = created("First", "1");
        JsonNode second = created("Second", "2");
        String id = second.get("id").textValue();
        delete(KEYS + "/" + id).ok();

        List<JsonNode> all = pages(KEYS, "keys", 200);

        List<String> ids = all.stream().map(key -> key.get("id").textValue()).toList();
        assertThat(ids)
                .doesNotHaveDuplicates()
                .containsSubsequence(account().name(), first.get("id").textValue(), id);
        assertThat(all.stream().map(key -> key.get("configured").booleanValue()))
                .isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(all.get(ids.indexOf(account().name())).get("credits").decimalValue())
                .isEqualByComparingTo("12.5");
        assertThat(all.get(ids.indexOf(id)).get("revoked_at").isTextual()).isTrue();
        assertThat(all.get(ids.indexOf(id))).isEqualTo(get(KEYS + "/" + id).json());
    }

    @Test
    default void small_pages_have_what_a_large_one_has() {
        for (int i = 0; i < 5; i++) {
            created("of five " + i, "1");
        }
        List<JsonNode> large = pages(KEYS, "keys", 200);
        String after = large.get(large.size() - 6).get("id").textValue();

        List<JsonNode> small = pages(KEYS + "?after=" + after, "keys", 2);

        assertThat(small).isEqualTo(large.subList(large.size() - 5, large.size()));
    }

    @Test
    default void a_revoked_key_is_refused_at_once_and_its_ledger_stays() {
        JsonNode created = created("Ada", "5");
        String id = created.get("id").textValue();
        pictured(created, Sent.request()).ok();

        JsonNode revoked = delete(KEYS + "/" + id).ok().json();

        assertThat(revoked.get("revoked_at").isTextual()).isTrue();
        pictured(created, Sent.request()).refused(401, "unauthorized");
        service().send(with(created, Service.CREDITS)).refused(401, "unauthorized");
        assertThat(balanceOf(created)).isEqualByComparingTo("4");
        addsUp(id);
    }

    @Test
    default void a_key_is_revoked_once() {
        String id = created("Ada", "5").get("id").textValue();

        JsonNode first = delete(KEYS + "/" + id).ok().json();
        JsonNode again = delete(KEYS + "/" + id).ok().json();

        assertThat(again).isEqualTo(first);
        topUp(id, "1", "late").refused(400, "invalid_request");
    }

    @Test
    default void others_keys_stay_good_when_one_is_revoked() {
        JsonNode revoked = created("Revoked", "1");
        JsonNode other = created("Other", "1");
        creditsOf(other);

        delete(KEYS + "/" + revoked.get("id").textValue()).ok();

        assertThat(creditsOf(other)).isEqualByComparingTo("1");
    }

    @Test
    default void the_configurations_keys_are_not_revoked() {
        Answer refused = delete(KEYS + "/" + account().name()).refused(400, "invalid_request");

        assertThat(refused.json().get("error").textValue())
                .contains("likeness.auth.accounts." + account().name());
        assertThat(service().credits(account())).isEqualByComparingTo("12.5");
    }
}
