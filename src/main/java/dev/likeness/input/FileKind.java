package dev.likeness.input;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Says in the caller's words what a file is that is none of the accepted formats. */
final class FileKind {

    /** How far into a text one looks for what it is: an SVG may begin with an XML declaration and comments. */
    private static final int TEXT = 1024;

    private FileKind() {}

    /** With its article: {@code a GIF}. */
    static String of(ByteSlice file) {
        String binary = binary(file);
        if (binary != null) {
            return binary;
        }
        String text = text(file);
        return text != null ? text : "not a picture of a known format";
    }

    private static String binary(ByteSlice file) {
        if (file.has(0, "GIF8")) {
            return "a GIF";
        }
        if (file.has(0, "BM") && file.length() > 26 && file.u32le(6) == 0) {
            return "a BMP";
        }
        if (file.has(0, "II*\0") || file.has(0, "MM\0*") || file.has(0, "II+\0") || file.has(0, "MM\0+")) {
            return "a TIFF or a camera's raw file";
        }
        if (file.has(4, "ftyp")) {
            return brand(file);
        }
        if (file.has(0, "\0\0\0\u000cJXL ") || file.has(0, "\u00ff\n")) {
            return "a JPEG XL";
        }
        if (file.has(0, "\0\0\0\u000cjP  ") || file.has(0, "\u00ffO\u00ffQ")) {
            return "a JPEG 2000";
        }
        if (file.has(0, "\0\0\1\0")) {
            return "an icon (ICO)";
        }
        if (file.has(0, "8BPS")) {
            return "a Photoshop document";
        }
        if (file.has(0, "%PDF")) {
            return "a PDF";
        }
        if (file.has(0, "PK\3\4")) {
            return "a ZIP archive";
        }
        if (file.has(0, "\u001f\u008b")) {
            return "gzip-compressed";
        }
        if (file.has(0, "\u001aE\u00df\u00a3")) {
            return "a video";
        }
        if (file.has(0, "\u0089PNG")) {
            return "a PNG that a transfer in text mode has damaged";
        }
        return null;
    }

    private static String brand(ByteSlice file) {
        if (file.has(8, "avif") || file.has(8, "avis")) {
            return "an AVIF";
        }
        if (file.has(8, "hei") || file.has(8, "hev") || file.has(8, "mif1") || file.has(8, "msf1")) {
            return "a HEIC";
        }
        return "a video";
    }

    private static String text(ByteSlice file) {
        int length = Math.min(file.length(), TEXT);
        String head = new String(file.array(), file.from(), length, StandardCharsets.UTF_8)
                .replace("\ufeff", "")
                .strip();
        String lower = head.toLowerCase(Locale.ROOT);
        if (lower.startsWith("<")) {
            return lower.contains("<svg") ? "an SVG" : lower.contains("html") ? "an HTML page" : "an XML document";
        }
        if (lower.startsWith("{") || lower.startsWith("[")) {
            return "a JSON document";
        }
        if (lower.startsWith("http://") || lower.startsWith("https://")) {
            return "the text of a URL and not the picture itself";
        }
        // How the accepted formats begin when they are written in base64.
        if (lower.startsWith("data:")
                || head.startsWith("iVBORw0KGgo")
                || head.startsWith("/9j/")
                || head.startsWith("UklGR")) {
            return "base64 text and not the picture itself (encoded twice, or in a file part)";
        }
        return null;
    }
}
