package dev.likeness.output;

import dev.likeness.error.BackendFailed;
import java.nio.charset.StandardCharsets;

/**
 * An image file that has been walked through from its first byte to its last and carries nothing but its pixels and what
 * they need to be shown right.
 *
 * @param file not a copy: do not write to it
 */
record BareFile(OutputFormat format, int width, int height, byte[] file) {

    /** @throws BackendFailed when it is no PNG, JPEG or WebP, or not a whole one */
    static BareFile of(byte[] file) {
        try {
            if (startsWith(file, 0, PngFile.SIGNATURE)) {
                return PngChunks.strip(file);
            }
            if (startsWith(file, 0, new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF})) {
                return JpegSegments.strip(file);
            }
            if (startsWith(file, 0, ascii("RIFF")) && startsWith(file, 8, ascii("WEBP"))) {
                return WebpChunks.strip(file);
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
            throw new BackendFailed("The backend sent a picture that is truncated or broken; try again", e);
        }
        throw new BackendFailed("The backend sent something that is no PNG, JPEG or WebP picture; try again");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean startsWith(byte[] file, int at, byte[] start) {
        if (file.length < at + start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if (file[at + i] != start[i]) {
                return false;
            }
        }
        return true;
    }
}
