package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Stricter than the server, which ignores unknown inputs, turns text into numbers, and minds no step. */
final class GraphReview {

    private final NodeSpecs specs;
    private final Inventory inventory;

    GraphReview(NodeSpecs specs, Inventory inventory) {
        this.specs = specs;
        this.inventory = inventory;
    }

    /** What is wrong with the graph, node by node; empty for a graph that any server takes as it is meant. */
    List<String> problems(JsonNode graph) {
        List<String> problems = new ArrayList<>();
        Validation.Result result = new Validation(specs, inventory, Era.TARGETED_INTERRUPT, graph).result();
        if (result.error() != null) {
            problems.add(result.error().get("message").asText() + " "
                    + result.error().get("details").asText());
        }
        result.nodeErrors().fields().forEachRemaining(node -> node.getValue()
                .get("errors")
                .forEach(error -> problems.add(String.format(
                        Locale.ROOT,
                        "node %s (%s): %s, %s",
                        node.getKey(),
                        node.getValue().get("class_type").asText(),
                        error.get("type").asText(),
                        error.get("details").asText()))));
        graph.fields().forEachRemaining(node -> {
            JsonNode inputs = node.getValue().path("inputs");
            String type = node.getValue().path("class_type").asText();
            String where = "node " + node.getKey() + " (" + type + "), input ";
            List<NodeSpecs.Input> declared = specs.inputs(type, inventory);
            inputs.fieldNames().forEachRemaining(name -> {
                if (declared.stream().noneMatch(input -> input.name().equals(name))) {
                    problems.add(where + name + ": no such input");
                }
            });
            for (NodeSpecs.Input input : declared) {
                JsonNode value = inputs.get(input.name());
                if (value != null && !value.isArray()) {
                    value(where + input.name(), input, value, problems);
                    // Elsewhere a step is what the editor's arrows add; here a size off it is silently cut.
                    if (type.startsWith("Empty") && input.options().has("step") && value.isIntegralNumber()) {
                        step(where + input.name(), input.options(), value, problems);
                    }
                }
            }
        });
        return problems;
    }

    private static void value(String where, NodeSpecs.Input input, JsonNode value, List<String> problems) {
        if (value.asText().contains("${")) {
            problems.add(where + ": a placeholder is left, " + value.asText());
        }
        switch (input.type().asText()) {
            case "INT" -> {
                if (!value.isIntegralNumber()) {
                    problems.add(where + ": " + value + " is no whole number");
                }
            }
            case "FLOAT" -> {
                if (!value.isNumber()) {
                    problems.add(where + ": " + value + " is no number");
                }
            }
            case "STRING" -> {
                if (!value.isTextual()) {
                    problems.add(where + ": " + value + " is no text");
                }
            }
            case "" -> {
                // A choice: the server itself has compared it with the list.
            }
            default -> problems.add(where + ": " + value + " where a link must be");
        }
    }

    private static void step(String where, JsonNode options, JsonNode value, List<String> problems) {
        BigDecimal step = options.get("step").decimalValue();
        if (value.decimalValue().remainder(step).signum() != 0) {
            problems.add(where + ": " + value + " is not in steps of " + step);
        }
    }
}
