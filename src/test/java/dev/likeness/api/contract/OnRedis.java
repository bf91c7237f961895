package dev.likeness.api.contract;

import dev.likeness.store.TestRedis;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The service with all of its state in a real Redis. */
public class OnRedis implements QuarkusTestProfile {

    /** And with the backend that does what the prompt says. */
    public static final class Scripted extends OnRedis {

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> all = new HashMap<>(super.getConfigOverrides());
            all.putAll(new ScriptedBackend.Queued().getConfigOverrides());
            return all;
        }
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> all = new HashMap<>(new WebhookSettings().getConfigOverrides());
        all.put("likeness.store", "redis");
        all.put("likeness.requests.link-secret", "0123456789abcdef0123456789abcdef");
        return all;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Server.class));
    }

    public static final class Server implements QuarkusTestResourceLifecycleManager {

        private TestRedis redis;

        @Override
        public Map<String, String> start() {
            redis = TestRedis.start();
            return Map.of("quarkus.redis.hosts", redis.url());
        }

        @Override
        public void stop() {
            if (redis != null) {
                redis.close();
            }
        }
    }
}
