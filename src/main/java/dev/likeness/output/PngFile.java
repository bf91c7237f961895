package dev.likeness.output;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes opaque 8-bit RGB pixels as PNG. ImageIO's writer makes the same pixels several times slower, since it tries all
 * five filters on every row and turns every pixel into objects on the way.
 */
final class PngFile {

    static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    /** zlib's level: beyond it drawings and photographs grow hardly smaller and take twice the time. */
    private static final int LEVEL = 4;

    private static final int DEFLATED_AT_ONCE = 64 * 1024;

    private PngFile() {}

    static byte[] of(int width, int height, int[] rgb) {
        GrowingFile file = new GrowingFile(rgb.length / 2);
        file.write(SIGNATURE, 0, SIGNATURE.length);
        // Bit depth 8, colour type 2 (RGB), deflate, adaptive filters, not interlaced.
        chunk(
                file,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put(new byte[] {8, 2, 0, 0, 0})
                        .array(),
                13);
        chunk(file, "sRGB", new byte[] {0}, 1);
        pixels(file, width, height, rgb);
        chunk(file, "IEND", new byte[0], 0);
        return file.toByteArray();
    }

    private static void pixels(GrowingFile file, int width, int height, int[] rgb) {
        PngRows rows = new PngRows(width);
        byte[] deflated = new byte[DEFLATED_AT_ONCE];
        Deflater deflater = new Deflater(LEVEL);
        // What filters leave is small numbers around zero: zlib's manual names this strategy for them.
        deflater.setStrategy(Deflater.FILTERED);
        try {
            int filled = 0;
            for (int y = 0; y < height; y++) {
                deflater.setInput(rows.filter(rgb, y));
                if (y == height - 1) {
                    deflater.finish();
                }
                // A call may return nothing though input is left: the first one only sets the strategy.
                while (!deflater.finished() && !(deflater.needsInput() && y < height - 1)) {
                    filled += deflater.deflate(deflated, filled, deflated.length - filled);
                    if (filled == deflated.length) {
                        chunk(file, "IDAT", deflated, filled);
                        filled = 0;
                    }
                }
            }
            if (filled > 0) {
                chunk(file, "IDAT", deflated, filled);
            }
        } finally {
            deflater.end();
        }
    }

    private static void chunk(GrowingFile file, String type, byte[] data, int length) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data, 0, length);
        file.write(ByteBuffer.allocate(8).putInt(length).put(name).array(), 0, 8);
        file.write(data, 0, length);
        file.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array(), 0, 4);
    }
}
