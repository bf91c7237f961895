package dev.likeness.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecentKeysTest {

    private static final KeyHash HASH = KeyHash.of("key");
    private static final Caller ADA = new Caller("ada");

    private final RecentKeys recent = new RecentKeys(Duration.ofHours(1));

    @Test
    void what_was_found_is_remembered() {
        recent.remember(HASH, ADA, System.nanoTime());

        assertThat(recent.find(HASH)).contains(ADA);
        assertThat(recent.find(KeyHash.of("another"))).isEmpty();
    }

    @Test
    void the_time_counts_from_the_question_and_not_from_the_answer() {
        recent.remember(HASH, ADA, System.nanoTime() - Duration.ofHours(1).toNanos());

        assertThat(recent.find(HASH)).isEmpty();
    }

    @Test
    void the_keys_of_one_caller_are_forgotten() {
        recent.remember(HASH, ADA, System.nanoTime());
        recent.remember(KeyHash.of("second"), ADA, System.nanoTime());
        recent.remember(KeyHash.of("bob's"), new Caller("bob"), System.nanoTime());

        recent.forget(ADA);

        assertThat(recent.find(HASH)).isEmpty();
        assertThat(recent.find(KeyHash.of("second"))).isEmpty();
        assertThat(recent.find(KeyHash.of("bob's"))).isPresent();
    }

    @Test
    void it_does_not_grow_without_end() {
        for (int i = 0; i < 10_001; i++) {
            recent.remember(KeyHash.of("key " + i), ADA, System.nanoTime());
        }

        assertThat(recent.find(KeyHash.of("key 0"))).isEmpty();
        assertThat(recent.find(KeyHash.of("key 10000"))).isPresent();
    }

    @Test
    void without_a_time_nothing_is_remembered() {
        RecentKeys none = new RecentKeys(Duration.ZERO);

        none.remember(HASH, ADA, System.nanoTime());

        assertThat(none.find(HASH)).isEmpty();
    }
}
