package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;

/** A server's answer to one request, whole. */
record Reply(int status, byte[] body) {

    boolean ok() {
        return status == 200;
    }

    /** {@link MissingNode} when it is no JSON. */
    JsonNode json(ObjectMapper json) {
        try {
            JsonNode tree = json.readTree(body);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
