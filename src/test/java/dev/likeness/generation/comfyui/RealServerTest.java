package dev.likeness.generation.comfyui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The fake answers as the real server does: each test does one thing at both and compares what it sees. Needs a ComfyUI
 * with our stand-ins at {@code LIKENESS_COMFYUI_URL}, of the 0.3.64 family unless {@code LIKENESS_COMFYUI_ERA} names another
 * {@link Era}; {@code docs/comfyui-real-server.md} says how.
 */
class RealServerTest {

    private static final String URL = System.getenv("LIKENESS_COMFYUI_URL");
    private static final Era ERA =
            Era.valueOf(System.getenv().getOrDefault("LIKENESS_COMFYUI_ERA", Era.TARGETED_INTERRUPT.name()));

    private FakeComfy comfy;
    private List<Client> both;
    private final String id = UUID.randomUUID().toString();

    @BeforeEach
    void start() {
        assumeTrue(URL != null, "LIKENESS_COMFYUI_URL names no ComfyUI to compare with");
        comfy = FakeComfy.start().era(ERA);
        both = List.of(new Client(comfy.url()), new Client(URL));
    }

    @AfterEach
    void close() {
        if (comfy != null) {
            comfy.close();
        }
    }

    @Test
    void messages_come_in_the_same_order_with_the_same_fields() throws Exception {
        List<List<String>> seen = new ArrayList<>();
        for (Client client : both) {
            seen.add(messages(client, unseen(), true));
        }
        assertThat(seen.get(0)).isEqualTo(seen.get(1));
    }

    @Test
    void the_history_has_the_same_form() throws Exception {
        JsonNode graph = unseen();
        List<JsonNode> seen = new ArrayList<>();
        for (Client client : both) {
            messages(client, graph, false);
            ObjectNode entry = (ObjectNode) client.json("/history/" + id).path(id);
            // The inner representation of the nodes, for the editor.
            entry.remove("meta");
            ((ArrayNode) entry.get("prompt")).set(0, 0);
            ObjectNode extra = (ObjectNode) entry.at("/prompt/3");
            if (extra.has("create_time")) {
                extra.put("create_time", 0);
            }
            seen.add(withoutTimes(entry));
        }
        assertThat(seen.get(0)).isEqualTo(seen.get(1));
    }

    @Test
    void refusals_have_the_same_status_and_body() throws Exception {
        List<ObjectNode> graphs = new ArrayList<>();
        ObjectNode graph = SampleGraphs.small();
        SampleGraphs.of(graph, "1").put("ckpt_name", "nowhere.safetensors");
        graphs.add(graph);
        graph = SampleGraphs.small();
        ((ObjectNode) graph.get("52")).put("class_type", "VAEDecoder");
        graphs.add(graph);
        graph = SampleGraphs.small();
        SampleGraphs.of(graph, "51").put("cfg", 101).put("steps", 0).remove("seed");
        graphs.add(graph);
        graph = SampleGraphs.small();
        SampleGraphs.of(graph, "51")
                .put("sampler_name", "dice")
                .put("scheduler", "none")
                .put("denoise", "a lot");
        graphs.add(graph);
        graph = SampleGraphs.small();
        SampleGraphs.of(graph, "52").putArray("vae").add("1").add(0);
        graphs.add(graph);
        graph = SampleGraphs.small();
        SampleGraphs.of(graph, "52").putArray("vae").add("1");
        graphs.add(graph);
        graph = SampleGraphs.small();
        graph.remove("70");
        graphs.add(graph);
        graph = SampleGraphs.small();
        ((ObjectNode) graph.get("52")).remove("class_type");
        graphs.add(graph);
        graph = SampleGraphs.small();
        graph.putObject("10").put("class_type", "LoadImage").putObject("inputs").put("image", "likeness/none.png");
        SampleGraphs.of(graph, "70").putArray("images").add("10").add(0);
        graphs.add(graph);
        graph = SampleGraphs.small();
        SampleGraphs.of(graph, "52").putArray("samples").add("99").add(0);
        graphs.add(graph);
        graph = SampleGraphs.small();
        SampleGraphs.of(graph, "70").remove("images");
        graphs.add(graph);
        for (ObjectNode each : graphs) {
            List<String> seen = new ArrayList<>();
            for (Client client : both) {
                HttpResponse<byte[]> answer = client.submit(each, id, "me");
                JsonNode body = Client.JSON.readTree(answer.body());
                // Versions differ in how many samplers they have.
                seen.add(answer.statusCode() + " "
                        + sorted(body).toPrettyString().replaceAll("list of length \\d+", "list"));
            }
            assertThat(seen.get(0)).isEqualTo(seen.get(1));
        }
    }

