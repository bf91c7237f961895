package dev.likeness.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/**
 * What a job at a ComfyUI server takes at least: the same requests that the service makes for it, in the same order, over
 * connections that stay open, with nothing done in between. What a request to the service takes beyond that is the
 * service's.
 */
final class BareExchange implements AutoCloseable {

    private static final String BOUNDARY = "bare";

    private final int port;
    private final byte[] face;
    private final byte[] pose;

    /** Some kilobytes, as the shipped profiles are. */
    private final String graph = String.format(
            Locale.ROOT,
            "{\"%s\":{\"class_type\":\"SaveImage\",\"padding\":\"%s\"}}",
            InstantComfy.OUTPUT_NODE,
            "g".repeat(4096));

    private final Socket first;
    private final Socket second;
    private final HttpMessages http;
    private final HttpMessages beside;

    BareExchange(int port, byte[] face, byte[] pose) throws IOException {
        this.port = port;
        this.face = face;
        this.pose = pose;
        this.first = connection();
        this.second = connection();
        this.http = new HttpMessages(first);
        this.beside = new HttpMessages(second);
    }

    private Socket connection() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** @return how long it took, nanoseconds */
    long job() throws IOException {
        UUID id = UUID.randomUUID();
        long begun = System.nanoTime();
        try (Socket third = connection()) {
            HttpMessages listening = new HttpMessages(third);
            // All three at once, as the service does it.
            InstantSocket socket = InstantSocket.connect(listening, "/ws?clientId=" + id);
            upload(http, id + "-face.jpg", face);
            upload(beside, id + "-pose.jpg", pose);
            listening.next();
            socket.awaitText("status");
            http.next();
            beside.next();
            post(
                    http,
                    "/prompt",
                    "application/json",
                    utf8(String.format(
                            Locale.ROOT,
                            "{\"prompt_id\":\"%1$s\",\"client_id\":\"%1$s\",\"prompt\":%2$s}",
                            id,
                            graph)));
            http.next();
            socket.awaitText("\"node\":null");
            get("/history/" + id);
            int bytes = get("/view?filename=" + id + "_00001_.png&subfolder=likeness&type=output").length;
            if (bytes == 0) {
                throw new IOException("no picture");
            }
            return System.nanoTime() - begun;
        }
    }

    private static void upload(HttpMessages to, String name, byte[] file) throws IOException {
        byte[] head = utf8("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"image\"; filename=\"" + name
                + "\"\r\n\r\n");
        byte[] end = utf8("\r\n--" + BOUNDARY + "--\r\n");
        byte[] form = new byte[head.length + file.length + end.length];
        System.arraycopy(head, 0, form, 0, head.length);
        System.arraycopy(file, 0, form, head.length, file.length);
        System.arraycopy(end, 0, form, head.length + file.length, end.length);
        post(to, "/upload/image", "multipart/form-data; boundary=" + BOUNDARY, form);
    }

    private static void post(HttpMessages to, String target, String type, byte[] body) throws IOException {
        to.send("POST " + target + " HTTP/1.1", "Content-Type: " + type + "\r\n", body);
    }

    private byte[] get(String target) throws IOException {
        http.send("GET " + target + " HTTP/1.1", "", null);
        return http.next().body();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        first.close();
        second.close();
    }
}
