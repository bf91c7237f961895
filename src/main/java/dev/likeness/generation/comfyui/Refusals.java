package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import dev.likeness.error.BackendFailed;
import dev.likeness.error.NoFace;
import dev.likeness.error.PayloadTooLarge;
import dev.likeness.generation.comfyui.ServerFault.Kind;
import java.util.Locale;
import java.util.Map;

/** What a server's refusals and errors mean. What it says goes into the log as a cause; callers are told what to do. */
final class Refusals {

    /** So much of a server's words is logged; more would be the graph, and with it the prompt. */
    private static final int MOST_WORDS = 300;

    private Refusals() {}

    /** Of a graph, at {@code POST /prompt}. */
    static RuntimeException ofSubmission(ComfyServer server, int status, JsonNode answer) {
        if (status == 413) {
            return new PayloadTooLarge("The server that makes pictures does not take as much; send a shorter prompt");
        }
        JsonNode error = answer.path("error");
        if (status != 400 && status != 200 || status == 400 && !error.isObject()) {
            return new ServerFault(Kind.LOST, server + " answers " + status + " to /prompt");
        }
        String type = error.path("type").asText();
        String words = words(error);
        if (type.equals("missing_node_type") || type.equals("invalid_prompt") && words.contains("does not exist")) {
            return new ServerFault(Kind.UNFIT, server + " lacks a node: " + words);
        }
        for (Map.Entry<String, JsonNode> node : answer.path("node_errors").properties()) {
            for (JsonNode nodeError : node.getValue().path("errors")) {
                return ofNode(
                        server,
                        node.getKey(),
                        node.getValue().path("class_type").asText(),
                        nodeError);
            }
        }
        return failed(server + " refuses the workflow: " + type + ": " + words);
    }

    private static RuntimeException ofNode(ComfyServer server, String id, String nodeClass, JsonNode error) {
        String type = error.path("type").asText();
        String input = error.path("extra_info").path("input_name").asText();
        String what = String.format(
                Locale.ROOT,
                "%s, node %s (%s), input %s: %s: %s",
                server,
                id,
                nodeClass,
                input.isEmpty() ? "-" : input,
                type,
                words(error));
        if (nodeClass.equals("LoadImage")) {
            return new ServerFault(Kind.LOST, "uploads are gone: " + what);
        }
        // Every other choice in a graph of ours is the name of a model file, a sampler or a node's own word.
        return type.equals("value_not_in_list") ? new ServerFault(Kind.UNFIT, what) : failed(what);
    }

    /** Of a job that was begun: the data of {@code execution_error}. */
    static RuntimeException ofExecution(ComfyServer server, JsonNode error) {
        String type = error.path("exception_type").asText();
        String message = error.path("exception_message").asText();
        String what = String.format(
                Locale.ROOT,
                "%s, node %s (%s): %s: %s",
                server,
                error.path("node_id").asText(),
                error.path("node_type").asText(),
                type,
                shortened(message));
        if (message.contains("No face detected")) {
            return new NoFace("face_image: no face can be made out in it; send a picture that shows one face clearly,"
                    + " from the front and large enough");
        }
        if (type.contains("OutOfMemory")
                || message.contains("out of memory")
                || message.contains("Allocation on device")) {
            return new ServerFault(Kind.OUT_OF_MEMORY, what);
        }
        // InsightFace asserts that its models are there; others open a file that is not.
        if (type.contains("FileNotFoundError") || message.contains("'detection' in self.models")) {
            return new ServerFault(Kind.UNFIT, what);
        }
        return failed(what);
    }

    static BackendFailed failed(String forTheLog) {
        return new BackendFailed(
                "The server that makes pictures could not make this one; try again, or with other pictures",
                new IllegalStateException(forTheLog));
    }

    private static String words(JsonNode error) {
        String details = error.path("details").asText();
        return shortened(error.path("message").asText() + (details.isEmpty() ? "" : " (" + details + ")"));
    }

    private static String shortened(String words) {
        String line = words.strip().replaceAll("\\s+", " ");
        return line.length() <= MOST_WORDS ? line : line.substring(0, MOST_WORDS) + "...";
    }
}
