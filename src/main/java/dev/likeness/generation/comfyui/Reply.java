package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import dev.likeness.remote.ServerJson;

/** A server's answer to one request, whole. */
record Reply(int status, byte[] body) {

    boolean ok() {
        return status == 200;
    }

    /** A missing node when it is no JSON. */
    JsonNode json() {
        return ServerJson.read(body);
    }
}
