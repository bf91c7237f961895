package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The model files of one server under the names that it lists them by: a graph is refused that spells one in another way. */
final class ModelFiles {

    static final ModelFiles AS_CONFIGURED = new ModelFiles(Map.of());

    private final Map<ModelFile, String> listed;

    private ModelFiles(Map<ModelFile, String> listed) {
        this.listed = listed;
    }

    /** @param known what {@code /object_info} says of each node class */
    static ModelFiles of(Iterable<ModelFile> needed, Map<String, Optional<JsonNode>> known) {
        Map<ModelFile, String> listed = new HashMap<>();
        for (ModelFile file : needed) {
            known.getOrDefault(file.nodeClass(), Optional.empty())
                    .flatMap(info -> find(info, file))
                    .ifPresent(choice -> listed.put(file, choice));
        }
        return new ModelFiles(listed);
    }

    /** Empty when it is not there; the name as it is configured where the server does not say what it has. */
    static Optional<String> find(JsonNode info, ModelFile file) {
        JsonNode choices = choices(info.path("input"), file.input());
        if (!choices.isArray()) {
            return Optional.of(file.file());
        }
        Optional<String> found = Optional.empty();
        for (JsonNode choice : choices) {
            if (choice.asText().equals(file.file())) {
                return Optional.of(file.file());
            }
            if (file.isListedAs(choice.asText())) {
                found = Optional.of(choice.asText());
            }
        }
        return found;
    }

    /** Choices are {@code [["a", "b"], {...}]} or, of newer nodes, {@code ["COMBO", {"options": ["a", "b"]}]}. */
    private static JsonNode choices(JsonNode inputs, String name) {
        JsonNode input = inputs.path("required").path(name);
        if (input.isMissingNode()) {
            input = inputs.path("optional").path(name);
        }
        return input.path(0).isArray() ? input.path(0) : input.path(1).path("options");
    }

    /** The graph itself, with the server's names in the place of those of the configuration. */
    ObjectNode in(ObjectNode graph) {
        Graph.nodes(graph).forEach(node -> {
            ObjectNode inputs = (ObjectNode) Graph.inputs(node.getValue());
            for (Map.Entry<String, JsonNode> input : Graph.fields(inputs)) {
                String text = input.getValue().textValue();
                String name = text == null
                        ? null
                        : listed.get(new ModelFile(Graph.classOf(node.getValue()), input.getKey(), text));
                if (name != null) {
                    inputs.put(input.getKey(), name);
                }
            }
        });
        return graph;
    }
}