    @Test
    void routes_that_are_not_there_answer_alike() throws Exception {
        List<List<Object>> seen = new ArrayList<>();
        ObjectNode none = Client.JSON.createObjectNode();
        for (Client client : both) {
            List<Object> answers = new ArrayList<>();
            for (String path : List.of(
                    "/history/" + id,
                    "/api/history/" + id,
                    "/object_info/Nowhere",
                    "/view?filename=none.png",
                    "/view",
                    "/view?filename=../none.png",
                    "/api/jobs/" + id,
                    "/models/nowhere",
                    "/nowhere",
                    "/api/nowhere",
                    "/features",
                    "/prompt")) {
                HttpResponse<byte[]> answer = client.get(path);
                boolean json =
                        answer.headers().firstValue("Content-Type").orElse("").contains("json");
                answers.add(path + " " + answer.statusCode() + " " + (json ? new String(answer.body()) : ""));
            }
            for (String path : List.of(
                    "/interrupt",
                    "/queue",
                    "/free",
                    "/history",
                    "/prompt",
                    "/api/jobs/" + id + "/cancel",
                    "/nowhere")) {
                ObjectNode body = path.equals("/interrupt") ? none.deepCopy().put("prompt_id", id) : none;
                HttpResponse<byte[]> answer = client.post(path, body);
                answers.add(path + " " + answer.statusCode() + " "
                        + answer.headers().firstValue("Content-Type"));
            }
            seen.add(answers);
        }
        assertThat(seen.get(0).toString().replace(" ", ""))
                .isEqualTo(seen.get(1).toString().replace(" ", ""));
    }

    @Test
    void uploads_are_named_alike() throws Exception {
        List<List<JsonNode>> seen = new ArrayList<>();
        String folder = "likeness-" + id;
        for (Client client : both) {
            List<JsonNode> answers = new ArrayList<>();
            for (long seed : new long[] {1, 1, 2, 3, 2}) {
                answers.add(
                        client.upload("face.png", folder, FakePng.of(8, 8, seed).bytes()));
            }
            seen.add(answers);
        }
        assertThat(seen.get(0)).isEqualTo(seen.get(1));
    }

    @Test
    void an_interrupted_job_ends_alike() throws Exception {
        List<List<String>> seen = new ArrayList<>();
        ObjectNode graph = unseen();
        SampleGraphs.of(graph, "2").put("text", "[slow]");
        SampleGraphs.of(graph, "51").put("steps", 20);
        for (Client client : both) {
            comfy.nextJob(JobScript.normal().neverEnds());
            Client.Socket socket = client.connect("interrupted-" + id);
            client.submit(graph, id, "interrupted-" + id);
            socket.next("progress");
            client.post("/interrupt", Client.JSON.createObjectNode().put("prompt_id", id));
            List<String> end = new ArrayList<>();
            JsonNode data = socket.next("execution_interrupted").data();
            end.add(fields(data));
            end.add(data.path("node_type").asText());
            socket.next("executing");
            JsonNode status = client.json("/history/" + id).path(id).path("status");
            end.add(status.path("status_str") + " " + status.path("completed") + " " + status.at("/messages/2/0"));
            seen.add(end);
        }
        assertThat(seen.get(0)).isEqualTo(seen.get(1));
    }

    @Test
    void failures_of_nodes_end_alike() throws Exception {
        List<List<String>> seen = new ArrayList<>();
        ObjectNode graph = unseen();
        SampleGraphs.of(graph, "2").put("text", "[out of memory]");
        for (Client client : both) {
            comfy.nextJob(JobScript.normal().outOfMemory());
            Client.Socket socket = client.connect("failed-" + id);
            client.submit(graph, id, "failed-" + id);
            JsonNode data = socket.next("execution_error").data();
            socket.next("executing");
            List<String> end = new ArrayList<>(List.of(fields(data)));
            for (String name : List.of("node_id", "node_type", "exception_type", "exception_message")) {
                end.add(data.path(name).asText());
            }
            JsonNode status = client.json("/history/" + id).path(id).path("status");
            end.add(status.path("status_str") + " " + status.path("completed") + " " + status.at("/messages/2/0"));
            seen.add(end);
        }
        assertThat(seen.get(0)).isEqualTo(seen.get(1));
    }

