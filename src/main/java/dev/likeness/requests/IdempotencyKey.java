package dev.likeness.requests;

/**
 * The name by which a caller makes the same request again.
 *
 * @param scope a hash of the account, the route and the caller's key
 * @param fingerprint a hash of what was asked for
 */
public record IdempotencyKey(String scope, String fingerprint) {}
