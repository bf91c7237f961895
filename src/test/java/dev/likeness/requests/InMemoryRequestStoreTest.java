package dev.likeness.requests;

import java.time.Duration;
import java.util.Map;

class InMemoryRequestStoreTest implements RequestStoreContract {

    private final MemoryReplicas replicas = new MemoryReplicas();

    @Override
    public RequestStore replica(Map<String, String> configuration) {
        return replicas.replica(configuration);
    }

    @Override
    public void pass(Duration time) {
        replicas.pass(time);
    }
}
