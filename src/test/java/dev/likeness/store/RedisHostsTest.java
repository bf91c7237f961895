package dev.likeness.store;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisHostsTest {

    @ParameterizedTest
    @ValueSource(strings = {"redis://my_redis:6379", "rediss://:secret@my_redis", "redis://"})
    void a_host_that_the_client_would_take_for_localhost_is_refused_and_not_repeated(String host) {
        assertThatThrownBy(() -> RedisHosts.check(URI.create(host.equals("redis://") ? "redis:///" : host)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("quarkus.redis.hosts: ")
                .hasMessageContaining("underscore")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://localhost:6379",
                "rediss://:secret@redis.example.com:6380/0",
                "redis://[::1]:6379",
                "redis://127.0.0.1",
                "unix:///var/run/redis.sock"
            })
    void other_hosts_are_left_to_the_client(String host) {
        assertThatCode(() -> RedisHosts.check(URI.create(host))).doesNotThrowAnyException();
    }
}
