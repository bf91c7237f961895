package dev.likeness.generation.segmind;

import dev.likeness.generation.BackendCondition;
import dev.likeness.remote.Timers;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Asks the upstream for our credits again and again: whether it is there, takes our key, and lets us have pictures. */
final class Probes {

    private static final Logger LOG = Logger.getLogger(Probes.class);

    private final SegmindClient client;
    private final ApiKey key;
    private final Standing standing;
    private final Timers timers;
    private final Duration pause;

    Probes(SegmindClient client, ApiKey key, Standing standing, Timers timers, Duration pause) {
        this.client = client;
        this.key = key;
        this.standing = standing;
        this.timers = timers;
        this.pause = pause;
    }

    /** Until it is cancelled. */
    Cancellable start() {
        return Multi.createBy()
                .repeating()
                .uni(() -> look().chain(() -> timers.after(pause)))
                .indefinitely()
                .subscribe()
                .with(x -> {}, failure -> LOG.error("The upstream is not looked at any more", failure));
    }

    private Uni<Void> look() {
        return Uni.createFrom().deferred(() -> {
            BackendCondition before = standing.condition();
            return key.refreshed()
                    .chain(client::credits)
                    .invoke(standing::probed)
                    .onFailure()
                    .invoke(standing::silent)
                    .onFailure()
                    .recoverWithNull()
                    .invoke(() -> tell(before, standing.condition()))
                    .replaceWithVoid();
        });
    }

    private static void tell(BackendCondition before, BackendCondition now) {
        if (!now.equals(before)) {
            LOG.log(
                    now.ready() ? Logger.Level.INFO : Logger.Level.WARN,
                    "The upstream " + now.remarks().entrySet().iterator().next());
        }
    }
}
