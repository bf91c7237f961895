package dev.likeness.requests;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.likeness.flow.FlowEvent;
import dev.likeness.output.EncodedImage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;

/** The events that callers are told, and the JSON object that each carries; the same on both routes. */
public final class EventData {

    public static final String ACCEPTED = "accepted";
    public static final String POSE = "pose";
    public static final String BACKEND = "backend";
    public static final String PROGRESS = "progress";
    public static final String PREVIEW = "preview";
    public static final String IMAGE = "image";
    public static final String DONE = "done";
    public static final String ERROR = "error";

    private EventData() {}

    public static ObjectNode accepted(UUID id, BigDecimal cost) {
        return object().put("request_id", id.toString()).put("cost", Figures.plain(cost));
    }

    public static ObjectNode pose(FlowEvent.PoseRead pose) {
        return object().put("people", pose.people())
                .put("source", pose.source().name().toLowerCase(Locale.ROOT))
                .set("face", FaceData.of(pose.face()));
    }

    public static ObjectNode backend(FlowEvent.Taken taken) {
        return object().put("name", taken.backend());
    }

    public static ObjectNode progress(FlowEvent.Advanced advanced) {
        return object().put("sample", advanced.progress().sample())
                .put("value", advanced.progress().value())
                .put("max", advanced.progress().max());
    }

    public static ObjectNode preview(FlowEvent.Previewed previewed) {
        return object().put("sample", previewed.frame().sample())
                .put("content_type", "image/jpeg")
                .put(
                        "data",
                        Base64.getEncoder().encodeToString(previewed.frame().jpeg()));
    }

    /** Without {@code data}, the picture itself, which follows as the last member. */
    public static ObjectNode image(EncodedImage image) {
        return object().put("index", image.sample())
                .put("seed", image.seed())
                .put("content_type", image.format().mediaType());
    }

    public static ObjectNode done(BigDecimal cost, BigDecimal remaining, Duration generationTime) {
        return object().put("cost", Figures.plain(cost))
                .put("remaining_credits", Figures.plain(remaining))
                .put("generation_time", Figures.seconds(generationTime));
    }

    public static ObjectNode error(int status, String message, String code) {
        return object().put("status", status).put("error", message).put("code", code);
    }

    /** Without the HTTP status, which is the business of whoever answers. */
    static ObjectNode error(Failed failure) {
        return object().put("error", failure.message()).put("code", failure.code());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
