package dev.likeness.api.contract;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** A connection on which a test writes what no client would. */
final class RawConnection implements Closeable {

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    RawConnection(URI base) throws IOException {
        this(new Socket(base.getHost(), base.getPort()));
    }

    RawConnection(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout((int) Service.PATIENCE.toMillis());
        in = new java.io.BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** The head of a request to make pictures; its body is up to the caller. */
    void postHead(Account account, String... headers) throws IOException {
        StringBuilder head = new StringBuilder("POST " + Service.CHARACTER + " HTTP/1.1\r\nHost: likeness\r\n");
        head.append("x-api-key: ").append(account.key()).append("\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        write(head.append("\r\n").toString());
    }

    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    String statusLine() throws IOException {
        return line();
    }

    /** The whole head, after which the body follows. */
    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = line(); !line.isEmpty(); line = line()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    /** Up to the line's end, or what there is when the connection ends first. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** Reads on up to the line that is looked for, which must come before the end. */
    void untilLine(Predicate<String> wanted) throws IOException {
        while (!wanted.test(line())) {
            in.mark(1);
            if (in.read() < 0) {
                throw new IOException("ended before the line that was looked for");
            }
            in.reset();
        }
    }

    /** The body of the length that the head announces. */
    String body(String head) throws IOException {
        String length = head.replaceAll("(?is).*\\ncontent-length: (\\d+).*", "$1");
        return new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
    }

    /** Everything until the other side closes, cleanly or not. */
    String rest() {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                rest.write(b);
            }
        } catch (IOException reset) {
            rest.writeBytes("<reset>".getBytes(StandardCharsets.ISO_8859_1));
        }
        return rest.toString(StandardCharsets.ISO_8859_1);
    }

    /**
     * Everything until the other side closes.
     *
     * @throws java.net.SocketTimeoutException when it keeps the connection open
     */
    String untilClosed() throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                rest.write(b);
            }
        } catch (java.net.SocketException reset) {
            // Closed, too.
        }
        return rest.toString(StandardCharsets.ISO_8859_1);
    }

    /** Goes away without a word, as a client does that is killed. */
    void abort() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
