package dev.likeness.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TestRedisTest {

    @Test
    void the_server_of_the_library_starts_where_none_is_installed() {
        try (TestRedis redis = TestRedis.startFrom(TestRedis.Embedded.EXECUTABLE, "--appendonly", "yes")) {
            redis.call("SET", "kept", "1");
            redis.kill();
            begin(redis);

            assertThat(redis.call("GET", "kept")).isEqualTo("$1\r\n1\r\n");
            assertThat(redis.call("INFO", "server")).contains("redis_version:");
        }
    }

    @Test
    void a_server_that_does_not_start_fails_the_test() {
        assertThatThrownBy(() -> TestRedis.start("--no-such-option", "1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Redis did not start")
                .hasMessageContaining("no-such-option");
    }

    @Test
    void a_reply_is_read_whole() {
        try (TestRedis redis = TestRedis.start()) {
            String value = "0123456789abcdef".repeat(100_000);
            redis.call("SET", "long", value);

            assertThat(redis.call("GET", "long")).hasSize(1_600_000 + "$1600000\r\n\r\n".length());
            assertThat(List.of(redis.call("LPUSH", "list", "a", "b"), redis.call("LRANGE", "list", "0", "-1")))
                    .containsExactly(":2\r\n", "*2\r\n$1\r\nb\r\n$1\r\na\r\n");
        }
    }

    private static void begin(TestRedis redis) {
        try {
            redis.begin();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
