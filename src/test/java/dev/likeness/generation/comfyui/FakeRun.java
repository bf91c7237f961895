package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One prompt while it is executed: a step a turn of the event loop, so that whatever else arrives comes in between. */
final class FakeRun {

    private static final JsonMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** What the run needs of its server. */
    interface Host {
        FakeComfy server();

        FakeFiles files();

        FakeSockets sockets();

        /** On a later turn. */
        void later(Runnable step);

        boolean interrupted();

        void forgetInterrupt();

        /** Node contents that are in the cache; what is added stays there. */
        Set<String> cache();

        void recorded(FakeQueue.Item item, ObjectNode entry, Journal.Outcome outcome);

        void over();
    }

    private final Host host;
    private final FakeQueue.Item item;
    private final JobScript script;
    private final PromptGraph graph;
    private final List<String> order;
    private final Set<String> cached = new HashSet<>();
    private final Set<String> executed = new HashSet<>();
    private final Map<String, ObjectNode> progress = new LinkedHashMap<>();
    private final ArrayNode messages = array();
    private final ObjectNode outputs = object();
    private String node;
    private boolean abandoned;
    private Runnable held;

    FakeRun(Host host, FakeQueue.Item item) {
        this.host = host;
        this.item = item;
        this.script = item.script();
        this.graph = new PromptGraph(item.graph(), host.files());
        this.order = graph.order(item.outputs());
    }

    void begin() {
        moment(Moment.TAKEN, () -> {
            host.forgetInterrupt();
            message("execution_start", object());
            moment(Moment.STARTED, this::cached);
        });
    }

    /** The process is gone: nothing more happens. */
    void abandon() {
        abandoned = true;
        held = null;
    }

    /** An interrupt has arrived: whoever waits inside a node wakes up, unless it is deaf. */
    void wake() {
        Runnable waiting = held;
        if (waiting != null && !script.deaf) {
            held = null;
            waiting.run();
        }
    }

    String node() {
        return node;
    }

    FakeQueue.Item item() {
        return item;
    }

    private void cached() {
        for (String id : order) {
            boolean loader = !graph.hasLinks(id) && !graph.type(id).equals("LoadImage");
            if (script.cached != JobScript.Cached.NO
                    || loader && !host.cache().add(graph.type(id) + graph.inputs(id))) {
                cached.add(id);
            }
        }
        ObjectNode data = object();
        cached.forEach(data.putArray("nodes")::add);
        message("execution_cached", data);
        next(0);
    }

    private void next(int index) {
        if (index == order.size()) {
            moment(Moment.EXECUTED, this::succeed);
            return;
        }
        node = order.get(index);
        if (cached.contains(node)) {
            progressed(node, 1, 1, "finished");
            if (script.cached == JobScript.Cached.WITH_OUTPUTS && node.equals(saveNode())) {
                save(node);
            }
            turn(() -> next(index + 1));
            return;
        }
        if (host.interrupted() && !script.deaf) {
            interrupt();
            return;
        }
        progressed(node, 0, 1, "running");
        send("executing", object().put("node", node).put("display_node", node));
        if (script.ending == JobScript.Ending.ERROR && graph.type(node).equals(script.failingClass)) {
            fail();
        } else if (graph.type(node).equals("KSampler")) {
            turn(() -> sample(1, index));
        } else {
            turn(() -> finish(index));
        }
    }

    private void sample(int step, int index) {
        if (host.interrupted() && !script.deaf) {
            interrupt();
            return;
        }
        boolean endless = script.ending == JobScript.Ending.NEVER;
        if (step <= script.steps) {
            progressed(node, step, script.steps, "running");
            // The newer kind of preview comes with the state, before the message; the older kind behind it.
            preview(true);
            send(
                    "progress",
                    object().put("value", step).put("max", script.steps).put("node", node));
            preview(false);
        }
        Runnable onwards = step >= script.steps && !endless
                ? () -> finish(index)
                : () -> {
                    if (endless && step > script.steps) {
                        // Nothing to report any more: sleeps until it is interrupted.
                        held = () -> sample(step, index);
                    } else {
                        sample(step + 1, index);
                    }
                };
        if (step == 1) {
            moment(Moment.SAMPLING, onwards);
        } else {
            turn(onwards);
        }
    }

    private void preview(boolean metadata) {
        if (previewed() && host.sockets().knowsMetadata(item.clientId()) == metadata) {
            host.sockets().preview(item.clientId(), metadata(), script.previewImage);
        }
    }

    /** Off unless a prompt asks for them; older servers have an option for all, which is taken to be on. */
    private boolean previewed() {
        String asked = item.extraData().path("preview_method").asText("default");
        boolean on = !host.server().era().from(Era.JOBS)
                || !Set.of("none", "default").contains(asked);
        return script.previews && on;
    }

    private void finish(int index) {
        if (host.interrupted() && !script.deaf) {
            interrupt();
            return;
        }
        if (graph.type(node).equals("SaveImage")) {
            save(node);
        } else if (graph.type(node).equals("DWPreprocessor")) {
            ObjectNode output = object();
            output.putArray("openpose_json").add("[]");
            output(node, output);
        }
        executed.add(node);
        progressed(node, 1, 1, "finished");
        turn(() -> next(index + 1));
    }

