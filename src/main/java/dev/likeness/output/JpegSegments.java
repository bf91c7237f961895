package dev.likeness.output;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Walks through a JPEG's segments and drops comments and application data, except those that colours depend on. */
final class JpegSegments {

    private static final int START_OF_SCAN = 0xDA, END = 0xD9, COMMENT = 0xFE;
    private static final int JFIF = 0xE0, ICC_PROFILE = 0xE2, ADOBE_TRANSFORM = 0xEE;

    private JpegSegments() {}

    static BareFile strip(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file);
        byte[] kept = Arrays.copyOf(file, file.length);
        int length = 2;
        int width = 0, height = 0;
        int at = 2;
        while (true) {
            if (file[at] != (byte) 0xFF) {
                throw new IllegalArgumentException("a segment does not begin where it should");
            }
            int marker = in.get(at + 1) & 0xFF;
            if (marker == 0xFF) {
                at++; // Any number of fill bytes may stand before a marker.
                continue;
            }
            int size = 2 + (in.getShort(at + 2) & 0xFFFF);
            if (isFrame(marker)) {
                height = in.getShort(at + 5) & 0xFFFF;
                width = in.getShort(at + 7) & 0xFFFF;
            }
            if (marker == START_OF_SCAN) {
                break;
            }
            if (isKept(marker)) {
                System.arraycopy(file, at, kept, length, size);
                length += size;
            }
            at += size;
        }
        int end = endOf(file, at);
        System.arraycopy(file, at, kept, length, end - at);
        return new BareFile(OutputFormat.JPEG, width, height, Arrays.copyOf(kept, length + end - at));
    }

    /** SOF0..SOF15 without the three codes among them that mean something else (DHT, JPG, DAC). */
    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private static boolean isKept(int marker) {
        boolean application = marker >= 0xE0 && marker <= 0xEF;
        return marker == JFIF
                || marker == ICC_PROFILE
                || marker == ADOBE_TRANSFORM
                || !application && marker != COMMENT;
    }

    /** Behind the end marker; inside the scans 0xFF is always followed by 0 or a marker, so it cannot be mistaken. */
    private static int endOf(byte[] file, int scan) {
        for (int i = scan; i < file.length - 1; i++) {
            if (file[i] == (byte) 0xFF && file[i + 1] == (byte) END) {
                return i + 2;
            }
        }
        throw new IllegalArgumentException("it does not end");
    }
}
