package dev.likeness.api;

import dev.likeness.input.ByteSlice;
import dev.likeness.requests.IdempotencyKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells whether two bodies ask for the same: by their fields, whatever order these come in and whatever boundary a form
 * has, which most clients draw anew each time.
 */
final class Fingerprint {

    private final MessageDigest digest = IdempotencyKey.sha256();

    private Fingerprint() {}

    static String of(Map<String, FieldValue> fields) {
        Fingerprint fingerprint = new Fingerprint();
        new TreeMap<>(fields).forEach(fingerprint::add);
        return HexFormat.of().formatHex(fingerprint.digest.digest());
    }

    private void add(String name, FieldValue value) {
        add(name);
        if (value instanceof FieldValue.Text text) {
            add(text.text());
        } else if (value instanceof FieldValue.Number number) {
            add(number.literal());
        } else if (value instanceof FieldValue.Flag flag) {
            add(Boolean.toString(flag.value()));
        } else if (value instanceof FieldValue.LongText text) {
            add(text.utf8());
        } else if (value instanceof FieldValue.File file) {
            add(file.content());
        } else {
            throw new IllegalArgumentException("no field takes this, so that the request was refused");
        }
    }

    private void add(String text) {
        add(ByteSlice.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** With its length, so that no two lists of values read alike. */
    private void add(ByteSlice bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length()).flip());
        digest.update(bytes.array(), bytes.from(), bytes.length());
    }
}
