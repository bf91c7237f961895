package dev.likeness.input;

/** Goes through a JPEG's segments in one pass over its bytes. */
final class JpegMarkers {

    /** Receives each segment, in the file's order. */
    interface Visitor {

        /**
         * @param marker the second byte of the marker
         * @param body what follows the two length bytes
         * @param whole from the marker's first byte; of a scan it reaches to the end of its compressed data
         */
        void segment(int marker, ByteSlice body, ByteSlice whole);
    }

    private JpegMarkers() {}

    /** Ends at EOI; what some cameras put behind it (a preview, a film) is not looked at. */
    static void walk(ByteSlice file, Visitor visitor) {
        int at = 2;
        while (true) {
            at = nextMarker(file, at);
            int marker = file.u8(at + 1);
            if (marker == JpegFile.EOI) {
                return;
            }
            if (marker == JpegFile.SOI) {
                throw Refusal.damaged("a second JPEG begins before the first has ended");
            }
            if (standsAlone(marker)) {
                at += 2;
                continue;
            }
            ByteSlice body = body(file, at);
            int end = at + 4 + body.length();
            if (marker == JpegFile.SOS) {
                end = endOfScan(file, end);
            }
            visitor.segment(marker, body, file.part(at, end - at));
            at = end;
        }
    }

    /** Any number of fill bytes may stand before a marker; other bytes there are skipped as every decoder does. */
    static int nextMarker(ByteSlice file, int from) {
        byte[] bytes = file.array();
        for (int i = file.from() + from; i < file.to() - 1; i++) {
            int code = bytes[i + 1] & 0xff;
            if (bytes[i] == (byte) 0xff && code != 0xff && code != 0) {
                return i - file.from();
            }
        }
        throw Refusal.truncated();
    }

    /** Compressed data ends before the first marker that is no restart marker; 0xff in it is followed by 0. */
    private static int endOfScan(ByteSlice file, int from) {
        int at = from;
        while (true) {
            at = nextMarker(file, at);
            if (!isRestart(file.u8(at + 1))) {
                return at;
            }
            at += 2;
        }
    }

    /** TEM, and a restart marker outside a scan. */
    static boolean standsAlone(int marker) {
        return marker == 0x01 || isRestart(marker);
    }

    /** Of the segment whose marker begins at {@code at}: what follows its two length bytes. */
    static ByteSlice body(ByteSlice file, int at) {
        int length = file.u16(at + 2);
        if (length < 2) {
            throw Refusal.damaged("a JPEG segment without its length");
        }
        return file.part(at + 4, length - 2);
    }

    private static boolean isRestart(int marker) {
        return marker >= 0xd0 && marker <= 0xd7;
    }
}
