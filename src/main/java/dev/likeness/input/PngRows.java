package dev.likeness.input;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The unfiltered rows of a PNG, inflated one at a time: two rows are held, however much the data would inflate to.
 * Closing it frees the inflater's native memory.
 */
final class PngRows implements AutoCloseable {

    private final PngFile png;
    private final Inflater inflater = new Inflater();
    private final int pixelBytes;
    private int nextChunk;
    private byte[] row;
    private byte[] above;

    PngRows(PngFile png) {
        this.png = png;
        this.nextChunk = png.data();
        this.pixelBytes = Math.max(1, png.depth() * png.channels() / 8);
        int longest = rowBytes(png.header().width());
        row = new byte[longest];
        above = new byte[longest];
    }

    /** Starts a pass: its first row is filtered as if zeros stood above it. */
    void startPass() {
        Arrays.fill(row, (byte) 0);
    }

    /** The next row of {@code width} pixels, valid until the next call. */
    byte[] next(int width) {
        byte[] last = above;
        above = row;
        row = last;
        int length = rowBytes(width);
        byte[] filter = {0};
        inflate(filter, 1);
        inflate(row, length);
        unfilter(filter[0], length);
        return row;
    }

    /** Reads what follows the last row, so that the data's check sum is checked; surplus data is left alone. */
    void finish() {
        byte[] surplus = new byte[1];
        try {
            while (!inflater.finished() && inflater.inflate(surplus) == 0 && (!inflater.needsInput() || feed())) {
                if (inflater.needsDictionary()) {
                    throw Refusal.damaged("its picture data");
                }
            }
        } catch (DataFormatException broken) {
            throw Refusal.damaged("its picture data");
        }
    }

    private int rowBytes(int width) {
        return (int) (((long) width * png.depth() * png.channels() + 7) / 8);
    }

    private void inflate(byte[] target, int length) {
        int done = 0;
        try {
            while (done < length) {
                int count = inflater.inflate(target, done, length - done);
                done += count;
                if (count == 0) {
                    if (inflater.finished() || inflater.needsDictionary() || inflater.needsInput() && !feed()) {
                        throw Refusal.damaged("part of its picture data is missing");
                    }
                }
            }
        } catch (DataFormatException broken) {
            throw Refusal.damaged("its picture data");
        }
    }

    private boolean feed() {
        ByteSlice chunk = png.data(nextChunk);
        if (chunk == null) {
            return false;
        }
        nextChunk = PngFile.after(nextChunk, chunk);
        inflater.setInput(chunk.array(), chunk.from(), chunk.length());
        return true;
    }

    /** The five filters of clause 9.2. */
    private void unfilter(int filter, int length) {
        int bpp = pixelBytes;
        switch (filter) {
            case 0 -> {}
            case 1 -> {
                for (int i = bpp; i < length; i++) {
                    row[i] += row[i - bpp];
                }
            }
            case 2 -> {
                for (int i = 0; i < length; i++) {
                    row[i] += above[i];
                }
            }
            case 3 -> {
                for (int i = 0; i < length; i++) {
                    int left = i < bpp ? 0 : row[i - bpp] & 0xff;
                    row[i] += (byte) (left + (above[i] & 0xff) >> 1);
                }
            }
            case 4 -> {
                for (int i = 0; i < Math.min(bpp, length); i++) {
                    row[i] += above[i];
                }
                for (int i = bpp; i < length; i++) {
                    row[i] += (byte) paeth(row[i - bpp] & 0xff, above[i] & 0xff, above[i - bpp] & 0xff);
                }
            }
            default -> throw Refusal.damaged("an unknown row filter");
        }
    }

    private static int paeth(int left, int up, int corner) {
        int toLeft = Math.abs(up - corner);
        int toUp = Math.abs(left - corner);
        int toCorner = Math.abs(left + up - 2 * corner);
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
