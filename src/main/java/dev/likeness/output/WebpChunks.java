package dev.likeness.output;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/** Walks through a WebP's chunks and drops Exif, XMP and whatever else is not pixels or their colour profile. */
final class WebpChunks {

    private static final Set<String> KEPT = Set.of("VP8 ", "VP8L", "VP8X", "ALPH", "ICCP");

    private static final int HEADER = 12, CHUNK_HEADER = 8;

    /** Bits of VP8X's first byte that announce Exif (8), XMP (4) and animation (2). */
    private static final int ANNOUNCED_EXTRAS = 8 | 4 | 2;

    private WebpChunks() {}

    static BareFile strip(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int end = Math.addExact(in.getInt(4), 8);
        if (end > file.length || end < HEADER) {
            throw new IllegalArgumentException("it is shorter than it says");
        }
        ByteBuffer kept = ByteBuffer.allocate(end + 1).order(ByteOrder.LITTLE_ENDIAN);
        kept.put(file, 0, HEADER);
        int[] size = null;
        for (int at = HEADER; at < end; ) {
            int length = in.getInt(at + 4);
            // Chunks are padded to an even length.
            int whole = Math.addExact(Math.addExact(length, length & 1), CHUNK_HEADER);
            if (length < 0 || CHUNK_HEADER + length > end - at) {
                throw new IllegalArgumentException("a chunk ends beyond the file");
            }
            String type = new String(file, at, 4, StandardCharsets.ISO_8859_1);
            if (KEPT.contains(type)) {
                kept.put(file, at, Math.min(whole, end - at));
                if (type.equals("VP8X")) {
                    int flags = kept.position() - whole + CHUNK_HEADER;
                    kept.put(flags, (byte) (kept.get(flags) & ~ANNOUNCED_EXTRAS));
                }
            }
            if (type.equals("VP8 ") || type.equals("VP8L")) {
                size = size(in, type, at + CHUNK_HEADER);
            }
            at += whole;
        }
        if (size == null) {
            throw new IllegalArgumentException("it has no pixels");
        }
        kept.putInt(4, kept.position() - 8);
        return new BareFile(OutputFormat.WEBP, size[0], size[1], Arrays.copyOf(kept.array(), kept.position()));
    }

    /** Width and height from the bit stream's own header: 14 bits each (RFC 9649, 2.5 and 2.6; RFC 6386, 9.1). */
    private static int[] size(ByteBuffer in, String type, int data) {
        if (type.equals("VP8 ")) {
            return new int[] {in.getShort(data + 6) & 0x3FFF, in.getShort(data + 8) & 0x3FFF};
        }
        int bits = in.getInt(data + 1);
        return new int[] {(bits & 0x3FFF) + 1, (bits >>> 14 & 0x3FFF) + 1};
    }
}
