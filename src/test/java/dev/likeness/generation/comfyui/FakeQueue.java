package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What waits, what runs and what has been. One prompt at a time, by number. Used on the server's event loop only. */
final class FakeQueue {

    /** A prompt as the queue holds it. */
    record Item(
            double number,
            String promptId,
            JsonNode graph,
            ObjectNode extraData,
            List<String> outputs,
            JobScript script) {

        static Item foreign(double number, String promptId, JobScript script) {
            ObjectNode graph = JsonNodeFactory.instance.objectNode();
            graph.putObject("1")
                    .put("class_type", "EmptyImage")
                    .putObject("inputs")
                    .put("width", 64)
                    .put("height", 64);
            ObjectNode save =
                    graph.putObject("2").put("class_type", "SaveImage").putObject("inputs");
            save.put("filename_prefix", "foreign").putArray("images").add("1").add(0);
            ObjectNode extra = JsonNodeFactory.instance.objectNode().put("client_id", "somebody-else");
            return new Item(number, promptId, graph, extra, List.of("2"), script);
        }

        String clientId() {
            return extraData.path("client_id").asText("");
        }

        ArrayNode json() {
            ArrayNode json = JsonNodeFactory.instance.arrayNode();
            // Counted in whole numbers, unless a client asked for something between two.
            if (number == Math.rint(number)) {
                json.add((long) number);
            } else {
                json.add(number);
            }
            json.add(promptId).add(graph).add(extraData);
            outputs.forEach(json.addArray()::add);
            return json;
        }
    }

    private final List<Item> pending = new ArrayList<>();
    private final Map<String, ObjectNode> history = new LinkedHashMap<>();
    private Item running;

    void add(Item item) {
        pending.add(item);
        pending.sort(Comparator.comparingDouble(Item::number));
    }

    /** The next one, which now runs; nothing while one does. */
    Optional<Item> take() {
        if (running != null || pending.isEmpty()) {
            return Optional.empty();
        }
        running = pending.remove(0);
        return Optional.of(running);
    }

    void done(String promptId, ObjectNode entry) {
        running = null;
        history.put(promptId, entry);
    }

    boolean isRunning(String promptId) {
        return running != null && running.promptId.equals(promptId);
    }

    Optional<Item> running() {
        return Optional.ofNullable(running);
    }

    List<Item> pending() {
        return List.copyOf(pending);
    }

    /** The first that waits under this id. */
    boolean delete(String promptId) {
        for (int i = 0; i < pending.size(); i++) {
            if (pending.get(i).promptId.equals(promptId)) {
                pending.remove(i);
                return true;
            }
        }
        return false;
    }

    Map<String, ObjectNode> history() {
        return history;
    }

    /** The process is gone, and with it all that it remembered; answers what was not finished. */
    List<Item> forget() {
        List<Item> lost = new ArrayList<>(pending);
        running().ifPresent(lost::add);
        pending.clear();
        history.clear();
        running = null;
        return lost;
    }

    int remaining() {
        return pending.size() + (running == null ? 0 : 1);
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode now = json.putArray("queue_running");
        running().map(Item::json).ifPresent(now::add);
        ArrayNode later = json.putArray("queue_pending");
        pending.forEach(item -> later.add(item.json()));
        return json;
    }

    /** The newest servers' view of one job. */
    Optional<ObjectNode> job(String promptId) {
        if (history.containsKey(promptId)) {
            return Optional.of(finished(promptId, history.get(promptId)));
        }
        if (isRunning(promptId)) {
            return Optional.of(unfinished(promptId, "in_progress", running.number));
        }
        return pending.stream()
                .filter(item -> item.promptId.equals(promptId))
                .findFirst()
                .map(item -> unfinished(promptId, "pending", item.number));
    }

    private static ObjectNode unfinished(String promptId, String status, double number) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", promptId)
                .put("status", status)
                .put("priority", (long) number)
                .put("outputs_count", 0);
    }

    private static ObjectNode finished(String promptId, ObjectNode entry) {
        boolean success = entry.path("status").path("status_str").asText().equals("success");
        String status = success ? "completed" : "failed";
        ObjectNode job = JsonNodeFactory.instance.objectNode().put("id", promptId);
        for (JsonNode message : entry.path("status").path("messages")) {
            if (message.path(0).asText().equals("execution_interrupted")) {
                status = "cancelled";
            } else if (message.path(0).asText().equals("execution_error")) {
                job.set("execution_error", message.path(1));
            }
        }
        int images = 0;
        for (JsonNode output : entry.path("outputs")) {
            images += output.path("images").size();
        }
        job.put("status", status).put("outputs_count", images);
        job.set("outputs", entry.path("outputs"));
        job.set("execution_status", entry.path("status"));
        return job;
    }
}
