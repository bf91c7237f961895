package dev.likeness.requests;

import java.util.UUID;

/**
 * Which request an idempotency key names.
 *
 * @param id the request that has asked for the key when it is free
 * @param stored whether the request is stored; otherwise it is about to be
 */
record KeyClaim(UUID id, boolean stored) {}
