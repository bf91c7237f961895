package dev.likeness.input;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes PNGs of every kind, also broken ones: what the JDK's writer does not make. */
final class Pngs {

    /** The value of a channel of a pixel, at the full depth of the file. */
    interface Samples {
        int at(int x, int y, int channel);
    }

    private static final int[][] PASSES = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    final int width;
    final int height;
    final int depth;
    final int type;
    boolean interlaced;
    /** At most this many bytes of data go into one IDAT chunk. */
    int piece = 8192;

    private final ByteArrayOutputStream before = new ByteArrayOutputStream();
    private final ByteArrayOutputStream after = new ByteArrayOutputStream();

    Pngs(int width, int height, int depth, int type) {
        this.width = width;
        this.height = height;
        this.depth = depth;
        this.type = type;
    }

    /** 8-bit RGB. */
    static byte[] of(int width, int height, Samples samples) {
        return new Pngs(width, height, 8, 2).file(samples);
    }

    Pngs interlaced() {
        interlaced = true;
        return this;
    }

    Pngs with(String name, byte[] data) {
        before.writeBytes(chunk(name, data));
        return this;
    }

    Pngs withLate(String name, byte[] data) {
        after.writeBytes(chunk(name, data));
        return this;
    }

    byte[] file(Samples samples) {
        return around(deflated(rows(samples)));
    }

    /** With this as the content of its IDAT chunks. */
    byte[] around(byte[] data) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(PngFile.SIGNATURE.getBytes(StandardCharsets.ISO_8859_1));
        file.writeBytes(chunk("IHDR", header()));
        file.writeBytes(before.toByteArray());
        for (int at = 0; at < data.length; at += piece) {
            file.writeBytes(chunk("IDAT", Arrays.copyOfRange(data, at, Math.min(data.length, at + piece))));
        }
        file.writeBytes(after.toByteArray());
        file.writeBytes(chunk("IEND", new byte[0]));
        return file.toByteArray();
    }

    byte[] header() {
        return ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) depth)
                .put((byte) type)
                .put(new byte[] {0, 0, (byte) (interlaced ? 1 : 0)})
                .array();
    }

    /** The filtered rows; the filter changes with every row, so that each is in use. */
    byte[] rows(Samples samples) {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        for (int[] pass : interlaced ? PASSES : new int[][] {{0, 0, 1, 1}}) {
            int columns = (width - pass[0] + pass[2] - 1) / pass[2];
            byte[] above = new byte[rowBytes(Math.max(columns, 0))];
            for (int y = pass[1]; y < height && columns > 0; y += pass[3]) {
                byte[] row = new byte[above.length];
                for (int i = 0; i < columns; i++) {
                    for (int c = 0; c < channels(); c++) {
                        put(row, i * channels() + c, samples.at(pass[0] + i * pass[2], y, c));
                    }
                }
                int filter = (y / pass[3]) % 5;
                rows.write(filter);
                rows.writeBytes(filtered(filter, row, above));
                above = row;
            }
        }
        return rows.toByteArray();
    }

    private int channels() {
        return new int[] {1, 0, 3, 1, 2, 0, 4}[type];
    }

    private int rowBytes(int columns) {
        return (columns * channels() * depth + 7) / 8;
    }

    private void put(byte[] row, int index, int value) {
        if (depth == 16) {
            row[2 * index] = (byte) (value >> 8);
            row[2 * index + 1] = (byte) value;
        } else {
            int bit = index * depth;
            row[bit / 8] |= (byte) (value << 8 - depth - bit % 8);
        }
    }

    private byte[] filtered(int filter, byte[] row, byte[] above) {
        int bpp = Math.max(1, channels() * depth / 8);
        byte[] out = new byte[row.length];
        for (int i = 0; i < row.length; i++) {
            int left = i < bpp ? 0 : row[i - bpp] & 0xff;
            int up = above[i] & 0xff;
            int corner = i < bpp ? 0 : above[i - bpp] & 0xff;
            int guess = left + up - corner;
            int dl = Math.abs(guess - left);
            int du = Math.abs(guess - up);
            int dc = Math.abs(guess - corner);
            int paeth = dl <= du && dl <= dc ? left : du <= dc ? up : corner;
            int predicted = new int[] {0, left, up, (left + up) / 2, paeth}[filter];
            out[i] = (byte) (row[i] - predicted);
        }
        return out;
    }

    static byte[] deflated(byte[] data) {
        Deflater deflater = new Deflater();
        deflater.setInput(data);
        deflater.finish();
        byte[] buffer = new byte[1 << 16];
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }

    static byte[] chunk(String name, byte[] data) {
        byte[] type = name.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 crc = new CRC32();
        crc.update(type);
        crc.update(data);
        return ByteBuffer.allocate(12 + data.length)
                .putInt(data.length)
                .put(type)
                .put(data)
                .putInt((int) crc.getValue())
                .array();
    }
}
