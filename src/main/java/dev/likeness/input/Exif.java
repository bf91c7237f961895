package dev.likeness.input;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads and writes one thing of an EXIF block: how the picture stands. A broken block counts as none: a picture works without. */
final class Exif {

    /** Tag of the orientation in the first image file directory (EXIF 2.32, table 4). */
    private static final int ORIENTATION = 0x0112;

    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final String PREFIX = "Exif\0\0";

    private Exif() {}

    /** From a TIFF structure, with or without the prefix that JPEG puts before it. */
    static Orientation orientation(ByteSlice block) {
        try {
            return read(block.has(0, PREFIX) ? block.rest(PREFIX.length()) : block);
        } catch (Refusal broken) {
            return Orientation.UPRIGHT;
        }
    }

    /** A block that says how the picture stands and nothing else, with the prefix that JPEG puts before it. */
    static byte[] of(Orientation orientation) {
        byte[] tiff = {
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8,
            0,
            1,
            0x01,
            0x12,
            0,
            SHORT,
            0,
            0,
            0,
            1,
            0,
            (byte) orientation.exif(),
            0,
            0,
            0,
            0,
            0,
            0
        };
        byte[] block = Arrays.copyOf(PREFIX.getBytes(StandardCharsets.ISO_8859_1), PREFIX.length() + tiff.length);
        System.arraycopy(tiff, 0, block, PREFIX.length(), tiff.length);
        return block;
    }

    /** {@link #of} as PNG and WebP hold it, without the prefix. */
    static byte[] tiffOf(Orientation orientation) {
        byte[] block = of(orientation);
        return Arrays.copyOfRange(block, PREFIX.length(), block.length);
    }

    private static Orientation read(ByteSlice tiff) {
        boolean little = tiff.has(0, "II*\0");
        if (!little && !tiff.has(0, "MM\0*")) {
            return Orientation.UPRIGHT;
        }
        long directory = u32(tiff, 4, little);
        if (directory > tiff.length()) {
            return Orientation.UPRIGHT;
        }
        int first = (int) directory + 2;
        int entries = u16(tiff, first - 2, little);
        for (int i = 0; i < entries; i++) {
            int entry = first + 12 * i;
            if (u16(tiff, entry, little) == ORIENTATION) {
                int type = u16(tiff, entry + 2, little);
                return type == SHORT
                        ? Orientation.ofExif(u16(tiff, entry + 8, little))
                        : type == LONG ? Orientation.ofExif(u32(tiff, entry + 8, little)) : Orientation.UPRIGHT;
            }
        }
        return Orientation.UPRIGHT;
    }

    private static int u16(ByteSlice tiff, int at, boolean little) {
        return little ? tiff.u16le(at) : tiff.u16(at);
    }

    private static long u32(ByteSlice tiff, int at, boolean little) {
        return little ? tiff.u32le(at) : tiff.u32(at);
    }
}
