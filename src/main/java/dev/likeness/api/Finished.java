package dev.likeness.api;

import dev.likeness.flow.FlowEvent;
import dev.likeness.output.EncodedImage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Comparator;
import java.util.List;

/** A request that has reached its end: everything about it is known before the first byte is sent. */
record Finished(FlowEvent.Accepted accepted, FlowEvent.Taken taken, FlowEvent.Done done, List<EncodedImage> images) {

    static Uni<Finished> all(Multi<FlowEvent> events) {
        return events.filter(Finished::counts).collect().asList().map(Finished::of);
    }

    /** Previews and progress are not kept until the end. */
    private static boolean counts(FlowEvent event) {
        return event instanceof FlowEvent.Accepted
                || event instanceof FlowEvent.Taken
                || event instanceof FlowEvent.ImageReady
                || event instanceof FlowEvent.Done;
    }

    private static Finished of(List<FlowEvent> events) {
        return new Finished(
                (FlowEvent.Accepted) events.get(0),
                (FlowEvent.Taken) events.get(1),
                (FlowEvent.Done) events.get(events.size() - 1),
                events.stream()
                        .filter(FlowEvent.ImageReady.class::isInstance)
                        .map(event -> ((FlowEvent.ImageReady) event).image())
                        .sorted(Comparator.comparingInt(EncodedImage::sample))
                        .toList());
    }

    Outgoing.Head head(String contentType, long length) {
        return new Outgoing.Head(contentType, length, BillingHeaders.of(accepted, taken, done.generationTime()));
    }
}
