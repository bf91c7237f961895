package dev.likeness.requests;

import java.util.UUID;

/**
 * Where a request went.
 *
 * @param id of the request that stands for it
 * @param replayed whether it was there before, by its idempotency key
 */
public record Submitted(UUID id, boolean replayed) {}
