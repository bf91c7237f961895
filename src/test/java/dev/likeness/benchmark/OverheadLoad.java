package dev.likeness.benchmark;

import dev.likeness.packaged.PackagedService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/** Clients over bare sockets, each of which asks, reads its answer to the end, looks whether it is right, and asks again. */
final class OverheadLoad {

    private final int port;
    private final OverheadRequests pictures;
    private final byte[] bare;
    private final AtomicBoolean told = new AtomicBoolean();

    /** @param sent the picture as the server has it, text chunks and all */
    OverheadLoad(int port, OverheadRequests pictures, byte[] sent) {
        this.port = port;
        this.pictures = pictures;
        this.bare = bare(sent);
    }

    Series run(int requests, int clients, boolean base64, Duration limit) {
        byte[] json = pictures.json(base64);
        return Clients.ask(requests, clients, limit, () -> new Connection(json, base64));
    }

    private final class Connection implements Clients.Client {

        private final byte[] json;
        private final boolean base64;
        private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        private final HttpMessages messages = new HttpMessages(socket);
        private boolean first = true;

        private Connection(byte[] json, boolean base64) throws IOException {
            this.json = json;
            this.base64 = base64;
            socket.setTcpNoDelay(true);
        }

        @Override
        public OptionalLong ask() throws IOException {
            long begun = System.nanoTime();
            messages.send(
                    "POST " + PictureRequests.PATH + " HTTP/1.1",
                    "Content-Type: application/json\r\nx-api-key: " + PackagedService.KEY + "\r\n",
                    json);
            HttpMessages.Message answer = messages.next();
            long took = System.nanoTime() - begun;
            boolean whole = first;
            first = false;
            return answer != null && right(answer, base64, whole) ? OptionalLong.of(took) : OptionalLong.empty();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** The first answer of each client is looked at whole, the others' status and length. */
    private boolean right(HttpMessages.Message answer, boolean base64, boolean whole) {
        byte[] body = answer.body();
        boolean right = answer.status() == 200 && (base64 ? body.length > bare.length : body.length == bare.length);
        if (right && whole) {
            right = Arrays.equals(base64 ? decoded(body) : body, bare);
        }
        if (!right && told.compareAndSet(false, true)) {
            System.err.println(answer.head() + new String(body, 0, Math.min(500, body.length), StandardCharsets.UTF_8));
        }
        return right;
    }

    private static byte[] decoded(byte[] json) {
        String text = new String(json, StandardCharsets.ISO_8859_1);
        return Base64.getDecoder().decode(InstantWords.text(text, "image"));
    }

    /** A PNG without its text chunks: what the caller is to get. */
    private static byte[] bare(byte[] png) {
        ByteBuffer in = ByteBuffer.wrap(png);
        ByteArrayOutputStream bare = new ByteArrayOutputStream();
        bare.write(png, 0, 8);
        for (int at = 8; at < png.length; ) {
            int length = in.getInt(at) + 12;
            if (!new String(png, at + 4, 4, StandardCharsets.ISO_8859_1).equals("tEXt")) {
                bare.write(png, at, length);
            }
            at += length;
        }
        return bare.toByteArray();
    }
}
