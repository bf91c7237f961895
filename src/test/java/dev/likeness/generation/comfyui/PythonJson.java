package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;

/** JSON as Python's {@code json.dumps} writes it, which knows numbers that JSON has not. */
final class PythonJson {

    private PythonJson() {}

    /** @param notNumbers whether each object also has members whose values are no numbers of JSON's */
    static String text(JsonNode json, boolean notNumbers) {
        if (!notNumbers || !json.isContainerNode()) {
            return json.isDouble() && !Double.isFinite(json.doubleValue())
                    ? json.asText().replace("\"", "")
                    : json.toString();
        }
        if (json.isArray()) {
            StringJoiner items = new StringJoiner(", ", "[", "]");
            json.forEach(item -> items.add(text(item, true)));
            return items.toString();
        }
        StringJoiner members = new StringJoiner(", ", "{", "}");
        members.add("\"not_a_number\": NaN").add("\"infinite\": Infinity").add("\"below\": [-Infinity]");
        json.properties()
                .forEach(member -> members.add(quoted(member.getKey()) + ": " + text(member.getValue(), true)));
        return members.toString();
    }

    private static String quoted(String name) {
        return com.fasterxml.jackson.databind.node.TextNode.valueOf(name).toString();
    }
}
