package dev.likeness.api;

import io.netty.buffer.Unpooled;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;

/**
 * The data of an answer whose length is known beforehand, in pieces, each of which is made when the one before it has been
 * sent: neither a picture's text nor what the connection copies of it is ever in memory as a whole.
 */
final class Pieces {

    /**
     * Bytes of a picture in a piece. Their text is made within some tens of microseconds, which an event loop can spare; a
     * multiple of 3, so that only a picture's last piece is padded.
     */
    static final int LENGTH = 3 * 16 * 1024;

    private final List<Supplier<Buffer>> pieces = new ArrayList<>();
    private long length;

    Pieces ascii(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return add(bytes.length, () -> buffer(ByteBuffer.wrap(bytes)));
    }

    /** @param file not a copy */
    Pieces bytes(byte[] file) {
        for (ByteBuffer piece : cut(file)) {
            add(piece.remaining(), () -> buffer(piece));
        }
        return this;
    }

    /** @param file not a copy */
    Pieces base64(byte[] file) {
        for (ByteBuffer piece : cut(file)) {
            add(
                    Base64Bytes.lengthOf(piece.remaining()),
                    () -> buffer(Base64.getEncoder().encode(piece.duplicate())));
        }
        return this;
    }

    private static List<ByteBuffer> cut(byte[] file) {
        List<ByteBuffer> pieces = new ArrayList<>();
        for (int from = 0; from < file.length; from += LENGTH) {
            pieces.add(ByteBuffer.wrap(file, from, Math.min(LENGTH, file.length - from)));
        }
        return pieces;
    }

    private Pieces add(int bytes, Supplier<Buffer> piece) {
        pieces.add(piece);
        length += bytes;
        return this;
    }

    private static Buffer buffer(ByteBuffer bytes) {
        return Buffer.buffer(Unpooled.wrappedBuffer(bytes));
    }

    long length() {
        return length;
    }

    Multi<Outgoing> after(Outgoing.Head head) {
        Multi<Outgoing> data = Multi.createFrom().iterable(pieces).map(piece -> new Outgoing.Data(piece.get()));
        return Multi.createBy().concatenating().streams(Multi.createFrom().item(head), data);
    }
}
