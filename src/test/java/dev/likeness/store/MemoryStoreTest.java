package dev.likeness.store;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The default: nobody needs a Redis. */
@QuarkusTest
@QuarkusTestResource(value = MemoryStoreTest.Listener.class, restrictToAnnotatedClass = true)
class MemoryStoreTest {

    ServerSocket redis;

    @Test
    void redis_is_neither_contacted_nor_missed() throws IOException {
        given().header("x-api-key", "demo").get("/v1/get-user-credits").then().statusCode(200);
        String health = given().get("/q/health").then().extract().asString();

        assertThat(health).contains("checks").doesNotContainIgnoringCase("redis");
        redis.setSoTimeout(1);
        assertThatThrownBy(redis::accept).as("nobody has connected").isInstanceOf(SocketTimeoutException.class);
    }

    /** Where Redis would be; a connection made to it waits until it is accepted. */
    public static final class Listener implements QuarkusTestResourceLifecycleManager {

        private ServerSocket socket;

        @Override
        public Map<String, String> start() {
            try {
                socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                return Map.of("quarkus.redis.hosts", "redis://127.0.0.1:" + socket.getLocalPort());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void inject(Object test) {
            ((MemoryStoreTest) test).redis = socket;
        }

        @Override
        public void stop() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
