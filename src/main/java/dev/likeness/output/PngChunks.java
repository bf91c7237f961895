package dev.likeness.output;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;

/** Walks through a PNG's chunks, checks them, and keeps those that make its pixels and their colours. */
final class PngChunks {

    /** Everything else goes: text of all kinds, Exif, times, provenance manifests, animation, private chunks. */
    private static final Set<String> KEPT = Set.of(
            "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "sBIT", "pHYs", "bKGD");

    /** Length, type and check sum. */
    private static final int AROUND_DATA = 12;

    private PngChunks() {}

    static BareFile strip(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file);
        int length = PngFile.SIGNATURE.length;
        boolean pixels = false;
        String type = "";
        for (int at = length; !type.equals("IEND"); ) {
            int size = Math.addExact(in.getInt(at), AROUND_DATA);
            if (size < AROUND_DATA || size > file.length - at) {
                throw new IllegalArgumentException("a chunk ends beyond the file");
            }
            type = type(file, at);
            if (length == PngFile.SIGNATURE.length && !type.equals("IHDR")) {
                throw new IllegalArgumentException("its header is missing");
            }
            requireSound(in, at, size);
            length += KEPT.contains(type) ? size : 0;
            pixels |= type.equals("IDAT");
            at += size;
        }
        if (!pixels) {
            throw new IllegalArgumentException("it has no pixels");
        }
        // The header is the first chunk: width and height follow the signature, a length and a type.
        return new BareFile(
                OutputFormat.PNG, in.getInt(16), in.getInt(20), length == file.length ? file : kept(in, length));
    }

    /** Once the chunks have been walked through; copied once, into an array that fits. */
    private static byte[] kept(ByteBuffer in, int length) {
        byte[] kept = new byte[length];
        in.get(0, kept, 0, PngFile.SIGNATURE.length);
        int to = PngFile.SIGNATURE.length;
        for (int at = to; to < length; ) {
            int size = in.getInt(at) + AROUND_DATA;
            if (KEPT.contains(type(in.array(), at))) {
                in.get(at, kept, to, size);
                to += size;
            }
            at += size;
        }
        return kept;
    }

    private static String type(byte[] file, int at) {
        return new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
    }

    private static void requireSound(ByteBuffer in, int at, int size) {
        CRC32 crc = new CRC32();
        crc.update(in.array(), at + 4, size - 8);
        if ((int) crc.getValue() != in.getInt(at + size - 4)) {
            throw new IllegalArgumentException("a chunk's check sum is wrong");
        }
    }
}
