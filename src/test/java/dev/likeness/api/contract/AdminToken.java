package dev.likeness.api.contract;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A service with administrators. */
public final class AdminToken implements QuarkusTestResourceLifecycleManager {

    static final String TOKEN = "the administrators' token of the tests";

    @Override
    public Map<String, String> start() {
        return Map.of("likeness.admin.token", TOKEN);
    }

    @Override
    public void stop() {}
}
