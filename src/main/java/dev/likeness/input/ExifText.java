package dev.likeness.input;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * EXIF data as ImageMagick and ExifTool write it into the text of a PNG, before eXIf was standardised: under the keyword
 * {@code Raw profile type exif} (or {@code APP1}) stand the profile's name, its length in bytes, and its bytes in hexadecimal.
 */
final class ExifText {

    private static final String KEYWORD = "Raw profile type ";

    /** Of inflated text: EXIF data has 64 KiB at most, where JPEG's segments come from, and a line is broken after 36 bytes. */
    private static final int LONGEST = 140 << 10;

    private ExifText() {}

    /** Whether the chunk's keyword is one of those. */
    static boolean isProfile(ByteSlice chunk) {
        return chunk.has(0, KEYWORD + "exif\0") || chunk.has(0, KEYWORD + "APP1\0");
    }

    /**
     * @param chunk tEXt, or zTXt, whose text is compressed; one that {@link #isProfile}
     * @return null when it holds no EXIF data
     */
    static Orientation orientation(ByteSlice chunk, boolean compressed) {
        // Both names have four letters; the compression method, of which there is one, follows the zero.
        int text = KEYWORD.length() + 5 + (compressed ? 1 : 0);
        if (text > chunk.length()) {
            return null;
        }
        ByteSlice profile = bytes(compressed ? inflated(chunk.rest(text)) : chunk.rest(text));
        // APP1 may hold an XMP packet as well.
        return profile.has(0, "Exif\0") || profile.has(0, "II*\0") || profile.has(0, "MM\0*")
                ? Exif.orientation(profile)
                : null;
    }

    /** The name and the length stand on lines of their own before the digits; other characters among these are skipped. */
    private static ByteSlice bytes(ByteSlice text) {
        int at = 0;
        for (int word = 0; word < 2; word++) {
            while (at < text.length() && text.u8(at) <= ' ') {
                at++;
            }
            while (at < text.length() && text.u8(at) > ' ') {
                at++;
            }
        }
        byte[] bytes = new byte[Math.min(LONGEST, text.length() - at) / 2 + 1];
        int digits = 0;
        for (; at < text.length() && digits < 2 * bytes.length; at++) {
            int digit = Character.digit(text.u8(at), 16);
            if (digit >= 0) {
                bytes[digits / 2] |= (byte) (digits % 2 == 0 ? digit << 4 : digit);
                digits++;
            }
        }
        return new ByteSlice(bytes, 0, digits / 2);
    }

    private static ByteSlice inflated(ByteSlice compressed) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(compressed.array(), compressed.from(), compressed.length());
            byte[] text = new byte[LONGEST];
            int length = 0, more;
            while (length < LONGEST && (more = inflater.inflate(text, length, LONGEST - length)) > 0) {
                length += more;
            }
            return new ByteSlice(text, 0, length);
        } catch (DataFormatException broken) {
            return ByteSlice.of(new byte[0]);
        } finally {
            inflater.end();
        }
    }
}
