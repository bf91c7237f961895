package dev.likeness.input;

import javax.imageio.stream.ImageInputStreamImpl;

/** Bytes as an image reader wants them: in place, and without the cache file that ImageIO would make. */
final class ByteInput extends ImageInputStreamImpl {

    private final ByteSlice bytes;

    ByteInput(ByteSlice bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read() {
        bitOffset = 0;
        return streamPos < bytes.length() ? bytes.u8((int) streamPos++) : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        bitOffset = 0;
        if (streamPos >= bytes.length()) {
            return -1;
        }
        int count = (int) Math.min(length, bytes.length() - streamPos);
        System.arraycopy(bytes.array(), bytes.from() + (int) streamPos, target, offset, count);
        streamPos += count;
        return count;
    }

    @Override
    public long length() {
        return bytes.length();
    }
}
