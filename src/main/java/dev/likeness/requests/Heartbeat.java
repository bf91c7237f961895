package dev.likeness.requests;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Says of all that is worked on here that it is, so that no other replica takes it over, and stops what is somebody else's
 * by now.
 */
@ApplicationScoped
class Heartbeat {

    private static final Logger LOG = Logger.getLogger(Heartbeat.class);

    private final RequestStore store;
    private final RequestsConfig config;
    private final Map<Turn, Consumer<Throwable>> held = new ConcurrentHashMap<>();

    Heartbeat(RequestStore store, RequestsConfig config) {
        this.store = store;
        this.config = config;
    }

    void start(@Observes StartupEvent started, Vertx vertx) {
        store.changes().onCancelled(id -> {
            if (held.keySet().stream().anyMatch(turn -> turn.id().equals(id))) {
                beat();
            }
        });
        vertx.setPeriodic(Math.max(1, config.takeOverAfter().toMillis() / 4), timer -> beat());
    }

    /** @param stop told when the turn is lost */
    void hold(Turn turn, Consumer<Throwable> stop) {
        held.put(turn, stop);
    }

    void letGo(Turn turn) {
        held.remove(turn);
    }

    private void beat() {
        beaten().subscribe().with(told -> {}, away -> LOG.debugf("Not told: %s", away.getMessage()));
    }

    /** Once, now. */
    Uni<Void> beaten() {
        Map<Turn, Consumer<Throwable>> now = Map.copyOf(held);
        return now.isEmpty()
                ? Uni.createFrom().voidItem()
                : store.beat(now.keySet())
                        .invoke(lost -> lost.forEach(turn -> now.get(turn).accept(new Lost())))
                        .replaceWithVoid();
    }
}
