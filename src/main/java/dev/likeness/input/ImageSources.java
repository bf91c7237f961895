package dev.likeness.input;

import dev.likeness.error.InvalidRequest;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Tells what the value of an image field is: base64, a {@code data:} URI or a URL. Values are read where they stand in the
 * request's body; base64 becomes one array of the file's exact length, after its length was checked.
 *
 * <p>Base64 is taken as encoders in use write it: with or without padding, in the standard or the URL-safe alphabet, in
 * one line or in many. A space inside a line is refused, because it usually was a {@code +} that form encoding has eaten.
 */
@Singleton
public final class ImageSources {

    private static final String WANTED = "send base64, a data: URI or an http(s) URL";

    /** Long enough for any URL that servers take; past it a value is no URL. */
    private static final int LONGEST_URL = 8192;

    /**
     * The longest media type with parameters before the data of a {@code data:} URI, in characters. Form libraries add the
     * file's name, of 255 bytes at most, each of which may be percent-encoded, once or twice.
     */
    private static final int LONGEST_PREFIX = 8192;

    /** One of the parameters before the data; the last one as RFC 2397 has it, and the first one as some writers have it. */
    private static final Pattern IN_BASE64 = Pattern.compile("(?i); *base64 *(;|$)");

    private final PictureLimits limits;

    public ImageSources(InputConfig config) {
        this.limits = PictureLimits.of(config);
    }

    /** From a value that stands as it is, such as a part of a form. */
    public ImageSource fromText(String field, ByteSlice value) {
        return from(field, new TextCursor(value, false));
    }

    /**
     * From a string of a JSON body.
     *
     * @param value what stands between its quotes, escapes and all: many writers send {@code \/} for a slash
     */
    public ImageSource fromJson(String field, ByteSlice value) {
        return from(field, new TextCursor(value, true));
    }

    /** From the file part of a form. */
    public ImageSource fromFile(String field, byte[] file) {
        try {
            limits.checkBytes(file.length);
            return new ImageSource.Inline(file);
        } catch (Refusal refusal) {
            throw InvalidRequest.image(field, refusal.getMessage());
        }
    }

    private ImageSource from(String field, TextCursor value) {
        try {
            value.skipBlanks();
            String scheme = scheme(value);
            if (scheme.equals("http") || scheme.equals("https")) {
                return remote(field, value);
            }
            if (scheme.equals("data")) {
                skipDataPrefix(value);
            } else if (!scheme.isEmpty()) {
                throw new Refusal("\"" + scheme + ":\" is not read; " + WANTED);
            }
            return new ImageSource.Inline(Base64Text.decode(value, limits));
        } catch (Refusal refusal) {
            throw InvalidRequest.image(field, refusal.getMessage());
        }
    }

    private static ImageSource remote(String field, TextCursor value) {
        if (value.remaining() > LONGEST_URL) {
            throw new Refusal("a URL of more than " + LONGEST_URL + " characters");
        }
        try {
            return new ImageSource.Remote(RemoteUrl.parse(value.restAsText()));
        } catch (Refusal refusal) {
            throw InvalidRequest.unreachable(field, refusal.getMessage());
        }
    }

    /** In lower case and without its colon; empty where the value has none, as no base64 has a colon. */
    private static String scheme(TextCursor value) {
        TextCursor ahead = value.copy();
        StringBuilder scheme = new StringBuilder();
        for (int c = ahead.next(); scheme.length() < 24; c = ahead.next()) {
            if (c == ':' && !scheme.isEmpty()) {
                return scheme.toString().toLowerCase(Locale.ROOT);
            }
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!letter && c != '+' && c != '-' && c != '.') {
                return "";
            }
            scheme.append((char) c);
        }
        return "";
    }

    private static void skipDataPrefix(TextCursor value) {
        StringBuilder parameters = new StringBuilder();
        boolean comma = false;
        for (int read = 0; ; read++) {
            int c = value.next();
            if (c == ',' && IN_BASE64.matcher(parameters).find()) {
                break;
            }
            if (c < 0 || read > LONGEST_PREFIX) {
                throw new Refusal(
                        comma
                                ? "a data: URI that is not in base64; write data:image/png;base64,..."
                                : c < 0
                                        ? "a data: URI without its comma; write data:image/png;base64,..."
                                        : "a data: URI with more than " + LONGEST_PREFIX
                                                + " characters before its comma; write data:image/png;base64,...");
            }
            if (c == ',') {
                // Of the file's name, where a writer has not encoded it.
                comma = true;
                parameters.setLength(0);
            } else {
                parameters.append((char) c);
            }
        }
        value.percentDecoded();
    }

    /** What a value that is no base64 may have been meant as. */
    static Refusal notBase64(int character, int position) {
        // A byte of UTF-8 is not yet a character.
        String shown = character > 126
                ? "a character outside of ASCII"
                : character > 32
                        ? "'" + (char) character + "'"
                        : "the character U+" + String.format(Locale.ROOT, "%04X", character);
        return new Refusal("neither base64 nor a URL (" + shown + " at position " + position
                + "); a file's name cannot be read from here: " + WANTED);
    }

    static Refusal noValue() {
        return new Refusal("empty; " + WANTED);
    }

    static String utf8(ByteSlice text) {
        return new String(text.array(), text.from(), text.length(), StandardCharsets.UTF_8);
    }
}
