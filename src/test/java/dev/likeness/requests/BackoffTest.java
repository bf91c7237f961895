package dev.likeness.requests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofSeconds(5), new Random(1));

    @Test
    void waits_grow_fivefold_to_four_hours() {
        Duration[] expected = {
            Duration.ofSeconds(5),
            Duration.ofSeconds(25),
            Duration.ofSeconds(125),
            Duration.ofSeconds(625),
            Duration.ofSeconds(3125),
            Duration.ofHours(4),
            Duration.ofHours(4)
        };
        for (int failed = 1; failed <= expected.length; failed++) {
            double usual = expected[failed - 1].toMillis();
            assertThat((double) backoff.after(failed).toMillis()).isBetween(usual * 0.8, usual * 1.2);
        }
        assertThat(backoff.after(100)).isLessThan(Duration.ofHours(5));
    }

    @Test
    void no_two_waits_are_alike() {
        assertThat(IntStream.range(0, 100).mapToObj(i -> backoff.after(3)).distinct())
                .hasSizeGreaterThan(90);
    }
}
