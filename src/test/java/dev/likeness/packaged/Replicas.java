package dev.likeness.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.likeness.store.TestRedis;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Packaged services that share one Redis. Register it in a static field. */
final class Replicas implements BeforeAllCallback, AfterAllCallback {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TestRedis redis;

    @Override
    public void beforeAll(ExtensionContext context) {
        redis = TestRedis.start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (redis != null) {
            redis.close();
        }
    }

    /** @param prefix of the keys of those that belong together */
    PackagedService started(String prefix, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(more);
        properties.put("likeness.store", "redis");
        properties.put("quarkus.redis.hosts", redis.url());
        properties.put("likeness.redis.key-prefix", prefix);
        properties.put("likeness.requests.link-secret", "0123456789abcdef0123456789abcdef");
        properties.put("likeness.requests.workers", "1");
        return PackagedService.start(PackageForm.built(), properties).awaitReady();
    }

    static JsonNode asked(PackagedService service, String path) throws IOException {
        return JSON.readTree(service.send(service.to(path)).body());
    }

    static double credits(PackagedService service) throws IOException {
        return asked(service, "/v1/get-user-credits").get("credits").doubleValue();
    }
}
