package dev.likeness.api;

import java.math.BigDecimal;

import dev.likeness.auth.Authenticated;
import dev.likeness.auth.CurrentCaller;
import dev.likeness.credits.CreditLedger;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** What a caller can still spend. */
@Path("/v1/get-user-credits")
@Authenticated
public class CreditsResource {

    private final CurrentCaller currentCaller;
    private final CreditLedger ledger;

    CreditsResource(CurrentCaller currentCaller, CreditLedger ledger) {
        this.currentCaller = currentCaller;
        this.ledger = ledger;
    }

    /** @param credits what is left, decimal */
    public record Credits(BigDecimal credits) {}

    @GET
    public Uni<Credits> credits() {
        return ledger.balance(currentCaller.get()).map(balance -> new Credits(BillingHeaders.plain(balance)));
    }
}
