package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What one run tells its client over the socket while it goes on, and leaves in the history when it is over. */
final class FakeReport {

    private final FakeProcess process;
    private final FakeQueue.Item item;
    private final JobScript script;
    private final Set<String> executed = new HashSet<>();
    private final Map<String, ObjectNode> progress = new LinkedHashMap<>();
    private final ArrayNode messages = JsonNodeFactory.instance.arrayNode();
    private final ObjectNode outputs = object();

    FakeReport(FakeProcess process, FakeQueue.Item item) {
        this.process = process;
        this.item = item;
        this.script = item.script();
    }

    /** Kept for the history, and sent. */
    void message(String type, ObjectNode data) {
        data.put("prompt_id", item.promptId()).put("timestamp", System.currentTimeMillis());
        messages.addArray().add(type).add(data);
        send(type, data);
    }

    void send(String type, ObjectNode data) {
        if (!script.unsent.contains(type)) {
            process.sockets().send(item.clientId(), type, data.put("prompt_id", item.promptId()));
        }
    }

    void running(String node) {
        state(node, 0, 1, "running");
        send("executing", object().put("node", node).put("display_node", node));
    }

    void step(String node, int value, int max) {
        state(node, value, max, "running");
        // The newer kind of preview comes with the state, before the message; the older kind behind it.
        preview(node, true);
        send("progress", object().put("value", value).put("max", max).put("node", node));
        preview(node, false);
    }

    /** Without a preview. */
    void counted(String node, int value, int max) {
        state(node, value, max, "running");
        send("progress", object().put("value", value).put("max", max).put("node", node));
    }

    void finished(String node) {
        executed.add(node);
        state(node, 1, 1, "finished");
    }

    /** One that came from the cache. */
    void skipped(String node) {
        state(node, 1, 1, "finished");
    }

    void output(String node, ObjectNode output) {
        outputs.set(node, output);
        ObjectNode data = object().put("node", node).put("display_node", node);
        data.set("output", output);
        send("executed", data);
    }

    /** What an error and an interruption say of the place. */
    ObjectNode stoppedAt(String node, String type) {
        ObjectNode data = object().put("node_id", node).put("node_type", type);
        executed.forEach(data.putArray("executed")::add);
        return data;
    }

    ObjectNode history(boolean success) {
        ObjectNode entry = object();
        entry.set("prompt", item.json());
        entry.set("outputs", outputs);
        ObjectNode status = entry.putObject("status").put("status_str", success ? "success" : "error");
        status.put("completed", success).set("messages", messages);
        entry.putObject("meta");
        return entry;
    }

    private void preview(String node, boolean metadata) {
        if (previewed() && process.sockets().knowsMetadata(item.clientId()) == metadata) {
            process.sockets().preview(item.clientId(), place(node), script.previewImage);
        }
    }

    /** Off unless a prompt asks for them; older servers have an option for all, which is taken to be on. */
    private boolean previewed() {
        String asked = item.extraData().path("preview_method").asText("default");
        boolean on = !process.era.from(Era.JOBS) || !Set.of("none", "default").contains(asked);
        return script.previews && on;
    }

    private void state(String node, int value, int max, String state) {
        progress.put(node, place(node).put("value", value).put("max", max).put("state", state));
        ObjectNode nodes = object();
        progress.forEach(nodes::set);
        ObjectNode data = object();
        data.set("nodes", nodes);
        if (process.era.from(Era.GLOBAL_INTERRUPT)) {
            send("progress_state", data);
        }
    }

    private ObjectNode place(String node) {
        return object().put("node_id", node)
                .put("prompt_id", item.promptId())
                .put("display_node_id", node)
                .putNull("parent_node_id")
                .put("real_node_id", node);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
