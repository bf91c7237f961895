package dev.likeness.flow;

import dev.likeness.auth.Caller;
import dev.likeness.credits.CreditLedger;
import dev.likeness.credits.CreditsConfig;
import dev.likeness.credits.Reservation;
import dev.likeness.credits.Tariff;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
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

    BigDecimal costOf(CharacterRequest request) {
        return tariff.costOf(request.samples());
    }

    /** Of a request that is worked on while its caller waits. */
    Custody of(UUID id, Caller caller) {
        return cost ->
                ledger.reserve(caller, id, cost, hold).map(reservation -> KeptReservation.keep(reservation, hold));
    }

    /** Asked for to the end even when nobody waits any more: a ledger elsewhere may have set the credits aside by then. */
    Uni<Reservation> reserve(Custody custody, CharacterRequest request, Holdings holdings) {
        return Uni.createFrom().emitter(emitter -> custody.reserve(costOf(request))
                .subscribe()
                .with(
                        reservation -> {
                            holdings.add(() -> reservation.release().subscribe().with(released -> {}));
                            emitter.complete(reservation);
                        },
                        emitter::fail));
    }
}
