package dev.likeness.input;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes 8-bit RGB PNGs (ISO/IEC 15948) for other programs to read at once: quickly rather than small. Each row is stored
 * as its difference from the row above, which makes drawings on a plain ground next to nothing.
 */
public final class PngWriter {

    private static final int COLOUR_TYPE_RGB = 2;
    private static final byte FILTER_UP = 2;

    /** Deflated data is split into chunks of at most this many bytes. */
    private static final int CHUNK = 1 << 16;

    private PngWriter() {}

    /** @param rgb width times height values 0xRRGGBB, row by row from the top left; higher bits are ignored */
    public static byte[] write(int[] rgb, int width, int height) {
        ByteArrayOutputStream file = new ByteArrayOutputStream(CHUNK);
        try (DataOutputStream out = new DataOutputStream(file)) {
            for (char c : PngFile.SIGNATURE.toCharArray()) {
                out.writeByte(c);
            }
            byte[] header = {
                (byte) (width >> 24),
                (byte) (width >> 16),
                (byte) (width >> 8),
                (byte) width,
                (byte) (height >> 24),
                (byte) (height >> 16),
                (byte) (height >> 8),
                (byte) height,
                8,
                COLOUR_TYPE_RGB,
                0,
                0,
                0
            };
            chunk(out, "IHDR", header, header.length);
            data(out, rgb, width, height);
            chunk(out, "IEND", header, 0);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return file.toByteArray();
    }

    private static void data(DataOutputStream out, int[] rgb, int width, int height) throws IOException {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            byte[] row = new byte[1 + 3 * width];
            byte[] deflated = new byte[CHUNK];
            int length = 0;
            for (int y = 0; y <= height; y++) {
                if (y < height) {
                    difference(rgb, y, width, row);
                    deflater.setInput(row);
                } else {
                    deflater.finish();
                }
                int more;
                while ((more = deflater.deflate(deflated, length, CHUNK - length)) > 0) {
                    length += more;
                    if (length == CHUNK) {
                        chunk(out, "IDAT", deflated, length);
                        length = 0;
                    }
                }
            }
            if (length > 0) {
                chunk(out, "IDAT", deflated, length);
            }
        } finally {
            deflater.end();
        }
    }

    private static void difference(int[] rgb, int y, int width, byte[] row) {
        row[0] = FILTER_UP;
        int at = 1;
        for (int i = y * width; i < (y + 1) * width; i++) {
            int here = rgb[i];
            int above = y == 0 ? 0 : rgb[i - width];
            row[at++] = (byte) ((here >> 16) - (above >> 16));
            row[at++] = (byte) ((here >> 8) - (above >> 8));
            row[at++] = (byte) (here - above);
        }
    }

    static void chunk(ByteArrayOutputStream file, String type, byte[] data) {
        try {
            chunk(new DataOutputStream(file), type, data, data.length);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void chunk(DataOutputStream out, String type, byte[] data, int length) throws IOException {
        byte[] name = {(byte) type.charAt(0), (byte) type.charAt(1), (byte) type.charAt(2), (byte) type.charAt(3)};
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(data, 0, length);
        out.writeInt(length);
        out.write(name);
        out.write(data, 0, length);
        out.writeInt((int) sum.getValue());
    }
}
