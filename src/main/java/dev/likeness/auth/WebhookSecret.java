package dev.likeness.auth;

import java.util.Base64;
import java.util.Locale;

/**
 * A secret that the webhooks of one account are signed with, and that their receiver verifies them with: {@code whsec_} and
 * the base64 of 24 to 64 bytes, as the Standard Webhooks specification 1.0.0 has it.
 */
public record WebhookSecret(String text) {

    private static final String PREFIX = "whsec_";
    private static final int MIN_BYTES = 24;
    private static final int MAX_BYTES = 64;

    static final String FORMAT = String.format(
            Locale.ROOT,
            "must be %s and the base64 of %d to %d bytes, such as %s$(openssl rand -base64 32)",
            PREFIX,
            MIN_BYTES,
            MAX_BYTES,
            PREFIX);

    /** @throws IllegalArgumentException without the text, when it is no such secret */
    public WebhookSecret {
        int length = keyOf(text).length;
        if (length < MIN_BYTES || length > MAX_BYTES) {
            throw new IllegalArgumentException(FORMAT);
        }
    }

    static WebhookSecret of(byte[] key) {
        return new WebhookSecret(PREFIX + Base64.getEncoder().encodeToString(key));
    }

    /** The bytes that HMAC-SHA256 takes as its key. */
    public byte[] key() {
        return keyOf(text);
    }

    private static byte[] keyOf(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException(FORMAT);
        }
        try {
            return Base64.getDecoder().decode(text.substring(PREFIX.length()));
        } catch (IllegalArgumentException noBase64) {
            throw new IllegalArgumentException(FORMAT);
        }
    }

    /** Keeps the secret out of logs. */
    @Override
    public String toString() {
        return PREFIX + "...";
    }
}
