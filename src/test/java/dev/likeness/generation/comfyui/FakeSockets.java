package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The WebSockets by client id. Used on the server's event loop only. */
final class FakeSockets {

    private static final ObjectMapper JSON = new ObjectMapper();

    private record Client(ServerWebSocket socket, ConnectionBase connection) {}

    private final Map<String, Client> clients = new HashMap<>();
    private final Set<String> knowMetadata = new HashSet<>();
    private final Set<String> mute = new HashSet<>();
    private final FakeProcess process;
    private boolean silent;

    FakeSockets(FakeProcess process) {
        this.process = process;
    }

    /** New sockets open, and nothing ever comes over them. */
    void silentFromTheStart(boolean wanted) {
        silent = wanted;
    }

    void open(
            String id,
            ServerWebSocket socket,
            ConnectionBase connection,
            Era era,
            ObjectNode status,
            Optional<String> runningNode) {
        clients.put(id, new Client(socket, connection));
        if (silent) {
            mute.add(id);
        }
        send(id, "status", status.put("sid", id));
        runningNode.ifPresent(node -> send(id, "executing", object().put("node", node)));
        boolean[] first = {true};
        socket.textMessageHandler(text -> {
            if (first[0]) {
                first[0] = false;
                negotiate(id, era, text);
            }
        });
        // By name, as the server does it: an old socket that ends takes a new one of the same client with it.
        socket.closeHandler(closed -> {
            clients.remove(id);
            knowMetadata.remove(id);
            mute.remove(id);
        });
        socket.exceptionHandler(broken -> {});
    }

    private void negotiate(String id, Era era, String text) {
        try {
            JsonNode message = JSON.readTree(text);
            if (message.path("type").asText().equals("feature_flags")) {
                if (message.path("data").path("supports_preview_metadata").asBoolean()) {
                    knowMetadata.add(id);
                }
                send(id, "feature_flags", features(era));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode features(Era era) {
        ObjectNode features = object().put("supports_preview_metadata", true);
        if (!era.from(Era.JOBS)) {
            return features.put("max_upload_size", 100L << 20);
        }
        features.put("supports_model_type_tags", true).put("max_upload_size", 100L << 20);
        features.putObject("extension").putObject("manager").put("supports_v4", true);
        return features.put("node_replacements", true).put("assets", false);
    }

    void send(String id, String type, ObjectNode data) {
        Client client = clients.get(id);
        if (client != null && !mute.contains(id) && !client.socket.isClosed()) {
            ObjectNode message = object().put("type", type);
            message.set("data", data);
            client.socket.writeFinalTextFrame(PythonJson.text(message, process.notNumbers));
        }
    }

    void broadcast(String type, ObjectNode data) {
        List.copyOf(clients.keySet()).forEach(id -> send(id, type, data));
    }

    /** A preview: with metadata for a client that said it understands it, else without. One frame, however large. */
    void preview(String id, ObjectNode metadata, byte[] jpeg) {
        Client client = clients.get(id);
        if (client == null || mute.contains(id) || client.socket.isClosed()) {
            return;
        }
        Buffer frame = Buffer.buffer();
        if (knowMetadata.contains(id)) {
            byte[] json = metadata.put("image_type", "image/jpeg").toString().getBytes(StandardCharsets.UTF_8);
            frame.appendInt(4).appendInt(json.length).appendBytes(json);
        } else {
            frame.appendInt(1).appendInt(1);
        }
        client.socket.writeFinalBinaryFrame(frame.appendBytes(jpeg));
    }

    boolean knowsMetadata(String id) {
        return knowMetadata.contains(id);
    }

    /** Any binary frame, for instance of a type that a client has never heard of. */
    void binary(String id, Buffer frame) {
        Client client = clients.get(id);
        if (client != null) {
            client.socket.writeFinalBinaryFrame(frame);
        }
    }

    /** A text message as it stands, for instance one that is no JSON. */
    void raw(String id, String text) {
        Client client = clients.get(id);
        if (client != null) {
            client.socket.writeFinalTextFrame(text);
        }
    }

    void drop(String id) {
        Client client = clients.get(id);
        if (client != null) {
            client.connection.channel().close();
        }
    }

    void silence(String id) {
        mute.add(id);
    }

    void halfOpen(String id) {
        silence(id);
        Client client = clients.get(id);
        if (client != null) {
            client.connection.channel().pipeline().addFirst(new Unread());
        }
    }

    int count() {
        return clients.size();
    }

    Set<String> ids() {
        return Set.copyOf(clients.keySet());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** What arrives is thrown away before anybody sees it; only that the other end is closed is still noticed. */
    private static final class Unread extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
        }
    }
}
