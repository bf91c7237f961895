package dev.likeness.requests;

import java.util.Optional;

/**
 * How a request's end is told.
 *
 * @param origin what the links of its answers begin with, {@code https://host[:port][/path]} without a closing slash
 * @param webhook the address that is told; checked when the request came, and checked again when it is used
 */
public record Delivery(String origin, Optional<String> webhook) {

    /** Without the webhook's address, which may hold a secret. */
    @Override
    public String toString() {
        return origin;
    }
}
