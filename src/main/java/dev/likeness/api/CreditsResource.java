package dev.likeness.api;

import dev.likeness.auth.Authenticated;
import dev.likeness.auth.CurrentCaller;
import dev.likeness.credits.CreditLedger;
import dev.likeness.requests.Figures;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;

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
    @RegisterForReflection
    public record Credits(BigDecimal credits) {}

    /** A {@code Response}, whose type is said by hand: an {@code Accept} that does not fit is ignored, not refused. */
    @GET
    public Uni<Response> credits() {
        return ledger.balance(currentCaller.get())
                .map(balance -> Response.ok(new Credits(Figures.plain(balance)), MediaType.APPLICATION_JSON_TYPE)
                        .build());
    }
}
