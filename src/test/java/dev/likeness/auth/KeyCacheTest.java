package dev.likeness.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyCacheTest {

    private static final KeyHash HASH = KeyHash.of("key");
    private static final Caller ADA = new Caller("ada");

    private final KeyCache cache = new KeyCache(Duration.ofHours(1));

    @Test
    void what_was_found_is_remembered() {
        cache.remember(HASH, Optional.of(ADA), System.nanoTime());

        assertThat(cache.find(HASH)).contains(ADA);
        assertThat(cache.find(KeyHash.of("another"))).isEmpty();
    }

    @Test
    void the_time_counts_from_the_question_and_not_from_the_answer() {
        cache.remember(
                HASH, Optional.of(ADA), System.nanoTime() - Duration.ofHours(1).toNanos());

        assertThat(cache.find(HASH)).isEmpty();
    }

    @Test
    void the_keys_of_one_caller_are_forgotten() {
        cache.remember(HASH, Optional.of(ADA), System.nanoTime());
        cache.remember(KeyHash.of("second"), Optional.of(ADA), System.nanoTime());
        cache.remember(KeyHash.of("bob's"), Optional.of(new Caller("bob")), System.nanoTime());

        cache.revoked(ADA);

        assertThat(cache.find(HASH)).isEmpty();
        assertThat(cache.find(KeyHash.of("second"))).isEmpty();
        assertThat(cache.find(KeyHash.of("bob's"))).isPresent();
    }

    @Test
    void it_does_not_grow_without_end() {
        for (int i = 0; i < 10_001; i++) {
            cache.remember(KeyHash.of("key " + i), Optional.of(ADA), System.nanoTime());
        }

        assertThat(cache.find(KeyHash.of("key 0"))).isEmpty();
        assertThat(cache.find(KeyHash.of("key 10000"))).isPresent();
    }

    @Test
    void without_a_time_nothing_is_remembered() {
        KeyCache none = new KeyCache(Duration.ZERO);

        none.remember(HASH, Optional.of(ADA), System.nanoTime());

        assertThat(none.find(HASH)).isEmpty();
    }

    @Test
    void a_lookup_that_began_before_a_revocation_is_not_kept() {
        long asked = System.nanoTime();
        cache.revoked(ADA);

        cache.remember(HASH, Optional.of(ADA), asked);

        assertThat(cache.find(HASH)).isEmpty();
    }

    @Test
    void an_unknown_key_is_known_as_such_until_it_is_created() {
        cache.remember(HASH, Optional.empty(), System.nanoTime());
        assertThat(cache.isUnknown(HASH)).isTrue();
        assertThat(cache.isUnknown(KeyHash.of("another"))).isFalse();

        cache.created(HASH);

        assertThat(cache.isUnknown(HASH)).isFalse();
    }

    @Test
    void unknown_keys_have_a_bound_and_evict_no_known_one() {
        cache.remember(HASH, Optional.of(ADA), System.nanoTime());
        for (int i = 0; i < 10_001; i++) {
            cache.remember(KeyHash.of("wrong " + i), Optional.empty(), System.nanoTime());
        }

        assertThat(cache.find(HASH)).contains(ADA);
        assertThat(cache.isUnknown(KeyHash.of("wrong 0"))).isFalse();
        assertThat(cache.isUnknown(KeyHash.of("wrong 10000"))).isTrue();
    }
}
