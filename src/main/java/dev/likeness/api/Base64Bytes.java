package dev.likeness.api;

import java.util.Arrays;
import java.util.Base64;

/** Writes base64 into the middle of an array, so that a large picture has no second copy as text. */
final class Base64Bytes {

    /** A multiple of 3: whole groups, so that only the last one is padded. */
    private static final int STEP = 3 * 4096;

    private Base64Bytes() {}

    static int lengthOf(int bytes) {
        return Math.multiplyExact(4, (bytes + 2) / 3);
    }

    /** @return the index after the last byte written */
    static int write(byte[] bytes, byte[] to, int at) {
        byte[] piece = new byte[STEP / 3 * 4];
        for (int from = 0; from < bytes.length; from += STEP) {
            byte[] source = Arrays.copyOfRange(bytes, from, Math.min(from + STEP, bytes.length));
            int length = Base64.getEncoder().encode(source, piece);
            System.arraycopy(piece, 0, to, at, length);
            at += length;
        }
        return at;
    }
}
