package dev.likeness.input;

import java.io.ByteArrayOutputStream;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * A PNG (ISO/IEC 15948) whose chunks have been walked from its signature to IEND: all of it is there, and what a picture
 * needs has the right check sums. Nothing is inflated. An animated PNG counts as its default image, as the format has it.
 *
 * @param depth bits a sample
 * @param colourType 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha
 * @param palette three bytes a colour, or empty
 * @param transparency the tRNS chunk, or empty
 * @param colour what the chunks about colours say
 * @param data where the first IDAT chunk starts; the others follow it without a gap
 */
record PngFile(
        ByteSlice file,
        PictureHeader header,
        int depth,
        int colourType,
        boolean interlaced,
        ByteSlice palette,
        ByteSlice transparency,
        PngColour colour,
        int data) {

    static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";

    private static final int IHDR = 0x49484452;
    private static final int PLTE = 0x504c5445;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454e44;
    private static final int TRNS = 0x74524e53;
    private static final int ICCP = 0x69434350;
    private static final int EXIF = 0x65584966;
    private static final int GAMA = 0x67414d41;
    private static final int CHRM = 0x6348524d;
    private static final int SRGB = 0x73524742;
    private static final int CICP = 0x63494350;
    private static final int TEXT = 0x74455874;
    private static final int ZTXT = 0x7a545874;

    /** Texts that are looked into for EXIF data: each takes inflating. */
    private static final int MOST_TEXTS = 4;

    /** Chunks that say how pixels are to be shown; all others are metadata, animation or private. */
    private static final Set<Integer> SHOWN = Set.of(
            IHDR,
            PLTE,
            IDAT,
            IEND,
            TRNS,
            ICCP,
            GAMA,
            CHRM,
            SRGB,
            CICP,
            0x73424954 /* sBIT */,
            0x70485973 /* pHYs */,
            0x624b4744 /* bKGD */);

    /** Length, type and check sum of a chunk, in bytes. */
    private static final int FRAME = 12;

    /** Which depths go with a colour type, as a set of bits 1 << depth (table 11.1). */
    private static int depthsOf(int colourType) {
        return switch (colourType) {
            case 0 -> 1 << 1 | 1 << 2 | 1 << 4 | 1 << 8 | 1 << 16;
            case 3 -> 1 << 1 | 1 << 2 | 1 << 4 | 1 << 8;
            case 2, 4, 6 -> 1 << 8 | 1 << 16;
            default -> 0;
        };
    }

    int channels() {
        return switch (colourType) {
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 1;
        };
    }

    ColourSpace space() {
        return colourType == 0 || colourType == 4 ? colour.greySpace() : colour.space();
    }

    /** Whether the samples are opaque 8-bit sRGB or grey as they stand. */
    boolean isPlain() {
        return depth == 8
                && (colourType == 0 || colourType == 2)
                && transparency.length() == 0
                && space() == ColourSpace.srgb();
    }

    static PngFile read(ByteSlice file, PictureLimits limits) {
        int at = SIGNATURE.length();
        if (file.has(at + 4, "CgBI")) {
            throw Refusal.unsupported("a PNG in the private form of iOS apps");
        }
        if (type(file, at) != IHDR || file.u32(at) != 13) {
            throw Refusal.damaged("a PNG without its header");
        }
        ByteSlice ihdr = chunk(file, at);
        limits.checkSides(ihdr.u32(0), ihdr.u32(4));
        int depth = ihdr.u8(8);
        int colourType = ihdr.u8(9);
        if (depth > 16 || (depthsOf(colourType) & 1 << depth) == 0) {
            throw Refusal.damaged("colour type " + colourType + " with " + depth + " bits");
        }
        if (ihdr.u8(10) != 0 || ihdr.u8(11) != 0 || ihdr.u8(12) > 1) {
            throw Refusal.damaged("an unknown compression, filter or interlace method");
        }
        checkSum(file, at);
        return walk(file, at + FRAME + 13, ihdr, depth, colourType);
    }

    private static PngFile walk(ByteSlice file, int start, ByteSlice ihdr, int depth, int colourType) {
        ByteSlice none = file.part(0, 0);
        ByteSlice palette = none;
        ByteSlice transparency = none;
        PngColour colour = PngColour.NONE;
        ByteSlice exif = none;
        Orientation inText = null;
        int texts = 0;
        int data = 0;
        int afterData = 0;
        int at = start;
        while (type(file, at) != IEND) {
            int type = type(file, at);
            ByteSlice chunk = chunk(file, at);
            boolean critical = (type >> 24 & 0x20) == 0;
            int next = at + FRAME + chunk.length();
            if (critical) {
                checkSum(file, at);
            } else if (sum(file, at) != file.u32(next - 4)) {
                at = next;
                continue;
            }
            switch (type) {
                case IDAT -> {
                    if (data != 0 && afterData != at) {
                        throw Refusal.damaged("its picture data is interrupted");
                    }
                    data = data == 0 ? at : data;
                    afterData = next;
                }
                case PLTE -> palette = chunk;
                case TRNS -> transparency = chunk;
                case ICCP -> colour = colour.profiled(chunk);
                case SRGB -> colour = colour.srgb();
                case GAMA -> colour = colour.gamma(chunk);
                case CHRM -> colour = colour.chromaticities(chunk);
                case CICP -> colour = colour.coded(chunk);
                case EXIF -> exif = chunk;
                case TEXT, ZTXT -> {
                    if (inText == null && texts < MOST_TEXTS && ExifText.isProfile(chunk)) {
                        inText = ExifText.orientation(chunk, type == ZTXT);
                        texts++;
                    }
                }
                default -> {
                    if (critical) {
                        throw Refusal.damaged("a chunk that no reader may skip and none knows");
                    }
                }
            }
            at = next;
        }
        chunk(file, at);
        checkSum(file, at);
        if (data == 0) {
            throw Refusal.damaged("a PNG without picture data");
        }
        if (colourType == 3 && (palette.length() == 0 || palette.length() % 3 != 0 || palette.length() > 3 * 256)) {
            throw Refusal.damaged("a PNG without its palette");
        }
        int needed = colourType == 0 ? 2 : colourType == 2 ? 6 : 0;
        if (transparency.length() < needed) {
            transparency = none;
        }
        Orientation orientation = exif.length() > 0 || inText == null ? Exif.orientation(exif) : inText;
        PictureHeader header = new PictureHeader(ImageFormat.PNG, (int) ihdr.u32(0), (int) ihdr.u32(4), orientation);
        return new PngFile(file, header, depth, colourType, ihdr.u8(12) == 1, palette, transparency, colour, data);
    }

    /** The file's chunks as far as they make its pixels and their colours, and how the picture stands. */
    byte[] withoutMetadata() {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length() + 64);
        int at = SIGNATURE.length();
        kept.write(file.array(), file.from(), at);
        for (int type = 0; type != IEND; ) {
            type = type(file, at);
            int length = FRAME + chunk(file, at).length();
            if (SHOWN.contains(type)) {
                kept.write(file.array(), file.from() + at, length);
            }
            if (type == IHDR && header.orientation() != Orientation.UPRIGHT) {
                PngWriter.chunk(kept, "eXIf", Exif.tiffOf(header.orientation()));
            }
            at += length;
        }
        return kept.toByteArray();
    }

    /** The data of the chunk that starts at {@code at}, which with its check sum lies inside the file. */
    static ByteSlice chunk(ByteSlice file, int at) {
        long length = file.u32(at);
        if (length > file.length() - at - (long) FRAME) {
            throw Refusal.truncated();
        }
        return file.part(at + 8, (int) length);
    }

    /** The data of the IDAT chunk at {@code at}, or null where another chunk stands. */
    ByteSlice data(int at) {
        return type(file, at) == IDAT ? chunk(file, at) : null;
    }

    static int after(int at, ByteSlice chunk) {
        return at + FRAME + chunk.length();
    }

    private static int type(ByteSlice file, int at) {
        return (int) file.u32(at + 4);
    }

    private static void checkSum(ByteSlice file, int at) {
        if (sum(file, at) != file.u32(at + 8 + chunk(file, at).length())) {
            throw Refusal.damaged("a check sum is wrong");
        }
    }

    private static long sum(ByteSlice file, int at) {
        CRC32 crc = new CRC32();
        crc.update(file.array(), file.from() + at + 4, chunk(file, at).length() + 4);
        return crc.getValue();
    }
}
