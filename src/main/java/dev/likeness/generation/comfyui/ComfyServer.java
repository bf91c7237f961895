package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.likeness.generation.comfyui.ServerFault.Kind;
import io.netty.buffer.Unpooled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What one ComfyUI server can be asked, in its own words; fails with {@link ServerFault} when it gives no proper answer. */
final class ComfyServer {

    /** Histories and queues hold whole graphs with their prompts, some tens of kilobytes each; node lists have all files. */
    private static final int MOST_JSON = 32 << 20;

    /** The folder that a server empties when it starts and when it ends. */
    private static final String TEMP = "temp";

    private static final String BOUNDARY = "likeness-7e1f4c52a9d04b0c";

    private final Address address;
    private final ComfyHttp http;
    private final int maxImage;
    private final String previewMethod;
    private final String uploads;
    private volatile ModelFiles modelFiles = ModelFiles.AS_CONFIGURED;

    ComfyServer(Address address, ComfyHttp http, ComfyConfig config) {
        this.address = address;
        this.http = http;
        this.maxImage =
                (int) Math.min(Integer.MAX_VALUE - 8, config.maxImageBytes().asLongValue());
        this.previewMethod = config.previewMethod();
        this.uploads = config.keepFiles() ? "input" : TEMP;
    }

    Address address() {
        return address;
    }

    void hasModelFiles(ModelFiles files) {
        modelFiles = files;
    }

    /** The name under which a node finds the image; not the one that was asked for when a file of that name was there. */
    Uni<String> upload(String subfolder, String name, byte[] image) {
        String head = part("type", uploads) + part("subfolder", subfolder) + "--" + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"image\"; filename=\"" + name
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
        Buffer body = Buffer.buffer(Unpooled.wrappedBuffer(utf8(head), image, utf8("\r\n--" + BOUNDARY + "--\r\n")));
        return http.post(address, "/upload/image", "multipart/form-data; boundary=" + BOUNDARY, body, MOST_JSON)
                .map(reply -> proper(reply, "/upload/image"))
                .map(this::uploadedName);
    }

    private static String part(String name, String value) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private String uploadedName(JsonNode answer) {
        String name = answer.path("name").asText();
        String folder = answer.path("subfolder").asText();
        if (name.isEmpty()) {
            throw new ServerFault(Kind.LOST, address + " does not say where it has put the upload");
        }
        String path = folder.isEmpty() ? name : folder + "/" + name;
        // LoadImage looks into the input folder, unless the name ends with another one's.
        return answer.path("type").asText().equals(TEMP) ? path + " [" + TEMP + "]" : path;
    }

    /** The whole answer, since a refusal says what is wrong with the graph. */
    Uni<Reply> submit(ObjectNode graph, String promptId, String clientId) {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("prompt_id", promptId).put("client_id", clientId);
        body.putObject("extra_data").put("preview_method", previewMethod);
        body.set("prompt", modelFiles.in(graph));
        return http.post(address, "/prompt", "application/json", Buffer.buffer(utf8(body.toString())), MOST_JSON);
    }

    Uni<QueueView> queue() {
        return get("/queue").map(QueueView::of);
    }

    /** How many prompts of anybody it has, queued and running. */
    Uni<Integer> queueLength() {
        return get("/prompt")
                .map(answer -> answer.path("exec_info").path("queue_remaining"))
                .map(prompts -> prompts.canConvertToInt() ? Math.max(0, prompts.intValue()) : 0);
    }

    /** What became of a prompt; empty while it is not over, and when it is not known. */
    Uni<Optional<JsonNode>> history(String promptId) {
        return get("/history/" + promptId)
                .map(answer -> Optional.of(answer.path(promptId)).filter(JsonNode::isObject));
    }

    /** Takes a prompt that has ended out of the history; nothing happens when it is not there. */
    Uni<Void> forget(String promptId) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("delete").add(promptId);
        return post("/history", body)
                .invoke(reply -> {
                    if (!reply.ok()) {
                        throw new ServerFault(Kind.LOST, address + " answers " + reply.status() + " to /history");
                    }
                })
                .replaceWithVoid();
    }

    /** What a node class takes; empty when the server does not have it. */
    Uni<Optional<JsonNode>> nodeInfo(String nodeClass) {
        return get("/object_info/" + encoded(nodeClass))
                .map(answer -> Optional.of(answer.path(nodeClass)).filter(JsonNode::isObject));
    }

    /** The file that a history names. */
    Uni<byte[]> view(JsonNode image) {
        String target = "/view?filename=" + encoded(image.path("filename").asText()) + "&subfolder="
                + encoded(image.path("subfolder").asText()) + "&type="
                + encoded(image.path("type").asText("output"));
        return http.get(address, target, maxImage).map(reply -> {
            if (!reply.ok()) {
                throw new ServerFault(Kind.LOST, address + " answers " + reply.status() + " to /view");
            }
            return reply.body();
        });
    }

    /** Cancels a prompt, queued or running; empty when the server is too old to know how. */
    Uni<Optional<Boolean>> cancel(String promptId) {
        return post("/api/jobs/" + promptId + "/cancel", JsonNodeFactory.instance.objectNode())
                .map(reply -> reply.ok() && reply.json().path("cancelled").isBoolean()
                        ? Optional.of(reply.json().path("cancelled").booleanValue())
                        : Optional.empty());
    }

    /** Takes a prompt out of the queue; one that is running goes on. */
    Uni<Void> dequeue(String promptId) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("delete").add(promptId);
        return post("/queue", body).replaceWithVoid();
    }

    /** Interrupts a prompt; a server from before September 2025 interrupts whatever is running. */
    Uni<Void> interrupt(String promptId) {
        return post("/interrupt", JsonNodeFactory.instance.objectNode().put("prompt_id", promptId))
                .replaceWithVoid();
    }

    private Uni<Reply> post(String target, ObjectNode body) {
        return http.post(address, target, "application/json", Buffer.buffer(utf8(body.toString())), MOST_JSON);
    }

    private Uni<JsonNode> get(String target) {
        return http.get(address, target, MOST_JSON).map(reply -> proper(reply, target));
    }

    private JsonNode proper(Reply reply, String target) {
        JsonNode answer = reply.json();
        if (!reply.ok() || !answer.isObject()) {
            throw new ServerFault(Kind.LOST, address + " answers " + reply.status() + " to " + target);
        }
        return answer;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
