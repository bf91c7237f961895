package dev.likeness.remote;

import io.vertx.core.MultiMap;

/**
 * The answer to one request, whole.
 *
 * @param headers by names in any case
 * @param body not a copy: do not write to it
 */
public record Answer(int status, MultiMap headers, byte[] body) {}
