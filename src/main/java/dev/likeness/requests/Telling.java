package dev.likeness.requests;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.likeness.flow.FlowEvent;
import dev.likeness.output.EncodedImage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * An event that is to be told.
 *
 * @param slot of several events with the same slot only the latest is kept: nobody needs an old progress or preview
 * @param progress how far the request is by it, 0..1; empty when it says nothing of that
 */
record Telling(String name, String data, Optional<String> slot, Optional<Double> progress) {

    static Telling accepted(UUID id, BigDecimal cost) {
        return lasting(EventData.ACCEPTED, EventData.accepted(id, cost));
    }

    static Telling pose(FlowEvent.PoseRead pose) {
        return ofAttempt(EventData.POSE, EventData.pose(pose));
    }

    static Telling backend(FlowEvent.Taken taken) {
        return ofAttempt(EventData.BACKEND, EventData.backend(taken));
    }

    static Telling progress(FlowEvent.Advanced advanced, double progress) {
        return new Telling(
                EventData.PROGRESS,
                EventData.progress(advanced).toString(),
                Optional.of(EventData.PROGRESS),
                Optional.of(progress));
    }

    static Telling preview(FlowEvent.Previewed previewed) {
        return new Telling(
                EventData.PREVIEW,
                EventData.preview(previewed).toString(),
                Optional.of(EventData.PREVIEW),
                Optional.empty());
    }

    static Telling image(EncodedImage image, double progress) {
        return new Telling(EventData.IMAGE, EventData.image(image).toString(), Optional.empty(), Optional.of(progress));
    }

    static Telling done(BigDecimal cost, BigDecimal remaining, Duration generationTime) {
        return lasting(EventData.DONE, EventData.done(cost, remaining, generationTime));
    }

    static Telling error(Failed failure) {
        return lasting(EventData.ERROR, EventData.error(failure));
    }

    /** The next attempt's replaces it. */
    private static Telling ofAttempt(String name, ObjectNode data) {
        return new Telling(name, data.toString(), Optional.of(name), Optional.empty());
    }

    private static Telling lasting(String name, ObjectNode data) {
        return new Telling(name, data.toString(), Optional.empty(), Optional.empty());
    }
}
