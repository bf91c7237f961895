package dev.likeness.input;

import java.nio.charset.StandardCharsets;

/**
 * Goes through a text in place, character by character, undoing JSON's escapes and, past the prefix of a {@code data:}
 * URI, percent encoding. Characters beyond ASCII come out as single bytes: nothing that is read so contains any.
 */
final class TextCursor {

    private final ByteSlice text;
    private final boolean json;
    private boolean percent;
    private int at;

    TextCursor(ByteSlice text, boolean json) {
        this.text = text;
        this.json = json;
    }

    TextCursor copy() {
        TextCursor copy = new TextCursor(text, json);
        copy.at = at;
        copy.percent = percent;
        return copy;
    }

    void percentDecoded() {
        percent = true;
    }

    int position() {
        return at;
    }

    /** Bytes that are left, escapes counted as they are written. */
    int remaining() {
        return text.length() - at;
    }

    /** The next character, or -1 at the end. */
    int next() {
        if (at >= text.length()) {
            return -1;
        }
        int c = text.u8(at++);
        if (c == '\\' && json) {
            return unescaped();
        }
        if (c == '%' && percent) {
            return hex(2);
        }
        return c;
    }

    /**
     * Copies bytes that stand for themselves and belong to base64 for as long as they come in fours.
     *
     * @param codes the value of each byte, negative for others
     * @return how many bytes of {@code target} were written
     */
    int decodeFours(byte[] codes, byte[] target, int from) {
        byte[] bytes = text.array();
        int i = text.from() + at;
        int to = from;
        while (i + 4 <= text.to() && to + 3 <= target.length) {
            int four = codes[bytes[i] & 0xff] << 18
                    | codes[bytes[i + 1] & 0xff] << 12
                    | codes[bytes[i + 2] & 0xff] << 6
                    | codes[bytes[i + 3] & 0xff];
            if (four < 0) {
                break;
            }
            target[to] = (byte) (four >> 16);
            target[to + 1] = (byte) (four >> 8);
            target[to + 2] = (byte) four;
            i += 4;
            to += 3;
        }
        at = i - text.from();
        return to - from;
    }

    /** Skips bytes that stand for themselves and belong to base64, and says how many there were. */
    int skipCodes(byte[] codes) {
        byte[] bytes = text.array();
        int start = text.from() + at;
        int i = start;
        while (i < text.to() && codes[bytes[i] & 0xff] >= 0) {
            i++;
        }
        at = i - text.from();
        return i - start;
    }

    void skipBlanks() {
        int start;
        do {
            start = at;
        } while (isBlank(next()));
        at = start;
    }

    /** All that is left, as it is written. */
    ByteSlice rest() {
        return text.rest(at);
    }

    /** All that is left, as text. */
    String restAsText() {
        String raw = ImageSources.utf8(text.rest(at));
        if (!json || raw.indexOf('\\') < 0) {
            return raw;
        }
        StringBuilder plain = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '\\') {
                int start = i;
                TextCursor escape = new TextCursor(
                        ByteSlice.of(raw.substring(start, Math.min(raw.length(), start + 6))
                                .getBytes(StandardCharsets.UTF_8)),
                        true);
                c = (char) escape.next();
                i = start + escape.position() - 1;
            }
            plain.append(c);
        }
        return plain.toString();
    }

    static boolean isBlank(int c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private int unescaped() {
        if (at >= text.length()) {
            throw new Refusal("a JSON string that ends in the middle of an escape");
        }
        int c = text.u8(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> hex(4);
            default -> c;
        };
    }

    private int hex(int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = at < text.length() ? Character.digit(text.u8(at++), 16) : -1;
            if (digit < 0) {
                throw new Refusal("an escape that is not followed by " + digits + " hexadecimal digits");
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
