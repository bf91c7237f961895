package dev.likeness.input;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * Base64 (RFC 4648). As nearly all of it comes, without a break or an escape, the class library decodes it in one pass.
 * Else in two: the first checks and counts, the second fills an array of exactly that length.
 */
final class Base64Text {

    /** Value of each byte: 0..63, or -1. Both alphabets at once: {@code -} and {@code _} occur only in the URL-safe one. */
    private static final byte[] CODES = codes();

    private Base64Text() {}

    static byte[] decode(TextCursor text, PictureLimits limits) {
        ByteSlice plain = text.rest();
        if (plain.length() > 0 && plain.length() / 4 * 3L <= limits.bytes()) {
            try {
                byte[] file = atOnce(plain);
                limits.checkBytes(file.length);
                return file;
            } catch (IllegalArgumentException notPlain) {
                // Breaks, escapes, the other alphabet, or a mistake, which is told better below.
            }
        }
        int characters = count(text.copy(), limits);
        byte[] file = new byte[(int) (characters * 3L / 4)];
        fill(text, file);
        return file;
    }

    private static byte[] atOnce(ByteSlice text) {
        ByteBuffer file = Base64.getDecoder().decode(ByteBuffer.wrap(text.array(), text.from(), text.length()));
        return file.limit() == file.array().length ? file.array() : Arrays.copyOf(file.array(), file.limit());
    }

    private static int count(TextCursor text, PictureLimits limits) {
        long characters = 0;
        int padding = 0;
        boolean space = false;
        boolean lineBreak = true;
        while (true) {
            int run = padding == 0 && !space ? text.skipCodes(CODES) : 0;
            characters += run;
            limits.checkBytes(characters * 3 / 4);
            lineBreak &= run == 0;
            int c = text.next();
            if (c < 0) {
                break;
            } else if (c == '\n' || c == '\r') {
                lineBreak = true;
                space = false;
            } else if (TextCursor.isBlank(c)) {
                space = !lineBreak;
            } else if (space && padding == 0) {
                throw new Refusal("neither a URL nor base64 (a space at position " + (text.position() - 2)
                        + "; if that was a '+', write %2B for it in a form, or send JSON)");
            } else if (c == '=') {
                padding++;
            } else if (c > 127 || CODES[c] < 0 || padding > 0) {
                throw ImageSources.notBase64(c, text.position() - 1);
            } else {
                characters++;
                lineBreak = false;
            }
        }
        if (characters == 0) {
            throw ImageSources.noValue();
        }
        if (characters % 4 == 1 || padding > 2) {
            throw new Refusal("base64 that is cut short or has characters missing; send all of it");
        }
        return (int) characters;
    }

    private static void fill(TextCursor text, byte[] file) {
        int at = 0;
        int bits = 0;
        int held = 0;
        while (at < file.length) {
            if (held == 0) {
                at += text.decodeFours(CODES, file, at);
            }
            int c = text.next();
            if (c < 0) {
                return;
            }
            if (c <= 127 && CODES[c] >= 0) {
                bits = bits << 6 | CODES[c];
                held += 6;
                if (held >= 8) {
                    held -= 8;
                    file[at++] = (byte) (bits >> held);
                }
            }
        }
    }

    private static byte[] codes() {
        byte[] codes = new byte[256];
        Arrays.fill(codes, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            codes[alphabet.charAt(i)] = (byte) i;
        }
        codes['-'] = 62;
        codes['_'] = 63;
        return codes;
    }
}
