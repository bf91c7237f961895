package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What {@code GET /queue} showed: entries {@code [number, prompt_id, prompt, extra_data, outputs]}. */
record QueueView(JsonNode running, JsonNode pending) {

    enum Place {
        RUNNING,
        PENDING
    }

    /** Where a prompt is, and the id by which the server knows it; a server of its own mind gives it another than ours. */
    record Entry(Place place, String promptId) {}

    static QueueView of(JsonNode reply) {
        return new QueueView(reply.path("queue_running"), reply.path("queue_pending"));
    }

    Optional<Entry> find(String promptId, String clientId) {
        return find(running, Place.RUNNING, promptId, clientId)
                .or(() -> find(pending, Place.PENDING, promptId, clientId));
    }

    private static Optional<Entry> find(JsonNode entries, Place place, String promptId, String clientId) {
        for (JsonNode entry : entries) {
            String id = entry.path(1).asText();
            if (id.equals(promptId) || entry.path(3).path("client_id").asText().equals(clientId)) {
                return Optional.of(new Entry(place, id));
            }
        }
        return Optional.empty();
    }
}
