package dev.likeness.benchmark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** Both ends of a WebSocket (RFC 6455) of which only the server's texts matter, none longer than 65,535 bytes. */
final class InstantSocket {

    private static final String FIXED = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;

    /** From here on the length stands in the two bytes that follow. */
    private static final int LONG = 126;

    private final HttpMessages connection;

    private InstantSocket(HttpMessages connection) {
        this.connection = connection;
    }

    static InstantSocket accept(HttpMessages connection, HttpMessages.Message request) throws IOException {
        connection.send(
                "HTTP/1.1 101 Switching Protocols",
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                        + proof(request.header("sec-websocket-key")) + "\r\n",
                null);
        return new InstantSocket(connection);
    }

    private static String proof(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder().encodeToString(sha1.digest((key + FIXED).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** The client's end, when the server has agreed. */
    static InstantSocket connect(HttpMessages connection, String target) throws IOException {
        connection.send(
                "GET " + target + " HTTP/1.1",
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
                null);
        return new InstantSocket(connection);
    }

    /** Several messages, each in its own frame, in one write. */
    void send(List<String> texts) throws IOException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            frames.write(TEXT);
            if (bytes.length < LONG) {
                frames.write(bytes.length);
            } else {
                frames.write(LONG);
                frames.write(bytes.length >> 8);
                frames.write(bytes.length);
            }
            frames.writeBytes(bytes);
        }
        connection.write(frames.toByteArray());
    }

    /** Reads what a client sends, always masked, until it closes; pings are not answered, a benchmark's jobs are short. */
    void awaitClose() throws IOException {
        for (int kind = connection.readByte(); ; kind = connection.readByte()) {
            connection.skip(length(connection.readByte() & 0x7f) + 4);
            if (kind == CLOSE) {
                connection.write(new byte[] {(byte) CLOSE, 0});
                return;
            }
        }
    }

    /** The client's end: passes over messages until one has this in it. */
    void awaitText(String wanted) throws IOException {
        String text;
        do {
            connection.readByte();
            byte[] bytes = new byte[length(connection.readByte())];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) connection.readByte();
            }
            text = new String(bytes, StandardCharsets.UTF_8);
        } while (!text.contains(wanted));
    }

    private int length(int first) throws IOException {
        return first < LONG ? first : connection.readByte() << 8 | connection.readByte();
    }
}
