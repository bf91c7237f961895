package dev.likeness.output;

import java.util.Arrays;
import javax.imageio.stream.ImageOutputStreamImpl;

/** A file in memory that ImageIO's writers write to; the ones that come with ImageIO keep every byte twice. */
final class GrowingFile extends ImageOutputStreamImpl {

    private byte[] bytes;
    private int length;

    GrowingFile(int expectedLength) {
        this.bytes = new byte[Math.max(1024, expectedLength)];
    }

    byte[] toByteArray() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    @Override
    public void write(int value) {
        makeRoom(1);
        bytes[(int) streamPos] = (byte) value;
        advance(1);
    }

    @Override
    public void write(byte[] data, int offset, int count) {
        makeRoom(count);
        System.arraycopy(data, offset, bytes, (int) streamPos, count);
        advance(count);
    }

    private void makeRoom(int count) {
        int needed = Math.addExact((int) streamPos, count);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + (bytes.length >> 1)));
        }
    }

    private void advance(int count) {
        streamPos += count;
        length = Math.max(length, (int) streamPos);
    }

    @Override
    public int read() {
        bitOffset = 0;
        return streamPos < length ? bytes[(int) streamPos++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int count) {
        bitOffset = 0;
        int available = Math.min(count, length - (int) streamPos);
        if (available <= 0) {
            return -1;
        }
        System.arraycopy(bytes, (int) streamPos, target, offset, available);
        streamPos += available;
        return available;
    }
}
