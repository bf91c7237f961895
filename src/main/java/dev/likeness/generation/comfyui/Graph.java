package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads and prunes graphs in ComfyUI's API format: nodes by id, each with its class and inputs, a link being {@code [id, slot]}. */
final class Graph {

    /** In the {@code _meta} of a node: what it is there for. Servers do not look at it. */
    static final String WHEN = "when";

    /** Of nodes that enlarge: they are there when the picture has more pixels than are generated. */
    static final String UPSCALES = "upscales";

    private static final String INPUTS = "inputs";

    private Graph() {}

    static String classOf(JsonNode node) {
        return node.path("class_type").asText();
    }

    static JsonNode inputs(JsonNode node) {
        return node.path(INPUTS);
    }

    static JsonNode meta(JsonNode node, String key) {
        return node.path("_meta").path(key);
    }

    static boolean isLink(JsonNode input) {
        return input.isArray()
                && input.size() == 2
                && input.get(0).isTextual()
                && input.get(1).isIntegralNumber();
    }

    static Stream<Map.Entry<String, JsonNode>> nodes(ObjectNode graph) {
        return fields(graph).stream();
    }

    static List<Map.Entry<String, JsonNode>> fields(JsonNode object) {
        List<Map.Entry<String, JsonNode>> fields = new ArrayList<>();
        object.fields().forEachRemaining(fields::add);
        return fields;
    }

    /**
     * Takes out the nodes that are there to upscale. What they were linked to is linked to what their own {@code image}
     * input was linked to.
     */
    static void dropUpscaling(ObjectNode graph) {
        Set<String> dropped = new HashSet<>();
        nodes(graph)
                .filter(entry -> meta(entry.getValue(), WHEN).asText().equals(UPSCALES))
                .forEach(entry -> dropped.add(entry.getKey()));
        nodes(graph).filter(entry -> !dropped.contains(entry.getKey())).forEach(entry -> {
            ObjectNode inputs = (ObjectNode) entry.getValue().get(INPUTS);
            for (Map.Entry<String, JsonNode> input : fields(inputs)) {
                inputs.set(input.getKey(), before(input.getValue(), dropped, graph));
            }
        });
        graph.remove(dropped);
    }

    /** Makes a SaveImage node a PreviewImage: it writes the same file into the server's folder for temporary ones. */
    static void saveTemporarily(ObjectNode graph, String outputNode) {
        ObjectNode node = (ObjectNode) graph.get(outputNode);
        node.put("class_type", "PreviewImage");
        node.withObjectProperty(INPUTS).retain("images");
    }

    private static JsonNode before(JsonNode input, Set<String> dropped, ObjectNode graph) {
        JsonNode link = input;
        for (int i = 0;
                i < dropped.size()
                        && isLink(link)
                        && dropped.contains(link.get(0).asText());
                i++) {
            link = inputs(graph.get(link.get(0).asText())).path("image");
        }
        return link.deepCopy();
    }

    /** The ids of all nodes that the node gets something from, over any number of links, by way of inputs of that name. */
    static Set<String> upstream(ObjectNode graph, String id, String input) {
        Set<String> found = new HashSet<>();
        String at = id;
        while (true) {
            JsonNode link = inputs(graph.path(at)).path(input);
            if (!isLink(link) || !found.add(link.get(0).asText())) {
                return found;
            }
            at = link.get(0).asText();
        }
    }
}
