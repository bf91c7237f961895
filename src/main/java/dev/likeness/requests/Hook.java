package dev.likeness.requests;

import java.util.UUID;

/**
 * A webhook that is to be called now.
 *
 * @param id of the request
 * @param attempt counted from 1
 */
record Hook(UUID id, String receiver, int attempt) {}