    private void save(String id) {
        ObjectNode output = object();
        ArrayNode images = output.putArray("images");
        String prefix = graph.inputs(id).path("filename_prefix").asText("ComfyUI");
        int slash = prefix.lastIndexOf('/');
        String subfolder = slash < 0 ? "" : prefix.substring(0, slash);
        for (int i = 0; i < (script.noImages ? 0 : graph.batch()); i++) {
            String name = host.files()
                    .save(
                            "output",
                            subfolder,
                            prefix.substring(slash + 1),
                            new FakeFiles.Stored(result(id, i), script.transfer));
            images.addObject().put("filename", name).put("subfolder", subfolder).put("type", "output");
            if (script.fileGone) {
                host.files().remove("output", subfolder, name);
            }
        }
        output(id, output);
    }

    private byte[] result(String id, int index) {
        byte[] bytes = script.image;
        if (bytes == null) {
            PromptGraph.Size size = graph.size(id);
            FakePng png = FakePng.of(
                    script.width > 0 ? script.width : size.width(),
                    script.height > 0 ? script.height : size.height(),
                    graph.seed() + index);
            png.text("prompt", ascii());
            if (script.metadataBytes > 0) {
                png.text("workflow", "{\"padding\": \"" + "w".repeat(script.metadataBytes) + "\"}");
            }
            bytes = png.bytes();
        }
        return script.truncated ? Arrays.copyOf(bytes, bytes.length / 2) : bytes;
    }

    private String ascii() {
        try {
            return ASCII.writeValueAsString(item.graph());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void output(String id, ObjectNode output) {
        outputs.set(id, output);
        ObjectNode data = object().put("node", id).put("display_node", id);
        data.set("output", output);
        send("executed", data);
    }

    private void succeed() {
        if (host.interrupted() && script.deaf) {
            interrupt();
            return;
        }
        message("execution_success", object());
        node = null;
        moment(Moment.SUCCEEDED, () -> host.server()
                .whenHistoryIsRead(item.promptId(), script.historyPolls, () -> record(Journal.Outcome.SUCCESS)));
    }

    private void fail() {
        ObjectNode data = stopped();
        data.put("exception_message", script.exceptionMessage).put("exception_type", script.exceptionType);
        data.putArray("traceback").add("  File \"/comfyui/execution.py\", line 496, in execute\n");
        data.putObject("current_inputs");
        data.putArray("current_outputs");
        message("execution_error", data);
        node = null;
        turn(() -> record(Journal.Outcome.ERROR));
    }

    private void interrupt() {
        message("execution_interrupted", stopped());
        node = null;
        turn(() -> record(Journal.Outcome.INTERRUPTED));
    }

    private ObjectNode stopped() {
        ObjectNode data = object().put("node_id", node).put("node_type", graph.type(node == null ? "" : node));
        executed.forEach(data.putArray("executed")::add);
        return data;
    }

    private void record(Journal.Outcome outcome) {
        if (abandoned) {
            return;
        }
        boolean success = outcome == Journal.Outcome.SUCCESS;
        ObjectNode entry = object();
        entry.set("prompt", item.json());
        entry.set("outputs", outputs);
        ObjectNode status = entry.putObject("status").put("status_str", success ? "success" : "error");
        status.put("completed", success).set("messages", messages);
        entry.putObject("meta");
        host.recorded(item, entry, outcome);
        moment(Moment.RECORDED, () -> {
            send("executing", object().putNull("node"));
            moment(Moment.ENDED, host::over);
        });
    }

    private String saveNode() {
        return item.outputs().get(0);
    }

    /** Kept for the history, and sent. */
    private void message(String type, ObjectNode data) {
        data.put("prompt_id", item.promptId()).put("timestamp", System.currentTimeMillis());
        messages.addArray().add(type).add(data);
        send(type, data);
    }

    private void send(String type, ObjectNode data) {
        if (!script.unsent.contains(type)) {
            host.sockets().send(item.clientId(), type, data.put("prompt_id", item.promptId()));
        }
    }

    private void progressed(String id, int value, int max, String state) {
        ObjectNode entry = metadata().put("value", value).put("max", max).put("state", state);
        progress.put(id, entry);
        ObjectNode nodes = object();
        progress.forEach(nodes::set);
        ObjectNode data = object();
        data.set("nodes", nodes);
        if (host.server().era().from(Era.GLOBAL_INTERRUPT)) {
            send("progress_state", data);
        }
    }

    private ObjectNode metadata() {
        return object().put("node_id", node)
                .put("prompt_id", item.promptId())
                .put("display_node_id", node)
                .putNull("parent_node_id")
                .put("real_node_id", node);
    }

    private void moment(Moment moment, Runnable onwards) {
        turn(() -> {
            script.happenings
                    .getOrDefault(moment, List.of())
                    .forEach(happening -> happening.happen(host.server(), item.clientId()));
            Gate gate = script.gates.get(moment);
            if (gate == null) {
                turn(onwards);
                return;
            }
            boolean[] passed = {false};
            Runnable once = () -> {
                if (!passed[0]) {
                    passed[0] = true;
                    held = null;
                    turn(onwards);
                }
            };
            // Before it begins and after it ends there is no node that an interrupt could end.
            held = moment == Moment.STARTED || moment == Moment.SAMPLING ? once : null;
            gate.pass(() -> host.later(once));
        });
    }

    private void turn(Runnable step) {
        host.later(() -> {
            if (!abandoned) {
                step.run();
            }
        });
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }
}
