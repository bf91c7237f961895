package dev.likeness.requests;

import dev.likeness.auth.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name by which a caller makes the same request again.
 *
 * @param scope a hash of the account, the route and the caller's key
 * @param fingerprint a hash of what was asked for
 */
public record IdempotencyKey(String scope, String fingerprint) {

    /** @param key as the caller wrote it, without line breaks */
    public static IdempotencyKey of(Caller caller, String route, String key, String fingerprint) {
        String all = String.join("\n", caller.account(), route, key);
        return new IdempotencyKey(
                HexFormat.of().formatHex(sha256().digest(all.getBytes(StandardCharsets.UTF_8))), fingerprint);
    }

    /** One that nothing was put in yet. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
