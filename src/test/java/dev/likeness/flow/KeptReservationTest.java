package dev.likeness.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.credits.Reservation;
import dev.likeness.error.StoreUnavailable;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class KeptReservationTest {

    @Test
    void it_is_prolonged_again_and_again_even_when_that_fails_once() throws Exception {
        Counted counted = new Counted(4);
        KeptReservation.keep(counted, Duration.ofMillis(30));

        assertThat(counted.renewals.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(counted.holdFor).isEqualTo(Duration.ofMillis(30));
    }

    @Test
    void it_is_left_alone_once_it_has_ended() throws Exception {
        Counted settled = new Counted(1);
        Counted released = new Counted(1);
        Counted other = new Counted(1_000);
        KeptReservation.keep(settled, Duration.ofMillis(30)).settle().await().indefinitely();
        KeptReservation.keep(released, Duration.ofMillis(30)).release().await().indefinitely();
        settled.ended.set(true);
        released.ended.set(true);

        Reservation kept = KeptReservation.keep(other, Duration.ofMillis(3));
        assertThat(other.renewals.await(60, TimeUnit.SECONDS)).isTrue();
        kept.release().await().indefinitely();

        assertThat(settled.late).isFalse();
        assertThat(released.late).isFalse();
    }

    /** Counts how often it was prolonged; the first time fails. */
    private static final class Counted implements Reservation {

        private final CountDownLatch renewals;
        private final AtomicBoolean failed = new AtomicBoolean();
        private final AtomicBoolean ended = new AtomicBoolean();
        private final AtomicBoolean late = new AtomicBoolean();
        private volatile Duration holdFor;

        private Counted(int renewals) {
            this.renewals = new CountDownLatch(renewals);
        }

        @Override
        public BigDecimal amount() {
            return BigDecimal.ONE;
        }

        @Override
        public BigDecimal remaining() {
            return BigDecimal.ONE;
        }

        @Override
        public Uni<Void> prolong(Duration holdFor) {
            this.holdFor = holdFor;
            late.compareAndSet(false, ended.get());
            renewals.countDown();
            return failed.compareAndSet(false, true)
                    ? Uni.createFrom().failure(new StoreUnavailable("gone", Duration.ofSeconds(1), null))
                    : Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Void> settle() {
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Void> release() {
            return Uni.createFrom().voidItem();
        }
    }
}
