package dev.likeness.generation.comfyui;

import dev.likeness.generation.GeneratedImage;
import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.JobTaken;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A job that runs, and how it ends. */
final class Run {

    private final List<GenerationEvent> events = new CopyOnWriteArrayList<>();
    private final List<GenerationEvent> taken = new CopyOnWriteArrayList<>();
    private final AtomicInteger ends = new AtomicInteger();
    private final Cancellable subscription;
    private volatile Throwable failure;
    private volatile boolean cancelled;

    Run(Multi<GenerationEvent> stream) {
        subscription = stream.subscribe()
                .with(
                        event -> (event instanceof JobTaken ? taken : events).add(event),
                        thrown -> {
                            failure = thrown;
                            ends.incrementAndGet();
                        },
                        ends::incrementAndGet);
    }

    void cancel() {
        cancelled = true;
        subscription.cancel();
    }

    /** Whether anybody was told that the job may have begun. */
    boolean wasTaken() {
        return !taken.isEmpty();
    }

    /** Without that. */
    List<GenerationEvent> events() {
        return events;
    }

    long images() {
        return events.stream().filter(GeneratedImage.class::isInstance).count();
    }

    Throwable failure() {
        return failure;
    }

    int ends() {
        return ends.get();
    }

    boolean wasCancelled() {
        return cancelled;
    }

    void awaitEnd() {
        FakeComfy.await("the job to end", () -> ends.get() > 0);
    }
}
