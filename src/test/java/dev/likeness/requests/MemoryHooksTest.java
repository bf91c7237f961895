package dev.likeness.requests;

import java.time.Duration;
import java.util.Map;

class MemoryHooksTest extends HooksContract {

    private final MemoryReplicas replicas = new MemoryReplicas();

    @Override
    RequestStore replica(Map<String, String> configuration) {
        return replicas.replica(configuration);
    }

    @Override
    void pass(Duration time) {
        replicas.pass(time);
    }
}
