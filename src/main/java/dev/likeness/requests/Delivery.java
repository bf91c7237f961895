package dev.likeness.requests;

import java.util.Optional;

/**
 * How a request's end is told.
 *
 * @param origin what the links of its answers begin with, {@code https://host[:port][/path]} without a closing slash
 */
public record Delivery(String origin, Optional<Webhook> webhook) {}
