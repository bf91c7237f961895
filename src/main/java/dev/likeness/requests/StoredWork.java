package dev.likeness.requests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.likeness.flow.CharacterRequest;
import dev.likeness.flow.OutputSize;
import dev.likeness.input.ImageSource;
import dev.likeness.output.OutputFormat;
import java.util.Optional;
import java.util.OptionalDouble;

/** A checked request, but for its two pictures, as a JSON object: what one replica writes another one reads. */
final class StoredWork {

    private final ObjectMapper json;

    StoredWork(ObjectMapper json) {
        this.json = json;
    }

    String write(CharacterRequest request) {
        ObjectNode node = json.createObjectNode()
                .put("prompt", request.prompt())
                .put("format", request.format().name())
                .put("quality", request.quality())
                .put("samples", request.samples())
                .put("seed", request.seed());
        request.negativePrompt().ifPresent(text -> node.put("negative_prompt", text));
        request.identityStrength().ifPresent(value -> node.put("identity_strength", value));
        request.poseStrength().ifPresent(value -> node.put("pose_strength", value));
        request.profile().ifPresent(name -> node.put("profile", name));
        if (request.size() instanceof OutputSize.Custom custom) {
            node.put("width", custom.width()).put("height", custom.height());
        }
        return node.toString();
    }

    CharacterRequest read(String text, byte[] face, byte[] pose) {
        JsonNode node = parsed(text);
        return new CharacterRequest(
                new ImageSource.Inline(face),
                new ImageSource.Inline(pose),
                node.get("prompt").textValue(),
                text(node, "negative_prompt"),
                node.has("width")
                        ? new OutputSize.Custom(
                                node.get("width").intValue(), node.get("height").intValue())
                        : new OutputSize.OfPoseImage(),
                OutputFormat.valueOf(node.get("format").textValue()),
                node.get("quality").intValue(),
                node.get("samples").intValue(),
                node.get("seed").longValue(),
                number(node, "identity_strength"),
                number(node, "pose_strength"),
                text(node, "profile"));
    }

    private static Optional<String> text(JsonNode node, String name) {
        return Optional.ofNullable(node.get(name)).map(JsonNode::textValue);
    }

    private static OptionalDouble number(JsonNode node, String name) {
        return node.has(name) ? OptionalDouble.of(node.get(name).doubleValue()) : OptionalDouble.empty();
    }

    private JsonNode parsed(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what is stored was written here", e);
        }
    }
}
