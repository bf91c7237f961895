package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Placeholders in a JSON text, <code>${name}</code>. A text that is nothing but a placeholder becomes the value with its
 * type, so that {@code "${seed}"} becomes a number; inside a longer text the value is written out. What is put in is not
 * looked through again: a prompt may say <code>${seed}</code>.
 */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

    private Placeholders() {}

    /** Every name in it. */
    static Set<String> in(JsonNode json) {
        Set<String> names = new TreeSet<>();
        if (json.isTextual()) {
            PLACEHOLDER.matcher(json.textValue()).results().forEach(match -> names.add(match.group(1)));
        }
        json.forEach(child -> names.addAll(in(child)));
        return names;
    }

    /** A copy with the values in their places; there has to be one for every name. */
    static JsonNode fill(JsonNode json, Map<String, JsonNode> values) {
        if (json.isTextual()) {
            return text(json.textValue(), values);
        }
        if (json.isArray()) {
            ArrayNode filled = JsonNodeFactory.instance.arrayNode();
            json.forEach(child -> filled.add(fill(child, values)));
            return filled;
        }
        if (json.isObject()) {
            ObjectNode filled = JsonNodeFactory.instance.objectNode();
            json.fields().forEachRemaining(field -> filled.set(field.getKey(), fill(field.getValue(), values)));
            return filled;
        }
        return json;
    }

    private static JsonNode text(String text, Map<String, JsonNode> values) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        if (matcher.matches()) {
            return value(matcher.group(1), values);
        }
        matcher.reset();
        return TextNode.valueOf(matcher.replaceAll(
                match -> Matcher.quoteReplacement(value(match.group(1), values).asText())));
    }

    private static JsonNode value(String name, Map<String, JsonNode> values) {
        JsonNode value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("no value for ${" + name + "}");
        }
        return value;
    }
}
