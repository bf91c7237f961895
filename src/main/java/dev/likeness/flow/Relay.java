package dev.likeness.flow;

import dev.likeness.error.BackendUnavailable;
import dev.likeness.error.Overloaded;
import dev.likeness.flow.Studio.Reading;
import dev.likeness.generation.GenerationBackend;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One job on its way to a backend that takes it. It is offered to one after the other; the first word of a backend binds it,
 * whatever becomes of the job then, since work may have begun that somebody pays for.
 */
final class Relay {

    private final Studio studio;
    private final Commission commission;
    private final Holdings holdings;
    private final List<GenerationBackend> candidates;

    /** What was read for the first backend that wanted it, for all of them. */
    private Reading reading = Reading.NONE;

    private long begunNanos;

    /** @param candidates at least one */
    Relay(Studio studio, Commission commission, Holdings holdings, List<GenerationBackend> candidates) {
        this.studio = studio;
        this.commission = commission;
        this.holdings = holdings;
        this.candidates = candidates;
    }

    Multi<FlowEvent> events() {
        return offeredTo(0);
    }

    private Multi<FlowEvent> offeredTo(int index) {
        GenerationBackend backend = candidates.get(index);
        Multi<FlowEvent> made = Multi.createFrom()
                .deferred(() -> madeBy(backend, backend.needsPose() ? reading : Reading.NONE, index + 1));
        return !backend.needsPose() || reading != Reading.NONE
                ? made
                : readFor(backend).onItem().transformToMulti(read -> Multi.createBy()
                        .concatenating()
                        .streams(Multi.createFrom().iterable(read.events()), made));
    }

    private Uni<Reading> readFor(GenerationBackend backend) {
        Uni<Reading> read = studio.read(commission.pictures()).invoke(known -> reading = known);
        return studio.leavesFailuresTo(backend)
                ? read.onFailure(BackendUnavailable.class).recoverWithItem(Reading.NONE)
                : read;
    }

    private Multi<FlowEvent> madeBy(GenerationBackend backend, Reading read, int next) {
        AtomicBoolean taken = new AtomicBoolean();
        return Multi.createFrom()
                .deferred(() -> {
                    long now = System.nanoTime();
                    begunNanos = begunNanos == 0 ? now : begunNanos;
                    return studio.generate(backend, commission, read, now - begunNanos, taken, holdings);
                })
                .onFailure(failure -> next < candidates.size() && !taken.get() && passing(failure))
                .recoverWithMulti(() -> {
                    studio.passedOver(backend);
                    return offeredTo(next);
                });
    }

    private static boolean passing(Throwable failure) {
        return failure instanceof BackendUnavailable || failure instanceof Overloaded;
    }
}