    @Test
    void choices_of_models_are_declared_alike() throws Exception {
        assumeTrue(ERA.from(Era.TARGETED_INTERRUPT), "older servers declare some of these nodes in the older form");
        for (String nodeClass : List.of(
                "CheckpointLoaderSimple",
                "ControlNetLoader",
                "UpscaleModelLoader",
                "UNETLoader",
                "CLIPLoader",
                "VAELoader",
                "InstantIDModelLoader",
                "IPAdapterModelLoader",
                "CLIPVisionLoader")) {
            List<List<String>> seen = new ArrayList<>();
            for (Client client : both) {
                List<String> forms = new ArrayList<>();
                client.json("/object_info/" + nodeClass)
                        .at("/" + nodeClass + "/input/required")
                        .fields()
                        .forEachRemaining(input -> forms.add(input.getKey() + " "
                                + input.getValue().path(0).getNodeType() + " "
                                + input.getValue().at("/1/options").getNodeType() + " "
                                + (input.getKey().endsWith("name")
                                                || input.getKey().endsWith("file")
                                        ? input.getValue().path(0)
                                        : "")));
                seen.add(forms);
            }
            assertThat(seen.get(0)).isEqualTo(seen.get(1));
        }
    }

    /** A graph that no cache knows. */
    private ObjectNode unseen() {
        ObjectNode graph = SampleGraphs.small();
        SampleGraphs.of(graph, "51").put("seed", System.nanoTime());
        SampleGraphs.of(graph, "2").put("text", id);
        SampleGraphs.of(graph, "70").put("filename_prefix", "likeness/" + id);
        return graph;
    }

    /** Of one job, to its end: each type with the names of its fields; the many of a kind that follow each other once. */
    private List<String> messages(Client client, JsonNode graph, boolean modern) throws Exception {
        Client.Socket socket = client.connect("me-" + id);
        List<String> seen = new ArrayList<>();
        seen.add(line(socket.next()));
        if (modern) {
            socket.send("{\"type\":\"feature_flags\",\"data\":{\"supports_preview_metadata\":true}}");
            seen.add(line(socket.next("feature_flags")));
        }
        // Newer servers make previews for those who ask; our stand-in for the sampler does so for everybody.
        ObjectNode body =
                Client.JSON.createObjectNode().put("client_id", "me-" + id).put("prompt_id", id);
        body.putObject("extra_data").put("preview_method", "auto");
        client.post("/prompt", body.set("prompt", graph));
        Client.Socket.Message message = socket.next("execution_start");
        while (true) {
            // The queue's length is told at moments that depend on the two threads of the server.
            if (!message.type().equals("status") && !message.type().equals("progress_state")) {
                String line = line(message);
                if (!seen.contains(line) || message.type().startsWith("exec")) {
                    seen.add(line);
                }
            }
            if (message.type().equals("executing")
                    && message.data().path("node").isNull()) {
                break;
            }
            message = socket.next();
        }
        seen.removeIf(line -> line.startsWith("executing") && line.contains("display_node"));
        return seen;
    }

    private static String line(Client.Socket.Message message) {
        return message.type() + (message.json() == null ? "" : " " + fields(message.data()));
    }

    private static String fields(JsonNode data) {
        TreeSet<String> names = new TreeSet<>();
        data.fieldNames().forEachRemaining(names::add);
        return names.toString();
    }

    private static JsonNode withoutTimes(ObjectNode entry) {
        entry.at("/status/messages").forEach(message -> ((ObjectNode) message.get(1)).put("timestamp", 0));
        // What is in the cache depends on what ran before.
        ((ObjectNode) entry.at("/status/messages/1/1")).remove("nodes");
        return sorted(entry);
    }

    /** Errors of a node come in no particular order; tracebacks and tips are the server's own text. */
    private static JsonNode sorted(JsonNode json) {
        if (json instanceof ObjectNode object) {
            object.remove("tooltip");
            object.fieldNames().forEachRemaining(name -> {
                if (name.equals("traceback")) {
                    ((ArrayNode) object.get(name)).removeAll();
                } else {
                    sorted(object.get(name));
                }
                if (name.equals("errors")) {
                    List<JsonNode> errors = new ArrayList<>();
                    object.get(name).forEach(errors::add);
                    errors.sort(java.util.Comparator.comparing(JsonNode::toString));
                    ((ArrayNode) object.get(name)).removeAll().addAll(errors);
                }
            });
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            names.sort(null);
            ObjectNode ordered = Client.JSON.createObjectNode();
            names.forEach(name -> ordered.set(name, object.get(name)));
            object.removeAll();
            object.setAll(ordered);
        } else {
            json.forEach(RealServerTest::sorted);
        }
        return json;
    }
}
