package dev.likeness.input;

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

    /** Whether any decoder makes sRGB or grey of it. */
    boolean isPlain() {
        return components < 4 && ColourSpace.ofIcc(profile) == ColourSpace.srgb();
    }

    static JpegFile read(ByteSlice file, PictureLimits limits) {
        JpegWalk walk = new JpegWalk(file, limits);
        JpegMarkers.walk(file, walk);
        return walk.done();
    }
}
