package dev.likeness.flow;

import dev.likeness.credits.Reservation;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.math.BigDecimal;
import java.time.Duration;
import org.jboss.logging.Logger;

/** A reservation that is prolonged again and again until it ends, so that a long wait for one's turn does not lose it. */
final class KeptReservation implements Reservation {

    private static final Logger LOG = Logger.getLogger(KeptReservation.class);

    /** Two renewals may be missed. */
    private static final int RENEWALS_PER_HOLD = 3;

    private final Reservation reservation;
    private final Cancellable upkeep;

    private KeptReservation(Reservation reservation, Cancellable upkeep) {
        this.reservation = reservation;
        this.upkeep = upkeep;
    }

    static Reservation keep(Reservation reservation, Duration hold) {
        Cancellable upkeep = Multi.createFrom()
                .ticks()
                .startingAfter(hold.dividedBy(RENEWALS_PER_HOLD))
                .every(hold.dividedBy(RENEWALS_PER_HOLD))
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> prolonged(reservation, hold))
                .subscribe()
                .with(renewed -> {}, failure -> LOG.errorf(failure, "Credits are no longer kept aside"));
        return new KeptReservation(reservation, upkeep);
    }

    /** The next one may succeed. */
    private static Uni<Void> prolonged(Reservation reservation, Duration hold) {
        return reservation
                .prolong(hold)
                .onFailure()
                .invoke(failure -> LOG.warnf("Credits could not be kept aside for longer: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    @Override
    public BigDecimal amount() {
        return reservation.amount();
    }

    @Override
    public BigDecimal remaining() {
        return reservation.remaining();
    }

    @Override
    public Uni<Void> prolong(Duration holdFor) {
        return reservation.prolong(holdFor);
    }

    @Override
    public Uni<Void> settle() {
        return reservation.settle().onTermination().invoke(upkeep::cancel);
    }

    /** Never fails: what a request failed of is told, and credits that could not be given back come back in time. */
    @Override
    public Uni<Void> release() {
        return Uni.createFrom()
                .deferred(() -> {
                    upkeep.cancel();
                    return reservation.release();
                })
                .onFailure()
                .invoke(failure -> LOG.errorf("Credits could not be given back at once: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }
}
