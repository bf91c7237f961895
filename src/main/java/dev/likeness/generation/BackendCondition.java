package dev.likeness.generation;

import java.util.Map;

/**
 * Whether a backend can take jobs.
 *
 * @param remarks for whoever runs the service: by the part of the backend that they are about
 */
public record BackendCondition(boolean ready, Map<String, String> remarks) {

    public static final BackendCondition READY = new BackendCondition(true, Map.of());
}
