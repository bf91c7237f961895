package dev.likeness.input;

import java.io.ByteArrayOutputStream;

/**
 * A JPEG (ITU-T T.81) whose markers have been walked from SOI to EOI: its frame is one that can be decoded, every
 * component has its data, and the file is not cut. The compressed data itself is only scanned for markers.
 *
 * @param components 1 grey, 3 YCbCr or RGB, 4 CMYK or YCCK
 * @param transformed whether the colours are YCbCr or YCCK, and not RGB or CMYK as they stand
 * @param profile the ICC profile, or empty
 */
record JpegFile(ByteSlice file, PictureHeader header, int components, boolean transformed, ByteSlice profile) {

    static final int SOI = 0xd8;
    static final int EOI = 0xd9;
    static final int SOS = 0xda;

    private static final int APP0 = 0xe0, APP1 = 0xe1, APP2 = 0xe2, APP14 = 0xee;
    private static final String JFIF = "JFIF\0", ICC = "ICC_PROFILE\0", ADOBE = "Adobe";

    /** Without their thumbnail and whatever follows them, bytes. */
    private static final int JFIF_LENGTH = 14, ADOBE_LENGTH = 12;

    /** Whether any decoder makes sRGB or grey of it. */
    boolean isPlain() {
        return components < 4 && ColourSpace.ofIcc(profile) == ColourSpace.srgb();
    }

    /**
     * A file whose markers do not lead to its end may be whole nevertheless: some cameras and editors put a block of their
     * own in the place of EOI. Then the compressed data says where the picture ends.
     */
    static JpegFile read(ByteSlice file, PictureLimits limits) {
        JpegWalk walk = new JpegWalk(file, limits);
        try {
            return walk.read();
        } catch (Refusal refusal) {
            if (!walk.isAffordable()) {
                throw refusal;
            }
            ByteSlice whole;
            try {
                whole = JpegScans.whole(file);
            } catch (Refusal broken) {
                throw refusal;
            }
            return new JpegWalk(whole, limits).read();
        }
    }

    /** The same without bytes that belong to no scan. */
    JpegFile whole() {
        return new JpegFile(JpegScans.whole(file), header, components, transformed, profile);
    }

    /**
     * The file without application data, comments, thumbnails and whatever stands between or behind its segments. What colours
     * depend on stays (JFIF, Adobe's transform, the ICC profile), and so does how the picture stands.
     */
    byte[] withoutMetadata() {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length() + 64);
        kept.writeBytes(new byte[] {(byte) 0xff, (byte) SOI});
        boolean[] oriented = {header.orientation() == Orientation.UPRIGHT};
        JpegMarkers.walk(scansOnly(), (marker, body, segment) -> {
            boolean jfif = marker == APP0 && body.has(0, JFIF) && body.length() >= JFIF_LENGTH;
            if (!jfif && !oriented[0]) {
                write(kept, APP1, ByteSlice.of(Exif.of(header.orientation())));
                oriented[0] = true;
            }
            if (jfif) {
                byte[] withoutThumbnail = body.part(0, JFIF_LENGTH).copy();
                withoutThumbnail[JFIF_LENGTH - 2] = 0;
                withoutThumbnail[JFIF_LENGTH - 1] = 0;
                write(kept, APP0, ByteSlice.of(withoutThumbnail));
            } else if (marker == APP14 && body.has(0, ADOBE)) {
                write(kept, APP14, body.part(0, Math.min(body.length(), ADOBE_LENGTH)));
            } else if (marker == APP2 && body.has(0, ICC) || marker >= 0xc0 && marker <= 0xdf) {
                kept.write(segment.array(), segment.from(), segment.length());
            }
        });
        kept.writeBytes(new byte[] {(byte) 0xff, (byte) EOI});
        return kept.toByteArray();
    }

    /** Data that decoders put up with although it cannot be followed stays as it is. */
    private ByteSlice scansOnly() {
        try {
            return JpegScans.whole(file);
        } catch (Refusal broken) {
            return file;
        }
    }

    private static void write(ByteArrayOutputStream file, int marker, ByteSlice body) {
        int length = body.length() + 2;
        file.writeBytes(new byte[] {(byte) 0xff, (byte) marker, (byte) (length >> 8), (byte) length});
        file.write(body.array(), body.from(), body.length());
    }
}
