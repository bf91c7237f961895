package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** The checks that the server makes of a prompt before it queues it, with the bodies that it answers. */
final class Validation {

    /** More choices than this are not listed in the answer. */
    private static final int LISTED = 20;

    private final NodeSpecs specs;
    private final Inventory inventory;
    private final Era era;
    private final JsonNode graph;
    private final Map<String, Checked> checked = new LinkedHashMap<>();

    Validation(NodeSpecs specs, Inventory inventory, Era era, JsonNode graph) {
        this.specs = specs;
        this.inventory = inventory;
        this.era = era;
        this.graph = graph;
    }

    /** {@code error} is null when at least one output can be executed; {@code nodeErrors} may hold others' nonetheless. */
    record Result(ObjectNode error, ObjectNode nodeErrors, List<String> outputs) {}

    private record Checked(boolean valid, List<ObjectNode> errors) {}

    Result result() {
        Optional<ObjectNode> missing = new MissingNodes(specs, inventory, era).error(graph);
        if (missing.isPresent()) {
            return new Result(missing.get(), object(), List.of());
        }
        List<String> outputs = new ArrayList<>();
        graph.properties().forEach(node -> {
            if (specs.isOutput(node.getValue().get("class_type").asText())) {
                outputs.add(node.getKey());
            }
        });
        if (outputs.isEmpty()) {
            return new Result(error("prompt_no_outputs", "Prompt has no outputs", ""), object(), List.of());
        }
        return of(outputs);
    }

    private Result of(List<String> outputs) {
        List<String> good = new ArrayList<>();
        StringJoiner details = new StringJoiner("\n");
        ObjectNode nodeErrors = object();
        for (String output : outputs) {
            Checked result;
            try {
                result = check(output);
            } catch (BrokenLink e) {
                ObjectNode error =
                        error("exception_during_validation", "Exception when validating node", e.getMessage());
                error.withObjectProperty("extra_info")
                        .put("exception_type", "KeyError")
                        .putArray("traceback");
                result = new Checked(false, List.of(error));
                checked.put(output, result);
            }
            if (result.valid) {
                good.add(output);
                continue;
            }
            result.errors.forEach(error -> details.add(
                    error.get("message").asText() + ": " + error.get("details").asText()));
            checked.forEach((id, found) -> {
                if (!found.valid && !found.errors.isEmpty()) {
                    if (!nodeErrors.has(id)) {
                        ObjectNode entry = nodeErrors.putObject(id);
                        entry.putArray("errors").addAll(found.errors);
                        entry.putArray("dependent_outputs");
                        entry.put(
                                "class_type", graph.path(id).path("class_type").asText());
                    }
                    ((ArrayNode) nodeErrors.get(id).get("dependent_outputs")).add(output);
                }
            });
        }
        ObjectNode error = good.isEmpty()
                ? error("prompt_outputs_failed_validation", "Prompt outputs failed validation", details.toString())
                : null;
        return new Result(error, nodeErrors, good);
    }

    private Checked check(String id) {
        Checked known = checked.get(id);
        if (known != null) {
            return known;
        }
        List<ObjectNode> errors = new ArrayList<>();
        boolean valid = true;
        JsonNode node = graph.path(id);
        for (NodeSpecs.Input input : specs.inputs(node.path("class_type").asText(), inventory)) {
            JsonNode value = node.path("inputs").get(input.name());
            if (value == null) {
                if (input.required()) {
                    errors.add(
                            problem("required_input_missing", "Required input is missing", input.name(), input, null));
                }
            } else if (value.isArray()) {
                valid &= link(input, (ArrayNode) value, errors);
            } else {
                value(node.path("class_type").asText(), input, value, errors);
            }
        }
        Checked result = new Checked(valid && errors.isEmpty(), errors);
        checked.put(id, result);
        return result;
    }

    private boolean link(NodeSpecs.Input input, ArrayNode value, List<ObjectNode> errors) {
        if (value.size() != 2) {
            errors.add(problem(
                    "bad_linked_input",
                    "Bad linked input, must be a length-2 list of [node_id, slot_index]",
                    input.name(),
                    input,
                    value));
            return true;
        }
        String from = value.get(0).asText();
        if (!graph.has(from)) {
            throw new BrokenLink("'" + from + "'");
        }
        List<String> types = specs.outputs(graph.get(from).path("class_type").asText());
        int slot = value.get(1).asInt();
        if (slot >= types.size()) {
            throw new BrokenLink("tuple index out of range");
        }
        if (!types.get(slot).equals(input.type().asText())) {
            String details = String.format(
                    Locale.ROOT,
                    "%s, received_type(%s) mismatch input_type(%s)",
                    input.name(),
                    types.get(slot),
                    input.isChoice() ? python(input.type()) : input.type().asText());
            ObjectNode error = error("return_type_mismatch", "Return type mismatch between linked nodes", details);
            ObjectNode extra = error.putObject("extra_info").put("input_name", input.name());
            extra.set("input_config", input.config());
            extra.put("received_type", types.get(slot)).set("linked_node", value);
            errors.add(error);
            return true;
        }
        try {
            return check(from).valid;
        } catch (BrokenLink e) {
            ObjectNode error =
                    error("exception_during_inner_validation", "Exception when validating inner node", e.getMessage());
            ObjectNode extra = error.putObject("extra_info").put("input_name", input.name());
            extra.set("input_config", input.config());
            extra.put("exception_message", e.getMessage()).put("exception_type", "KeyError");
            extra.set("linked_node", value);
            extra.putArray("traceback");
            checked.put(from, new Checked(false, List.of(error)));
            return false;
        }
    }

