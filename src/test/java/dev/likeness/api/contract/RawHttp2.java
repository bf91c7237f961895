package dev.likeness.api.contract;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A connection of HTTP/2 on which a test sends heads that no client would, with prior knowledge or after ALPN. */
final class RawHttp2 implements Closeable {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;
    private static final int PRIORITY = 32;
    private static final int MAX_FRAME = 16_384;

    /** @param reset the code of RST_STREAM; empty while the stream was not reset */
    record Answer(Map<String, String> head, String body, Optional<Integer> reset) {

        int status() {
            return Integer.parseInt(head.getOrDefault(":status", "0"));
        }
    }

    private static final class Stream {
        private final Map<String, String> head = new LinkedHashMap<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private Optional<Integer> reset = Optional.empty();
        private boolean ended;
    }

    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;
    private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
    private final Map<Integer, Stream> streams = new HashMap<>();
    private int next = 1;

    RawHttp2(URI base) throws IOException {
        this(new Socket(base.getHost(), base.getPort()));
    }

    RawHttp2(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout((int) Service.PATIENCE.toMillis());
        out = socket.getOutputStream();
        in = new DataInputStream(socket.getInputStream());
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(SETTINGS, 0, 0, new byte[0]);
    }

    /**
     * Opens a stream.
     *
     * @param end whether no body follows
     * @param headers names and values in turn, pseudo-headers first
     * @return its id
     */
    int open(boolean end, String... headers) throws IOException {
        Http2Headers head = new DefaultHttp2Headers(false);
        for (int i = 0; i < headers.length; i += 2) {
            head.add(headers[i], headers[i + 1]);
        }
        int id = next;
        next += 2;
        streams.put(id, new Stream());
        ByteBuf block = Unpooled.buffer();
        try {
            encoder.encodeHeaders(id, head, block);
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
        byte[] bytes = ByteBufUtil.getBytes(block);
        for (int from = 0; from == 0 || from < bytes.length; from += MAX_FRAME) {
            int to = Math.min(bytes.length, from + MAX_FRAME);
            frame(
                    from == 0 ? HEADERS : CONTINUATION,
                    (to == bytes.length ? END_HEADERS : 0) | (end && from == 0 ? END_STREAM : 0),
                    id,
                    Arrays.copyOfRange(bytes, from, to));
        }
        return id;
    }

    void data(int stream, byte[] bytes, boolean end) throws IOException {
        for (int from = 0; from < bytes.length; from += MAX_FRAME) {
            int to = Math.min(bytes.length, from + MAX_FRAME);
            frame(DATA, end && to == bytes.length ? END_STREAM : 0, stream, Arrays.copyOfRange(bytes, from, to));
        }
    }

    private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload);
        out.write(frame.array());
        out.flush();
    }

    /**
     * What a stream is answered.
     *
     * @throws IOException when the connection ends first
     */
    Answer answer(int id) throws IOException {
        Stream stream = streams.get(id);
        while (!stream.ended) {
            read();
        }
        return new Answer(stream.head, stream.body.toString(StandardCharsets.UTF_8), stream.reset);
    }

    private void read() throws IOException {
        int lengthAndType = in.readInt();
        int flags = in.readUnsignedByte();
        Stream stream = streams.get(in.readInt());
        byte[] payload = in.readNBytes(lengthAndType >>> 8);
        switch (lengthAndType & 0xFF) {
            case DATA -> stream.body.write(payload);
            case HEADERS -> {
                try {
                    int dependency = (flags & PRIORITY) == 0 ? 0 : 5;
                    decoder.decodeHeaders(1, Unpooled.wrappedBuffer(payload).skipBytes(dependency))
                            .forEach(header -> stream.head.put(
                                    header.getKey().toString(),
                                    header.getValue().toString()));
                } catch (Http2Exception e) {
                    throw new IOException(e);
                }
            }
            case RST_STREAM -> {
                stream.reset = Optional.of(ByteBuffer.wrap(payload).getInt());
                stream.ended = true;
            }
            case SETTINGS, PING -> {
                if ((flags & ACK) == 0) {
                    boolean isPing = (lengthAndType & 0xFF) == PING;
                    frame(isPing ? PING : SETTINGS, ACK, 0, isPing ? payload : new byte[0]);
                }
                return;
            }
            case GOAWAY -> throw new IOException("GOAWAY: " + new String(payload, StandardCharsets.ISO_8859_1));
            default -> {}
        }
        if (stream != null && (flags & END_STREAM) != 0 && (lengthAndType & 0xFF) <= HEADERS) {
            stream.ended = true;
        }
    }

    /** Reads until the other side closes the connection. */
    void untilClosed() throws IOException {
        while (in.read() >= 0) {
            // A GOAWAY, perhaps.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
