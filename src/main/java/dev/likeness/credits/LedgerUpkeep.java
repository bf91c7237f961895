package dev.likeness.credits;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Opens the accounts of the configuration, however long their place takes to be there, and gives back what has expired. No
 * traffic before the accounts are open; later on a place that is gone for a while is told request by request, since all
 * replicas miss it alike.
 */
@Readiness
@ApplicationScoped
class LedgerUpkeep implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(LedgerUpkeep.class);

    private final Ledger ledger;
    private final Duration interval;
    private final AtomicBoolean ready = new AtomicBoolean();
    private Cancellable work;

    LedgerUpkeep(Ledger ledger, CreditsConfig config) {
        this.ledger = ledger;
        this.interval = config.sweepInterval();
    }

    void begin(@Observes StartupEvent started) {
        work = opened().onItem()
                .transformToMulti(open ->
                        Multi.createFrom().ticks().every(interval).onOverflow().drop())
                .onItem()
                .transformToUniAndConcatenate(tick -> swept())
                .subscribe()
                .with(swept -> {}, failure -> LOG.error("Expired credits are no longer given back", failure));
    }

    private Uni<Void> opened() {
        return ledger.open()
                .onFailure()
                .invoke(failure -> LOG.errorf("The accounts cannot be opened yet: %s", reason(failure)))
                .onFailure()
                .retry()
                .withBackOff(Duration.ofSeconds(1), Duration.ofSeconds(5))
                .indefinitely()
                .invoke(() -> ready.set(true));
    }

    /** The next time may go better. */
    private Uni<Void> swept() {
        return ledger.sweep()
                .onFailure()
                .invoke(failure -> LOG.warnf("Expired credits were not given back this time: %s", reason(failure)))
                .onFailure()
                .recoverWithNull();
    }

    private static String reason(Throwable failure) {
        return failure.getCause() == null ? failure.getMessage() : String.valueOf(failure.getCause());
    }

    void end(@Observes ShutdownEvent ended) {
        work.cancel();
        ledger.drain();
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("accounts").status(ready.get()).build();
    }
}
