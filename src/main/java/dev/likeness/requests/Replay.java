package dev.likeness.requests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.likeness.error.IdempotencyConflict;
import dev.likeness.flow.FlowEvent;
import dev.likeness.output.EncodedImage;
import dev.likeness.pose.PoseReading;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Locale;

/** What happened to a completed request, as the flow told it. */
final class Replay {

    private final RequestStore store;
    private final ObjectMapper json;

    Replay(RequestStore store, ObjectMapper json) {
        this.store = store;
        this.json = json;
    }

    /** Fails with a conflict when the pictures had to make room for later ones. */
    Multi<FlowEvent> of(StoredRequest request) {
        return store.events(request.id(), 0)
                .map(EventPage::events)
                .onItem()
                .<StoredEvent>disjoint()
                .onItem()
                .transformToUniAndConcatenate(event -> told(request, event, read(event)));
    }

    private Uni<FlowEvent> told(StoredRequest request, StoredEvent event, JsonNode data) {
        return switch (event.name()) {
            case EventData.ACCEPTED ->
                one(new FlowEvent.Accepted(request.cost(), request.remaining().orElseThrow(), request.seed()));
            case EventData.POSE ->
                one(new FlowEvent.PoseRead(
                        data.get("people").intValue(),
                        PoseReading.Source.valueOf(
                                data.get("source").textValue().toUpperCase(Locale.ROOT)),
                        FaceData.read(data.get("face"))));
            case EventData.BACKEND -> one(new FlowEvent.Taken(data.get("name").textValue()));
            case EventData.IMAGE -> picture(request, data.get("index").intValue());
            case EventData.DONE ->
                one(new FlowEvent.Done(
                        request.cost(),
                        request.remaining().orElseThrow(),
                        Duration.ofMillis(data.get("generation_time")
                                .decimalValue()
                                .movePointRight(3)
                                .longValue())));
            default -> throw new IllegalStateException("a completed request has no event " + event.name());
        };
    }

    private static Uni<FlowEvent> one(FlowEvent event) {
        return Uni.createFrom().item(event);
    }

    private Uni<FlowEvent> picture(StoredRequest request, int sample) {
        StoredRequest.StoredPicture about = request.pictures().get(sample);
        return store.picture(request.id(), sample)
                .map(
                        file -> new FlowEvent.ImageReady(
                                new EncodedImage(
                                        sample,
                                        about.seed(),
                                        request.format(),
                                        about.width(),
                                        about.height(),
                                        file.orElseThrow(
                                                () -> new IdempotencyConflict(
                                                        "The pictures made for this Idempotency-Key are no longer kept: old ones make room for new ones; use a new key to have them made again")))));
    }

    private JsonNode read(StoredEvent event) {
        try {
            return json.readTree(event.data());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what is stored was written here", e);
        }
    }
}
