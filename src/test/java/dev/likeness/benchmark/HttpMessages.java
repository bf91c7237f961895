package dev.likeness.benchmark;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * HTTP/1.1 over one connection that stays open, as both ends of a benchmark need it: bodies have a length, and nothing that
 * these ends do not send is understood. It costs next to nothing, so that what is measured is the service.
 */
final class HttpMessages {

    private static final int LONGEST_HEAD = 16 << 10;

    private final InputStream in;
    private final OutputStream out;

    HttpMessages(Socket connection) throws IOException {
        this.in = new BufferedInputStream(connection.getInputStream(), 256 << 10);
        this.out = connection.getOutputStream();
    }

    /**
     * A request or an answer.
     *
     * @param head the start line and the headers
     */
    record Message(String head, byte[] body) {

        String method() {
            return head.substring(0, head.indexOf(' '));
        }

        String target() {
            int from = head.indexOf(' ') + 1;
            return head.substring(from, head.indexOf(' ', from));
        }

        /** Of an answer. */
        int status() {
            return Integer.parseInt(target().strip());
        }

        /** Empty when there is none of that name, which is given in lower case. */
        String header(String name) {
            int from = head.toLowerCase(Locale.ROOT).indexOf("\r\n" + name + ":");
            if (from < 0) {
                return "";
            }
            int value = from + name.length() + 3;
            return head.substring(value, head.indexOf('\r', value)).strip();
        }
    }

    /** The next one that arrives; null when the connection was closed instead. */
    Message next() throws IOException {
        String head = head();
        if (head == null) {
            return null;
        }
        String length = new Message(head, new byte[0]).header("content-length");
        byte[] body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
        return new Message(head, body);
    }

    private String head() throws IOException {
        byte[] head = new byte[LONGEST_HEAD];
        int length = 0;
        int ends = 0;
        while (ends < 4) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head[length++] = (byte) next;
            ends = next == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : next == '\r' ? 1 : 0;
        }
        return new String(head, 0, length, StandardCharsets.ISO_8859_1);
    }

    /** Without a body when it is null. */
    void send(String startLine, String headers, byte[] body) throws IOException {
        String length = body == null ? "" : "Content-Length: " + body.length + "\r\n";
        byte[] head = (startLine + "\r\nHost: likeness\r\n" + headers + length + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        if (body == null || body.length > LONGEST_HEAD) {
            out.write(head);
            out.write(body == null ? new byte[0] : body);
        } else {
            byte[] whole = java.util.Arrays.copyOf(head, head.length + body.length);
            System.arraycopy(body, 0, whole, head.length, body.length);
            out.write(whole);
        }
        out.flush();
    }

    void answer(String contentType, byte[] body) throws IOException {
        send("HTTP/1.1 200 OK", "Content-Type: " + contentType + "\r\n", body);
    }

    void answer(String json) throws IOException {
        answer("application/json; charset=utf-8", json.getBytes(StandardCharsets.UTF_8));
    }

    /** For what follows on the connection that is no HTTP. */
    int readByte() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException();
        }
        return next;
    }

    void skip(int bytes) throws IOException {
        in.skipNBytes(bytes);
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }
}
