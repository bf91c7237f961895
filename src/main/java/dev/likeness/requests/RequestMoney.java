package dev.likeness.requests;

import dev.likeness.credits.CreditLedger;
import dev.likeness.credits.Reservation;
import dev.likeness.error.InsufficientCredits;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * The credits of stored requests. A request's state decides and its credits follow: everything here may be done again by
 * whoever takes a request on after somebody else, and counts once.
 */
@ApplicationScoped
class RequestMoney {

    /**
     * For how long credits are set aside before the request is in the queue: a replica that dies in between leaves nothing
     * behind that would take them for longer.
     */
    private static final Duration WHILE_SUBMITTED = Duration.ofMinutes(1);

    private final CreditLedger ledger;
    private final Duration whileStored;

    RequestMoney(CreditLedger ledger, RequestsConfig config) {
        this.ledger = ledger;
        this.whileStored = config.retention();
    }

    /** For a request that is about to be stored. */
    Uni<Reservation> setAside(NewRequest request) {
        return ledger.reserve(request.caller(), request.id(), request.cost(), WHILE_SUBMITTED);
    }

    /** For a request that is worked on; what was set aside for it before is found again. */
    Uni<Reservation> held(Turn turn) {
        return ledger.reserve(turn.caller(), turn.id(), turn.cost(), whileStored);
    }

    Uni<Void> keep(Reservation reservation) {
        return reservation.prolong(whileStored);
    }

    /** Spends the credits; answers what the account can still spend. */
    Uni<BigDecimal> settle(Turn turn) {
        return held(turn).call(Reservation::settle).map(Reservation::remaining);
    }

    /**
     * Gives the credits back. An account that has too few to set them aside again had them back before. They are set aside
     * for a short time only, in case this process dies in between.
     */
    Uni<Void> release(Turn turn) {
        return ledger.reserve(turn.caller(), turn.id(), turn.cost(), WHILE_SUBMITTED)
                .chain(Reservation::release)
                .onFailure(InsufficientCredits.class)
                .recoverWithNull();
    }
}
