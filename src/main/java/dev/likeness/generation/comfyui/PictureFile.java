package dev.likeness.generation.comfyui;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Looks whether a file is a whole picture, by its structure alone and without decoding: linear in the number of its chunks.
 * What is wrong inside is found by whoever decodes or passes it on.
 */
final class PictureFile {

    /** Signature, IHDR (25 bytes), IEND (12 bytes). */
    private static final int SHORTEST_PNG = 8 + 25 + 12;

    private static final long PNG_SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int IHDR = 0x49484452;
    private static final int IEND = 0x49454e44;

    private PictureFile() {}

    enum Verdict {
        WHOLE,
        /** It begins well and does not end. */
        CUT,
        /** No picture, or not of the promised size. */
        WRONG
    }

    static Verdict verdict(byte[] file, int width, int height) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        if (file.length >= 8 && bytes.getLong(0) == PNG_SIGNATURE) {
            return png(bytes, width, height);
        }
        if (file.length > 3 && (bytes.getInt(0) & 0xffffff00) == 0xffd8ff00) {
            return (bytes.getShort(file.length - 2) & 0xffff) == 0xffd9 ? Verdict.WHOLE : Verdict.CUT;
        }
        if (file.length >= 12
                && new String(file, 0, 4, StandardCharsets.ISO_8859_1).equals("RIFF")
                && new String(file, 8, 4, StandardCharsets.ISO_8859_1).equals("WEBP")) {
            long announced = 8 + (Integer.reverseBytes(bytes.getInt(4)) & 0xffffffffL);
            return file.length >= announced ? Verdict.WHOLE : Verdict.CUT;
        }
        return file.length < 8 ? Verdict.CUT : Verdict.WRONG;
    }

    private static Verdict png(ByteBuffer bytes, int width, int height) {
        if (bytes.capacity() < SHORTEST_PNG) {
            return Verdict.CUT;
        }
        if (bytes.getInt(12) != IHDR || bytes.getInt(16) != width || bytes.getInt(20) != height) {
            return Verdict.WRONG;
        }
        long at = 8;
        while (at + 12 <= bytes.capacity()) {
            if (bytes.getInt((int) at + 4) == IEND) {
                return Verdict.WHOLE;
            }
            at += 12 + (bytes.getInt((int) at) & 0xffffffffL);
        }
        return Verdict.CUT;
    }
}
