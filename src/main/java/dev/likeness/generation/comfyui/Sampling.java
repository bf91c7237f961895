package dev.likeness.generation.comfyui;

import dev.likeness.error.BackendFailed;
import dev.likeness.error.BackendUnavailable;
import dev.likeness.generation.GeneratedImage;
import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.JobTaken;
import dev.likeness.generation.PreviewFrame;
import dev.likeness.generation.Progress;
import dev.likeness.generation.comfyui.ServerFault.Kind;
import dev.likeness.remote.LooseEnds;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One sample on its way to its picture: at one server, and when that one fails it, at another; once more, not again and
 * again, since each time costs a GPU its minute. Servers that could not even be reached do not count.
 */
final class Sampling {

    private final SampleOrder order;
    private final ServerPool pool;
    private final Toolbox tools;
    private final LooseEnds ends;
    private final Set<ComfyServer> avoided = new HashSet<>();
    private boolean retried;

    /** Breaks the attempt off that is at a server; null before the first. */
    private Runnable breakOff;

    private boolean over;

    Sampling(SampleOrder order, ServerPool pool, Toolbox tools, LooseEnds ends) {
        this.order = order;
        this.pool = pool;
        this.tools = tools;
        this.ends = ends;
    }

    Multi<GenerationEvent> events() {
        return Multi.createFrom()
                .emitter(
                        emitter -> {
                            var running = attempt(emitter)
                                    .subscribe()
                                    .with(
                                            file -> {
                                                emitter.emit(image(file));
                                                emitter.complete();
                                            },
                                            emitter::fail);
                            emitter.onTermination(() -> {
                                end();
                                running.cancel();
                            });
                        },
                        BackPressureStrategy.BUFFER);
    }

    /**
     * Told to the attempt itself: a cancellation that comes while a place or a fault becomes the next attempt is lost on the
     * way there (Mutiny 2.9.5, a Uni chained to another), and the server would work for nobody.
     */
    private void end() {
        Runnable last;
        synchronized (this) {
            over = true;
            last = breakOff;
        }
        if (last != null) {
            last.run();
        }
    }

    private void begun(Runnable breakOff) {
        synchronized (this) {
            this.breakOff = breakOff;
            if (!over) {
                return;
            }
        }
        breakOff.run();
    }

    private GeneratedImage image(byte[] file) {
        return new GeneratedImage(order.sample(), order.job().seedOf(order.sample()), new GeneratedImage.Encoded(file));
    }

    private Uni<byte[]> attempt(MultiEmitter<? super GenerationEvent> emitter) {
        return pool.acquire(Preflight.key(order.workflow()), avoided)
                .chain(slot -> at(slot, emitter))
                .onFailure(ServerFault.class)
                .recoverWithUni(fault -> again((ServerFault) fault, emitter));
    }

    private Uni<byte[]> at(Slot slot, MultiEmitter<? super GenerationEvent> emitter) {
        slot.taken();
        Prompt prompt = new Prompt(slot.server(), tools, order, UUID.randomUUID(), UUID.randomUUID(), signal -> {
            slot.heard(signal);
            tell(signal, emitter);
        });
        AtomicBoolean left = new AtomicBoolean();
        return prompt.picture()
                .invoke(slot::succeeded)
                .onFailure(ServerFault.class)
                .invoke(fault -> {
                    avoided.add(slot.server());
                    slot.failed(((ServerFault) fault).kind());
                })
                // Nobody waits for the farewell, but the server gets no other job of ours before it.
                .onTermination()
                .invoke(() -> {
                    if (left.compareAndSet(false, true)) {
                        ends.tie(farewell(prompt, slot), slot::close);
                    }
                })
                .onSubscription()
                .invoke(subscription -> begun(subscription::cancel));
    }

    private static Uni<Void> farewell(Prompt prompt, Slot slot) {
        return prompt.leave()
                .invoke(gone -> {
                    if (!gone) {
                        slot.stuck();
                    }
                })
                .replaceWithVoid();
    }

    private void tell(Signal signal, MultiEmitter<? super GenerationEvent> emitter) {
        if (signal instanceof Signal.Submitting) {
            emitter.emit(new JobTaken());
        } else if (signal instanceof Signal.Advanced advanced) {
            emitter.emit(new Progress(order.sample(), advanced.value(), advanced.max()));
        } else if (signal instanceof Signal.Previewed preview) {
            emitter.emit(new PreviewFrame(order.sample(), preview.jpeg()));
        }
    }

    private Uni<byte[]> again(ServerFault fault, MultiEmitter<? super GenerationEvent> emitter) {
        boolean free = fault.kind() == Kind.UNREACHABLE || fault.kind() == Kind.UNFIT;
        if (!free && retried) {
            return Uni.createFrom().failure(told(fault));
        }
        retried |= !free;
        return attempt(emitter)
                // There is no other server: what is told is what happened at this one.
                .onFailure(BackendUnavailable.class)
                .transform(nobody -> told(fault));
    }

    /** What the caller is told; what the server said is in the cause, for the log. */
    private RuntimeException told(ServerFault fault) {
        return switch (fault.kind()) {
            case LOST ->
                new BackendFailed("The server that made this picture lost it; nothing was charged, try again", fault);
            case OUT_OF_MEMORY ->
                new BackendUnavailable(
                        "No server has the memory for this picture at present; try again, or ask for a smaller one",
                        tools.config().breakerPause(),
                        fault);
            case UNREACHABLE, UNFIT ->
                new BackendUnavailable(
                        String.format(
                                Locale.ROOT,
                                "No server can make this picture at present; try again in %d s",
                                Math.max(1, tools.config().probeInterval().toSeconds())),
                        tools.config().probeInterval(),
                        fault);
        };
    }
}
