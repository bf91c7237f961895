package dev.likeness.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.likeness.AtOnce;
import dev.likeness.TestConfig;
import dev.likeness.error.RateLimited;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every limit does, wherever the tokens are counted. */
abstract class RateLimitContract {

    /** Each time with full buckets. */
    abstract RateLimit limit(AuthConfig config);

    private static final Caller ADA = new Caller("ada");
    private static final Caller BOB = new Caller("bob");

    @Test
    void there_is_no_limit_by_default() {
        RateLimit limit = limit(TestConfig.of(AuthConfig.class, Map.of()));

        assertThatCode(() -> IntStream.range(0, 10_000).forEach(i -> count(limit, ADA)))
                .doesNotThrowAnyException();
    }

    @Test
    void the_burst_is_let_through_and_then_the_wait_is_told() {
        RateLimit limit = limit(1, 3);
        IntStream.range(0, 3).forEach(i -> count(limit, ADA));

        RateLimited refused = catchThrowableOfType(RateLimited.class, () -> count(limit, ADA));

        assertThat(refused.retryAfter()).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(1));
        assertThat(refused).hasMessageContaining("1 requests a minute");
    }

    @Test
    void the_burst_is_a_minutes_requests_when_it_is_not_configured() {
        RateLimit limit = limit(5, 0);
        IntStream.range(0, 5).forEach(i -> count(limit, ADA));

        assertThatThrownBy(() -> count(limit, ADA)).isInstanceOf(RateLimited.class);
    }

    @Test
    void accounts_do_not_use_up_one_anothers_requests() {
        RateLimit limit = limit(1, 1);
        count(limit, ADA);

        assertThatCode(() -> count(limit, BOB)).doesNotThrowAnyException();
        assertThatThrownBy(() -> count(limit, ADA)).isInstanceOf(RateLimited.class);
    }

    @Test
    void requests_at_the_same_time_share_one_burst() throws Exception {
        RateLimit limit = limit(1, 50);
        AtomicInteger passed = new AtomicInteger();

        AtOnce.run(Collections.nCopies(500, () -> {
            try {
                count(limit, ADA);
                passed.incrementAndGet();
            } catch (RateLimited refused) {
                // Counted by its absence.
            }
        }));

        // One more may have flowed in on a machine that took a minute for this.
        assertThat(passed.get()).isBetween(50, 51);
    }

    private RateLimit limit(long perMinute, long burst) {
        return limit(TestConfig.of(
                AuthConfig.class,
                Map.of(
                        "likeness.auth.rate-limit.requests-per-minute",
                        Long.toString(perMinute),
                        "likeness.auth.rate-limit.burst",
                        Long.toString(burst))));
    }

    static void count(RateLimit limit, Caller caller) {
        limit.count(caller).await().indefinitely();
    }
}
