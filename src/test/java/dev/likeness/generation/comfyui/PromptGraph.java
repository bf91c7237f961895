package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A prompt as it is executed: what runs in which order, and how large the pictures become. */
final class PromptGraph {

    record Size(int width, int height) {}

    private final JsonNode graph;
    private final FakeFiles files;

    PromptGraph(JsonNode graph, FakeFiles files) {
        this.graph = graph;
        this.files = files;
    }

    /** The nodes that these outputs need, each after those that it is linked to. */
    List<String> order(List<String> outputs) {
        Set<String> order = new LinkedHashSet<>();
        outputs.forEach(output -> visit(output, order, new ArrayList<>()));
        return List.copyOf(order);
    }

    private void visit(String id, Set<String> order, List<String> above) {
        if (order.contains(id) || above.contains(id)) {
            return;
        }
        above.add(id);
        for (JsonNode value : inputs(id)) {
            if (isLink(value)) {
                visit(value.get(0).asText(), order, above);
            }
        }
        above.remove(id);
        order.add(id);
    }

    String type(String id) {
        return graph.path(id).path("class_type").asText();
    }

    JsonNode inputs(String id) {
        return graph.path(id).path("inputs");
    }

    boolean hasLinks(String id) {
        for (JsonNode value : inputs(id)) {
            if (isLink(value)) {
                return true;
            }
        }
        return false;
    }

    /** Of the pictures that come out of this node, followed back to where their size is decided. */
    Size size(String id) {
        JsonNode inputs = inputs(id);
        return switch (type(id)) {
            case "SaveImage", "PreviewImage", "SaveImageWebsocket" -> of(inputs, "images");
            case "ImageScale", "LatentUpscale", "EmptyLatentImage", "EmptySD3LatentImage", "EmptyImage" ->
                new Size(inputs.path("width").asInt(), inputs.path("height").asInt());
            case "ImageScaleBy" ->
                times(of(inputs, "image"), inputs.path("scale_by").asDouble());
            case "ImageUpscaleWithModel" -> times(of(inputs, "image"), factor(inputs.path("upscale_model")));
            case "VAEDecode" -> of(inputs, "samples");
            case "KSampler" -> of(inputs, "latent_image");
            case "LoadImage" -> stored(inputs.path("image").asText());
            default -> of(inputs, "image");
        };
    }

    /** How many pictures each output holds. */
    int batch() {
        for (JsonNode node : graph) {
            if (node.path("inputs").has("batch_size")) {
                return node.path("inputs").get("batch_size").asInt();
            }
        }
        return 1;
    }

    /** The seed of the first sampler, or 0. */
    long seed() {
        for (JsonNode node : graph) {
            if (node.path("inputs").has("seed")) {
                return node.path("inputs").get("seed").asLong();
            }
        }
        return 0;
    }

    private Size of(JsonNode inputs, String name) {
        JsonNode link = inputs.path(name);
        return isLink(link) ? size(link.get(0).asText()) : new Size(512, 512);
    }

    /** The published upscalers say in their name by how much they enlarge. */
    private double factor(JsonNode link) {
        String model =
                isLink(link) ? inputs(link.get(0).asText()).path("model_name").asText() : "";
        return model.contains("x4") || model.contains("4x") ? 4 : 2;
    }

    private static Size times(Size size, double factor) {
        return new Size((int) Math.round(size.width * factor), (int) Math.round(size.height * factor));
    }

    private Size stored(String name) {
        boolean temporary = name.endsWith(" [temp]");
        String path = temporary ? name.substring(0, name.length() - " [temp]".length()) : name;
        int slash = path.lastIndexOf('/');
        return files.find(
                        temporary ? "temp" : "input",
                        slash < 0 ? "" : path.substring(0, slash),
                        path.substring(slash + 1))
                .map(FakeFiles.Stored::bytes)
                // The size of a PNG is in the bytes 16..23; of another format nothing here depends on it.
                .filter(bytes -> bytes.length > 24 && bytes[1] == 'P')
                .map(bytes -> new Size(
                        ByteBuffer.wrap(bytes).getInt(16),
                        ByteBuffer.wrap(bytes).getInt(20)))
                .orElse(new Size(512, 512));
    }

    static boolean isLink(JsonNode value) {
        return value.isArray() && value.size() == 2 && value.get(0).isTextual();
    }
}
