package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A plain client of ComfyUI's interface on the JDK alone: what it sees of a server owes nothing to our own client. */
final class Client {

    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    Client(String url) {
        this.url = url;
    }

    HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofByteArray());
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        return JSON.readTree(get(path).body());
    }

    HttpResponse<byte[]> post(String path, JsonNode body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        return http.send(request, BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> submit(JsonNode graph, String promptId, String clientId)
            throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("client_id", clientId).put("prompt_id", promptId);
        body.set("prompt", graph);
        return post("/prompt", body);
    }

    JsonNode upload(String name, String subfolder, byte[] image) throws IOException, InterruptedException {
        String boundary = "a-boundary-that-no-picture-holds";
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"image\"; filename=\"" + name
                        + "\"\r\nContent-Type: image/png\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        form.writeBytes(image);
        form.writeBytes(("\r\n--" + boundary + "\r\nContent-Disposition: form-data; name=\"subfolder\"\r\n\r\n"
                        + subfolder + "\r\n--" + boundary + "--\r\n")
                .getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/upload/image"))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofByteArray(form.toByteArray()))
                .build();
        return JSON.readTree(http.send(request, BodyHandlers.ofByteArray()).body());
    }

    Socket connect(String clientId) {
        Socket socket = new Socket();
        URI address = URI.create(url.replaceFirst("http", "ws") + "/ws?clientId=" + clientId);
        socket.socket = http.newWebSocketBuilder().buildAsync(address, socket).join();
        return socket;
    }

    /** What comes over one WebSocket, in order. */
    static final class Socket implements WebSocket.Listener {

        /** {@code json} is null for a binary one, {@code bytes} for a text one; both for the end. */
        record Message(JsonNode json, ByteBuffer bytes) {
            String type() {
                return json == null
                        ? bytes == null ? "end" : "binary " + bytes.getInt(0)
                        : json.path("type").asText();
            }

            JsonNode data() {
                return json.path("data");
            }
        }

        private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
        private final AtomicInteger pongs = new AtomicInteger();
        private WebSocket socket;

        void send(String message) {
            socket.sendText(message, true).join();
        }

        Message next() throws InterruptedException {
            Message message = messages.poll(30, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no message within 30 s");
            }
            return message;
        }

        /** The next one of this type; what comes before it is dropped. */
        Message next(String type) throws InterruptedException {
            Message message = next();
            while (!message.type().equals(type)) {
                message = next();
            }
            return message;
        }

        void ping() {
            socket.sendPing(ByteBuffer.allocate(0)).join();
        }

        int pongs() {
            return pongs.get();
        }

        boolean isQuiet() {
            return messages.isEmpty();
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    messages.add(new Message(JSON.readTree(text.toString()), null));
                } catch (IOException e) {
                    messages.add(new Message(JSON.createObjectNode().put("type", "no JSON"), null));
                }
                text.setLength(0);
            }
            return WebSocket.Listener.super.onText(from, data, last);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            byte[] piece = new byte[data.remaining()];
            data.get(piece);
            binary.writeBytes(piece);
            if (last) {
                messages.add(new Message(null, ByteBuffer.wrap(binary.toByteArray())));
                binary.reset();
            }
            return WebSocket.Listener.super.onBinary(from, data, last);
        }

        @Override
        public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
            pongs.incrementAndGet();
            return WebSocket.Listener.super.onPong(from, message);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            messages.add(new Message(null, null));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            messages.add(new Message(null, null));
        }
    }
}
