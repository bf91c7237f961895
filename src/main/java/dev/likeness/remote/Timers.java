package dev.likeness.remote;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Waiting without a thread; a wait that is cancelled leaves no timer. */
public final class Timers {

    private final Vertx vertx;

    public Timers(Vertx vertx) {
        this.vertx = vertx;
    }

    public Uni<Void> after(Duration delay) {
        return Uni.createFrom().emitter(emitter -> {
            // Vert.x has no timer of less than a millisecond.
            long id = vertx.setTimer(Math.max(1, delay.toMillis()), x -> emitter.complete(null));
            emitter.onTermination(() -> vertx.cancelTimer(id));
        });
    }
}