    private void value(String nodeClass, NodeSpecs.Input input, JsonNode value, List<ObjectNode> errors) {
        if (nodeClass.equals("LoadImage") && input.name().equals("image")) {
            if (!inventory.inputs().contains(value.asText())) {
                ObjectNode error = error(
                        "custom_validation_failed",
                        "Custom validation failed for node",
                        "image - Invalid image file: " + value.asText());
                error.putObject("extra_info").put("input_name", "image");
                errors.add(error);
            }
        } else if (input.isChoice()) {
            choice(input, value, errors);
        } else if (input.type().asText().equals("INT") || input.type().asText().equals("FLOAT")) {
            number(input, value, errors);
        }
    }

    private static void choice(NodeSpecs.Input input, JsonNode value, List<ObjectNode> errors) {
        for (JsonNode choice : input.type()) {
            if (choice.equals(value)) {
                return;
            }
        }
        boolean many = input.type().size() > LISTED;
        String list = many ? "(list of length " + input.type().size() + ")" : python(input.type());
        ObjectNode error = problem(
                "value_not_in_list",
                "Value not in list",
                String.format(Locale.ROOT, "%s: '%s' not in %s", input.name(), value.asText(), list),
                input,
                value);
        if (many) {
            ((ObjectNode) error.get("extra_info")).putNull("input_config");
        }
        errors.add(error);
    }

    private static void number(NodeSpecs.Input input, JsonNode value, List<ObjectNode> errors) {
        BigDecimal number;
        try {
            number = value.isNumber() ? value.decimalValue() : new BigDecimal(value.asText());
        } catch (NumberFormatException e) {
            String type = input.type().asText();
            String message = type.equals("INT")
                    ? "invalid literal for int() with base 10: '" + value.asText() + "'"
                    : "could not convert string to float: '" + value.asText() + "'";
            ObjectNode error = problem(
                    "invalid_input_type",
                    "Failed to convert an input value to a " + type + " value",
                    input.name() + ", " + value.asText() + ", " + message,
                    input,
                    value);
            ((ObjectNode) error.get("extra_info")).put("exception_message", message);
            errors.add(error);
            return;
        }
        // As the server has it after its conversion, which is what it reports.
        JsonNode received = input.type().asText().equals("INT")
                ? BigIntegerNode.valueOf(number.toBigInteger())
                : DoubleNode.valueOf(number.doubleValue());
        JsonNode min = input.options().path("min");
        JsonNode max = input.options().path("max");
        if (min.isNumber() && received.decimalValue().compareTo(min.decimalValue()) < 0) {
            String message =
                    String.format(Locale.ROOT, "Value %s smaller than min of %s", received.asText(), min.asText());
            errors.add(problem("value_smaller_than_min", message, input.name(), input, received));
        } else if (max.isNumber() && received.decimalValue().compareTo(max.decimalValue()) > 0) {
            String message =
                    String.format(Locale.ROOT, "Value %s bigger than max of %s", received.asText(), max.asText());
            errors.add(problem("value_bigger_than_max", message, input.name(), input, received));
        }
    }

    private static ObjectNode problem(
            String type, String message, String details, NodeSpecs.Input input, JsonNode received) {
        ObjectNode error = error(type, message, details);
        ObjectNode extra = error.putObject("extra_info").put("input_name", input.name());
        if (received != null) {
            extra.set("input_config", input.config());
            extra.set("received_value", received);
        }
        return error;
    }

    private static ObjectNode error(String type, String message, String details) {
        ObjectNode error = object().put("type", type).put("message", message).put("details", details);
        error.putObject("extra_info");
        return error;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String python(JsonNode list) {
        StringJoiner joined = new StringJoiner(", ", "[", "]");
        list.forEach(each -> joined.add("'" + each.asText() + "'"));
        return joined.toString();
    }

    /** A link to a node or a slot that is not there: the server's own code stumbles over it. */
    private static final class BrokenLink extends RuntimeException {
        BrokenLink(String message) {
            super(message);
        }
    }
}
