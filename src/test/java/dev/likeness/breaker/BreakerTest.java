package dev.likeness.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private long now;
    private final Breaker breaker = new Breaker(3, Duration.ofSeconds(10), () -> now);

    private void seconds(long count) {
        now += Duration.ofSeconds(count).toNanos();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.tried();
            breaker.failed();
        }
    }

    @Test
    void opensAfterSoManyFailuresInARow() {
        fail(2);
        breaker.tried();
        breaker.succeeded();
        fail(2);
        assertThat(breaker.permits()).isTrue();
        fail(1);
        assertThat(breaker.permits()).isFalse();
    }

    @Test
    void letsOneJobTryAfterThePause() {
        fail(3);
        seconds(9);
        assertThat(breaker.permits()).isFalse();
        seconds(1);
        assertThat(breaker.permits()).isTrue();
        breaker.tried();
        assertThat(breaker.permits()).isFalse();
        breaker.succeeded();
        assertThat(breaker.permits()).isTrue();
    }

    @Test
    void staysOpenTwiceAsLongAfterATrialThatFails() {
        fail(3);
        seconds(10);
        fail(1);
        seconds(19);
        assertThat(breaker.permits()).isFalse();
        seconds(1);
        assertThat(breaker.permits()).isTrue();
    }

    @Test
    void letsAnotherTryWhenATrialEndsWithoutAVerdict() {
        fail(3);
        seconds(10);
        breaker.tried();
        breaker.undecided();
        assertThat(breaker.permits()).isTrue();
    }

    @Test
    void staysOpenAsManyPausesAsItIsToldAtMost() {
        Breaker impatient = new Breaker(1, Duration.ofSeconds(10), 4, () -> now);
        for (int i = 0; i < 5; i++) {
            impatient.tried();
            impatient.failed();
            seconds(40);
            assertThat(impatient.permits()).isTrue();
        }
        impatient.tried();
        impatient.failed();
        seconds(39);
        assertThat(impatient.permits()).isFalse();
    }

    @Test
    void doesNotStayOpenForEver() {
        fail(3);
        for (int i = 0; i < 10; i++) {
            seconds(160);
            assertThat(breaker.permits()).isTrue();
            fail(1);
        }
    }
}
