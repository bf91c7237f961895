package dev.likeness.auth;

/**
 * Whoever a request's API key belongs to.
 *
 * @param account the account's name in the configuration; not secret, but not for metrics either
 */
public record Caller(String account) {}
