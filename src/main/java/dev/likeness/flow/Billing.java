package dev.likeness.flow;

import dev.likeness.auth.Caller;
import dev.likeness.credits.CreditLedger;
import dev.likeness.credits.CreditsConfig;
import dev.likeness.credits.Reservation;
import dev.likeness.credits.Tariff;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;

/**
 * Sets the credits of requests aside. They stay so for longer than a backend may take, and are kept for as long as the
 * request waits and is worked on; only those of a replica that is gone go back by themselves.
 */
@ApplicationScoped
class Billing {

    private final CreditLedger ledger;
    private final Tariff tariff;
    private final Duration hold;

    Billing(CreditLedger ledger, Tariff tariff, FlowConfig flow, CreditsConfig credits) {
        this.ledger = ledger;
        this.tariff = tariff;
        this.hold = flow.generation().timeout().plus(credits.holdMargin());
    }

    /** Asked for to the end even when nobody waits any more: a ledger elsewhere may have set the credits aside by then. */
    Uni<Reservation> reserve(UUID id, Caller caller, int samples, Holdings holdings) {
        return Uni.createFrom().emitter(emitter -> ledger.reserve(caller, id, tariff.costOf(samples), hold)
                .map(reservation -> KeptReservation.keep(reservation, hold))
                .subscribe()
                .with(
                        reservation -> {
                            holdings.add(() -> reservation.release().subscribe().with(released -> {}));
                            emitter.complete(reservation);
                        },
                        emitter::fail));
    }
}
