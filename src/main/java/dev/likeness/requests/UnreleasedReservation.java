package dev.likeness.requests;

import dev.likeness.credits.Reservation;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Duration;

/** What the flow gets: it settles, and does not release, since a request that it gives up may be somebody else's by then. */
record UnreleasedReservation(Reservation held) implements Reservation {

    @Override
    public BigDecimal amount() {
        return held.amount();
    }

    @Override
    public BigDecimal remaining() {
        return held.remaining();
    }

    @Override
    public Uni<Void> prolong(Duration holdFor) {
        return held.prolong(holdFor);
    }

    @Override
    public Uni<Void> settle() {
        return held.settle();
    }

    @Override
    public Uni<Void> release() {
        return Uni.createFrom().voidItem();
    }
}
