package dev.likeness.input;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * A still WebP whose RIFF chunks have been walked to their end: all of it is there, and the sizes in its headers agree.
 *
 * @param profile the ICC profile, or empty
 */
record WebpFile(ByteSlice file, PictureHeader header, ByteSlice profile) {

    /** {@code RIFF}, length, {@code WEBP}. */
    private static final int RIFF_HEADER = 12;

    /** Chunks that make the pixels and their colours. */
    private static final Set<String> SHOWN = Set.of("VP8 ", "VP8L", "VP8X", "ALPH", "ICCP");

    /** Bits of VP8X's first byte that announce EXIF, and EXIF, XMP or animation. */
    private static final int ANNOUNCED_EXIF = 8, ANNOUNCED_EXTRAS = 8 | 4 | 2;

    static WebpFile read(ByteSlice sent, PictureLimits limits) {
        long length = sent.u32le(4) + 8;
        int[] canvas = size(sent, RIFF_HEADER);
        limits.checkSides(canvas[0], canvas[1]);
        if (length > sent.length()) {
            throw Refusal.truncated();
        }
        ByteSlice file = sent.part(0, (int) Math.max(length, RIFF_HEADER));
        ByteSlice exif = file.part(0, 0);
        ByteSlice profile = exif;
        boolean seen = false;
        for (int at = RIFF_HEADER; at < file.length(); at = after(file, at)) {
            ByteSlice chunk = chunk(file, at);
            if (file.has(at, "ANMF") || file.has(at, "ANIM")) {
                throw new Refusal("an animated WebP; send one of its frames as PNG, JPEG or WebP");
            } else if (file.has(at, "VP8 ") || file.has(at, "VP8L")) {
                int[] size = size(file, at);
                if (seen || size[0] != canvas[0] || size[1] != canvas[1]) {
                    throw Refusal.damaged("a WebP whose headers disagree");
                }
                seen = true;
            } else if (file.has(at, "EXIF")) {
                exif = chunk;
            } else if (file.has(at, "ICCP")) {
                profile = chunk;
            }
        }
        if (!seen) {
            throw Refusal.damaged("a WebP without picture data");
        }
        PictureHeader header = new PictureHeader(ImageFormat.WEBP, canvas[0], canvas[1], Exif.orientation(exif));
        return new WebpFile(file, header, profile);
    }

    /** Its chunks that make the pixels and their colours, and how the picture stands. */
    byte[] withoutMetadata() {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length() + 64);
        kept.write(file.array(), file.from(), RIFF_HEADER);
        boolean turned = header.orientation() != Orientation.UPRIGHT;
        for (int at = RIFF_HEADER; at < file.length(); at = after(file, at)) {
            byte[] data = chunk(file, at).copy();
            String type = new String(file.part(at, 4).copy(), StandardCharsets.ISO_8859_1);
            if (type.equals("VP8X")) {
                data[0] = (byte) (data[0] & ~ANNOUNCED_EXTRAS | (turned ? ANNOUNCED_EXIF : 0));
            }
            if (SHOWN.contains(type)) {
                write(kept, type, data);
            }
        }
        if (turned) {
            write(kept, "EXIF", Exif.tiffOf(header.orientation()));
        }
        byte[] bare = kept.toByteArray();
        ByteBuffer.wrap(bare).order(ByteOrder.LITTLE_ENDIAN).putInt(4, bare.length - 8);
        return bare;
    }

    /** Chunks have an even length. */
    private static void write(ByteArrayOutputStream file, String type, byte[] data) {
        file.writeBytes(type.getBytes(StandardCharsets.ISO_8859_1));
        file.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(data.length)
                .array());
        file.writeBytes(data);
        file.writeBytes(new byte[data.length & 1]);
    }

    /** Of the picture that the chunk at {@code at} holds or frames. */
    private static int[] size(ByteSlice file, int at) {
        int data = at + 8;
        if (file.has(at, "VP8X")) {
            return new int[] {file.u24le(data + 4) + 1, file.u24le(data + 7) + 1};
        }
        if (file.has(at, "VP8L")) {
            if (file.u8(data) != 0x2f) {
                throw Refusal.damaged("a lossless WebP without its signature");
            }
            long bits = file.u32le(data + 1);
            return new int[] {(int) (bits & 0x3fff) + 1, (int) (bits >> 14 & 0x3fff) + 1};
        }
        if (file.has(at, "VP8 ")) {
            if ((file.u8(data) & 1) != 0 || !file.has(data + 3, "\u009d\u0001\u002a")) {
                throw Refusal.damaged("a WebP that does not begin with a key frame");
            }
            return new int[] {file.u16le(data + 6) & 0x3fff, file.u16le(data + 8) & 0x3fff};
        }
        throw Refusal.damaged("a WebP that begins with an unknown chunk");
    }

    private static ByteSlice chunk(ByteSlice file, int at) {
        long length = file.u32le(at + 4);
        if (length > file.length() - at - 8) {
            throw Refusal.truncated();
        }
        return file.part(at + 8, (int) length);
    }

    /** Chunks begin at even offsets. */
    private static int after(ByteSlice file, int at) {
        int end = at + 8 + chunk(file, at).length();
        return end + (end & 1);
    }
}
