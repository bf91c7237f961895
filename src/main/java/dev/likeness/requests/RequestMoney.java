package dev.likeness.requests;

import dev.likeness.auth.Caller;
import dev.likeness.credits.CreditLedger;
import dev.likeness.credits.CreditsConfig;
import dev.likeness.credits.Reservation;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.UUID;

/**
 * The credits of stored requests. A request's state decides and its credits follow: everything here may be done again by
 * whoever takes a request on after somebody else, and counts once.
 */
@ApplicationScoped
class RequestMoney {

    private final CreditLedger ledger;
    /**
     * For how long credits are set aside before the request is in the queue: a replica that dies in between leaves nothing
     * behind that would take them for longer.
     */
    private final Duration whileSubmitted;

    private final Duration whileStored;

    RequestMoney(CreditLedger ledger, RequestsConfig config, CreditsConfig credits) {
        this.ledger = ledger;
        this.whileSubmitted = credits.holdMargin();
        this.whileStored = config.retention();
    }

    /** For a request that is about to be stored. */
    Uni<Reservation> setAside(NewRequest request) {
        return ledger.reserve(request.caller(), request.id(), request.cost(), whileSubmitted);
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

    /** The request has come to nothing: nobody who may still work on it sets credits aside for it again. */
    Uni<Void> forgo(Caller caller, UUID id) {
        return ledger.forgo(caller, id);
    }

    /** The turn is of a request that has come to nothing; afterwards nothing is left to do for it. */
    Uni<Void> forgo(RequestStore store, Turn turn) {
        return forgo(turn.caller(), turn.id()).chain(() -> store.close(turn));
    }

    /** Storing it failed, as its caller learns; should it be stored nevertheless, now or later, it must not run. */
    Uni<Void> withdraw(RequestStore store, NewRequest request) {
        return store.cancel(request.id(), Telling.error(Failed.CANCELLED))
                .chain(turn -> turn.map(cancelled -> forgo(store, cancelled))
                        .orElseGet(() -> forgoUnlessStored(store, request)))
                .onFailure()
                .recoverWithNull();
    }

    /** What is stored and cannot be cancelled has all of its pictures, and is paid for. */
    private Uni<Void> forgoUnlessStored(RequestStore store, NewRequest request) {
        return store.find(request.id())
                .chain(found ->
                        found.isPresent() ? Uni.createFrom().voidItem() : forgo(request.caller(), request.id()));
    }
}
