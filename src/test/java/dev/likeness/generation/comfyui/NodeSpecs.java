package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The declared inputs and outputs of the node classes that the pipelines use. {@code comfyui/nodes_spec.json} maps a
 * class to {@code in} (as its {@code INPUT_TYPES} answers) and {@code ret} (its output types); a choice such as
 * {@code <models/vae>} stands for the files of that folder of the server.
 */
public final class NodeSpecs {

    /** Classes with {@code OUTPUT_NODE}: what a prompt is executed for. */
    private static final Set<String> OUTPUTS = Set.of("SaveImage", "PreviewImage", "SaveImageWebsocket");
    /** Written against the newer node interface: {@code /object_info} shows their choices in another form. */
    private static final Set<String> NEWER_FORM = Set.of("UpscaleModelLoader");

    private final JsonNode specs;

    private NodeSpecs(JsonNode specs) {
        this.specs = specs;
    }

    public static NodeSpecs bundled() {
        try (InputStream file = NodeSpecs.class.getResourceAsStream("/comfyui/nodes_spec.json")) {
            return new NodeSpecs(new ObjectMapper().readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean knows(String nodeClass) {
        return specs.has(nodeClass);
    }

    boolean isOutput(String nodeClass) {
        return OUTPUTS.contains(nodeClass);
    }

    /** Output types in order of their slots. */
    List<String> outputs(String nodeClass) {
        List<String> types = new ArrayList<>();
        specs.path(nodeClass).path("ret").forEach(type -> types.add(type.asText()));
        return types;
    }

    List<Input> inputs(String nodeClass, Inventory inventory) {
        List<Input> inputs = new ArrayList<>();
        for (boolean required : new boolean[] {true, false}) {
            JsonNode group = specs.path(nodeClass).path("in").path(required ? "required" : "optional");
            for (Iterator<Map.Entry<String, JsonNode>> each = group.fields(); each.hasNext(); ) {
                Map.Entry<String, JsonNode> input = each.next();
                inputs.add(new Input(
                        input.getKey(),
                        required,
                        type(input.getValue().path(0), inventory),
                        input.getValue().path(1)));
            }
        }
        return inputs;
    }

    /** The answer of {@code /object_info/{class}} for one class. */
    ObjectNode info(String nodeClass, Inventory inventory) {
        ObjectNode info = JsonNodeFactory.instance.objectNode();
        ObjectNode in = info.putObject("input");
        ObjectNode order = info.putObject("input_order");
        for (Input input : inputs(nodeClass, inventory)) {
            String group = input.required() ? "required" : "optional";
            in.withObjectProperty(group).set(input.name(), config(nodeClass, input));
            order.withArrayProperty(group).add(input.name());
        }
        ArrayNode output = info.putArray("output");
        outputs(nodeClass).forEach(output::add);
        info.set("output_name", output.deepCopy());
        info.put("name", nodeClass).put("display_name", nodeClass).put("description", "");
        info.put("python_module", "nodes").put("category", "fake").put("output_node", isOutput(nodeClass));
        return info;
    }

    ObjectNode allInfo(Inventory inventory) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        specs.fieldNames().forEachRemaining(name -> {
            if (!inventory.lacks(name)) {
                all.set(name, info(name, inventory));
            }
        });
        return all;
    }

    private static ArrayNode config(String nodeClass, Input input) {
        if (!NEWER_FORM.contains(nodeClass) || !input.isChoice()) {
            return input.config();
        }
        ArrayNode config = JsonNodeFactory.instance.arrayNode().add("COMBO");
        config.addObject().set("options", input.type());
        ((ObjectNode) config.get(1)).put("multiselect", false);
        return config;
    }

    private static JsonNode type(JsonNode declared, Inventory inventory) {
        if (!declared.isArray()) {
            return declared;
        }
        ArrayNode choices = JsonNodeFactory.instance.arrayNode();
        for (JsonNode choice : declared) {
            String text = choice.asText();
            if (text.startsWith("<models/")) {
                inventory
                        .models(text.substring("<models/".length(), text.length() - 1))
                        .forEach(choices::add);
            } else if (text.equals("<input>")) {
                // Files in sub-folders load, but are not offered: the real node lists the top folder only.
                inventory.inputs().stream().filter(file -> !file.contains("/")).forEach(choices::add);
            } else {
                choices.add(choice);
            }
        }
        return choices;
    }

    /** One input: a type name or an array of choices, and its options ({@code default}, {@code min}, ...). */
    record Input(String name, boolean required, JsonNode type, JsonNode options) {

        boolean isChoice() {
            return type.isArray();
        }

        /** The pair that the server calls {@code input_config}. */
        ArrayNode config() {
            JsonNode second = options.isObject() ? options : JsonNodeFactory.instance.objectNode();
            return JsonNodeFactory.instance.arrayNode().add(type).add(second);
        }
    }
}
