package dev.likeness.store;

import java.util.ArrayList;
import java.util.List;
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
        return closing(new TestStore(server, prefix));
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
