package dev.likeness.packaged;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A request for a picture that stays in progress for as long as is wanted: the second half of its body is held back. */
final class HalfSent implements Closeable {

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] json;
    private String head;

    /** Returns when the service has taken notice of it. */
    HalfSent(PackagedService service, byte[] json) throws IOException {
        this.json = json;
        socket = new Socket("127.0.0.1", service.port());
        socket.setSoTimeout(120_000);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        String head = String.format(
                Locale.ROOT,
                "POST %s HTTP/1.1\r\nHost: likeness\r\nx-api-key: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n",
                Pictures.PATH,
                PackagedService.KEY,
                json.length);
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(json, 0, json.length / 2);
        out.flush();
    }

    /** Returns when the service waits for the second half. */
    static HalfSent inProgress(PackagedService service, byte[] json) throws IOException {
        HalfSent begun = new HalfSent(service, json);
        service.awaitMetrics(metrics -> !metrics.contains("likeness_bodies_bytes 0.0"));
        return begun;
    }

    void sendRest() throws IOException {
        out.write(json, json.length / 2, json.length - json.length / 2);
        out.flush();
    }

    /** Status line and headers. */
    String head() throws IOException {
        if (head == null) {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            while (!read.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("closed without an answer");
                }
                read.write(next);
            }
            head = read.toString(StandardCharsets.ISO_8859_1);
        }
        return head;
    }

    /** Of the length that the head announces. */
    byte[] body() throws IOException {
        int length = Integer.parseInt(head().replaceAll("(?is).*\\ncontent-length: (\\d+).*", "$1"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new IOException(String.format(Locale.ROOT, "cut off after %d of %d bytes", body.length, length));
        }
        return body;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
