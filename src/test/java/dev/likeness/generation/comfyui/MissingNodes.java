package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/** What a server says of a graph with nodes that it does not have: it looks no further than the first. */
final class MissingNodes {

    private final NodeSpecs specs;
    private final Inventory inventory;
    private final Era era;

    MissingNodes(NodeSpecs specs, Inventory inventory, Era era) {
        this.specs = specs;
        this.inventory = inventory;
        this.era = era;
    }

    Optional<ObjectNode> error(JsonNode graph) {
        for (Map.Entry<String, JsonNode> node : graph.properties()) {
            JsonNode type = node.getValue().get("class_type");
            if (type == null) {
                return Optional.of(nameless(node.getKey()));
            }
            if (!specs.knows(type.asText()) || inventory.lacks(type.asText())) {
                return Optional.of(unknown(node.getKey(), type.asText()));
            }
        }
        return Optional.empty();
    }

    private ObjectNode nameless(String id) {
        return era.from(Era.JOBS)
                ? newer(
                        id,
                        null,
                        "Node 'ID #" + id
                                + "' has no class_type. The workflow may be corrupted or a custom node is missing.")
                : older(id, "Cannot execute because a node is missing the class_type property.");
    }

    private ObjectNode unknown(String id, String type) {
        return era.from(Era.JOBS)
                ? newer(id, type, "Node '" + type + "' not found. The custom node may not be installed.")
                : older(id, "Cannot execute because node " + type + " does not exist.");
    }

    private static ObjectNode older(String id, String message) {
        ObjectNode error = error("invalid_prompt", message, id);
        error.putObject("extra_info");
        return error;
    }

    /** Where the graph has no title for the node, it is called by its class. */
    private static ObjectNode newer(String id, String type, String message) {
        ObjectNode error = error("missing_node_type", message, id);
        error.putObject("extra_info").put("node_id", id).put("class_type", type).put("node_title", type);
        return error;
    }

    private static ObjectNode error(String type, String message, String id) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("message", message)
                .put("details", "Node ID '#" + id + "'");
    }
}
