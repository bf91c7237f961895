package dev.likeness.generation.comfyui;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Waits for a time or until it is rung, whichever is first; a ring that nobody waited for ends the next wait at once. */
final class Bell {

    private final Vertx vertx;
    private boolean rung;
    private UniEmitter<? super Void> waiting;

    Bell(Vertx vertx) {
        this.vertx = vertx;
    }

    void ring() {
        UniEmitter<? super Void> woken;
        synchronized (this) {
            woken = waiting;
            waiting = null;
            rung = woken == null;
        }
        if (woken != null) {
            woken.complete(null);
        }
    }

    /** One waits at a time. */
    Uni<Void> await(Duration atMost) {
        return Uni.createFrom().emitter(emitter -> {
            synchronized (this) {
                if (!rung) {
                    waiting = emitter;
                    long timer = vertx.setTimer(Math.max(1, atMost.toMillis()), x -> ring());
                    emitter.onTermination(() -> vertx.cancelTimer(timer));
                    return;
                }
                rung = false;
            }
            emitter.complete(null);
        });
    }
}
