package dev.likeness.store;

import dev.likeness.faults.FaultProxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One Redis for all tests of a class, and as many replicas of the service that share it as a test asks for; each test has keys
 * of its own. Register it in a static field.
 */
public final class SharedRedis implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private final List<AutoCloseable> opened = new ArrayList<>();
    private TestRedis server;
    private String prefix;

    @Override
    public void beforeAll(ExtensionContext context) {
        server = TestRedis.start();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        prefix = "test-" + UUID.randomUUID();
    }

    public TestRedis server() {
        return server;
    }

    /** What the names of all keys of this test begin with. */
    public String prefix() {
        return prefix;
    }

    /** Another replica. */
    public TestStore replica() {
        return replica(server.port(), Map.of());
    }

    /** Another replica that comes to Redis through this proxy. */
    public TestStore replica(FaultProxy proxy, Map<String, String> properties) {
        return replica(proxy.port(), properties);
    }

    private TestStore replica(int port, Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.putIfAbsent("likeness.redis.key-prefix", prefix);
        return closing(new TestStore(port, all));
    }

    /** A proxy in front of the server, for this test. */
    public FaultProxy proxy() {
        return closing(FaultProxy.redis(server.port()));
    }

    /** To be closed after the test, in this order. */
    public <T extends AutoCloseable> T closing(T resource) {
        opened.add(resource);
        return resource;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
        opened.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (server != null) {
            server.close();
        }
    }
}
