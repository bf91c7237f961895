package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import dev.likeness.generation.comfyui.ServerFault.Kind;

/** What the history says of a prompt that is over. */
record HistoryEntry(JsonNode tree) {

    /**
     * The one picture of a node, as {@code /view} wants it named.
     *
     * @throws RuntimeException that says why there is none
     */
    JsonNode image(ComfyServer server, String outputNode) {
        for (JsonNode message : tree.path("status").path("messages")) {
            if (message.path(0).asText().equals("execution_error")) {
                throw Refusals.ofExecution(server, message.path(1));
            }
            if (message.path(0).asText().equals("execution_interrupted")) {
                throw new ServerFault(Kind.LOST, server + ": somebody else has interrupted the job");
            }
        }
        if (tree.path("status").path("status_str").asText().equals("error")) {
            throw Refusals.failed(server + " ends the job with an error that it does not name");
        }
        JsonNode image = tree.path("outputs").path(outputNode).path("images").path(0);
        if (image.path("filename").asText().isEmpty()) {
            throw Refusals.failed(server + " ends the job without a picture at node " + outputNode);
        }
        return image;
    }
}
