package dev.likeness.generation.comfyui;

import dev.likeness.flow.FlowEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A request on its way through the flow, and how it ends. */
final class RequestRun {

    private final UUID id;
    private final int samples;
    private final AtomicInteger events = new AtomicInteger();
    private final AtomicInteger images = new AtomicInteger();
    private final AtomicInteger ends = new AtomicInteger();
    private volatile boolean done;
    private volatile Throwable failure;
    private boolean cancelled;
    private Cancellable subscription;

    RequestRun(UUID id, int samples) {
        this.id = id;
        this.samples = samples;
    }

    void start(Multi<FlowEvent> stream) {
        Cancellable started = stream.subscribe().with(this::heard, this::failed, ends::incrementAndGet);
        boolean late;
        synchronized (this) {
            subscription = started;
            late = cancelled;
        }
        if (late) {
            started.cancel();
        }
    }

    private void heard(FlowEvent event) {
        if (event instanceof FlowEvent.ImageReady) {
            images.incrementAndGet();
        } else if (event instanceof FlowEvent.Done) {
            done = true;
        }
        events.incrementAndGet();
    }

    private void failed(Throwable why) {
        failure = why;
        ends.incrementAndGet();
    }

    void cancel() {
        Cancellable started;
        synchronized (this) {
            cancelled = true;
            started = subscription;
        }
        if (started != null) {
            started.cancel();
        }
    }

    UUID id() {
        return id;
    }

    int samples() {
        return samples;
    }

    int events() {
        return events.get();
    }

    int images() {
        return images.get();
    }

    int ends() {
        return ends.get();
    }

    boolean isDone() {
        return done;
    }

    Throwable failure() {
        return failure;
    }

    synchronized boolean wasCancelled() {
        return cancelled;
    }

    boolean isOver() {
        return ends() > 0 || wasCancelled();
    }
}
