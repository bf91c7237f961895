package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import dev.likeness.remote.ServerJson;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * Reads what comes over {@code /ws}. A socket belongs to one job, so a message is about that job whether it names it or
 * not; only an interruption may be told to everybody, and is looked into rather than believed. What is not understood is
 * left out: newer servers say more.
 */
final class SocketMessages {

    /** Binary events, big-endian: int event, then for 1 int format (1 JPEG), then the image. */
    private static final int PREVIEW = 1;

    /** int event, int length of JSON, JSON with {@code image_type}, image. */
    private static final int PREVIEW_WITH_METADATA = 4;

    private static final int JPEG = 1;

    /** More is no number of steps. */
    private static final int MOST_STEPS = 1 << 20;

    Optional<Signal> text(String message) {
        JsonNode tree = ServerJson.read(message);
        return signal(tree.path("type").asText(), tree.path("data"));
    }

    private static Optional<Signal> signal(String type, JsonNode data) {
        return Optional.ofNullable(
                switch (type) {
                    case "status" ->
                        queueLength(data.path("status").path("exec_info").path("queue_remaining"));
                    case "progress" -> advanced(data.path("node").asText(), data.path("value"), data.path("max"));
                    case "executing" ->
                        data.has("node") && data.path("node").isNull() ? new Signal.Ended() : new Signal.Lively();
                    case "execution_start", "execution_cached", "executed", "progress_state" -> new Signal.Lively();
                    case "execution_success", "execution_error", "execution_interrupted" -> new Signal.Ending();
                    default -> null;
                });
    }

    private static Signal queueLength(JsonNode prompts) {
        return prompts.canConvertToInt() ? new Signal.QueueLength(Math.max(0, prompts.intValue())) : null;
    }

    private static Signal advanced(String node, JsonNode value, JsonNode max) {
        if (!value.canConvertToInt() || !max.canConvertToInt() || max.intValue() < 1 || max.intValue() > MOST_STEPS) {
            return new Signal.Lively();
        }
        int most = max.intValue();
        return new Signal.Advanced(node, Math.max(0, Math.min(most, value.intValue())), most);
    }

    Optional<Signal> binary(Buffer message) {
        if (message.length() < 8) {
            return Optional.empty();
        }
        int second = message.getInt(4);
        return switch (message.getInt(0)) {
            case PREVIEW -> second == JPEG ? preview(message, 8) : Optional.empty();
            case PREVIEW_WITH_METADATA -> {
                boolean fits = second >= 0 && second <= message.length() - 8;
                yield fits && message.getString(8, 8 + second).contains("image/jpeg")
                        ? preview(message, 8 + second)
                        : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    /** Nothing but a JPEG file: it begins with FF D8 FF. */
    private static Optional<Signal> preview(Buffer message, int from) {
        boolean jpeg = message.length() > from + 3
                && message.getUnsignedByte(from) == 0xff
                && message.getUnsignedByte(from + 1) == 0xd8
                && message.getUnsignedByte(from + 2) == 0xff;
        return jpeg ? Optional.of(new Signal.Previewed(message.getBytes(from, message.length()))) : Optional.empty();
    }
}
