package dev.likeness.generation.segmind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.TestConfig;
import dev.likeness.remote.Answer;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read once, from the configuration or from a header. */
class SettingsTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-25T12:00:00Z"), ZoneOffset.UTC);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.segmind.com/v1, https://api.segmind.com",
        "https://api.segmind.com/v2/, https://api.segmind.com",
        "http://likeness.svc:8080, http://likeness.svc:8080",
        "https://gateway/pictures/v1, https://gateway/pictures",
        "http://likeness_app:8080/v1, http://likeness_app:8080",
    })
    void an_upstream_is_named_with_or_without_a_version(String url, String root) {
        assertThat(address(url).root()).isEqualTo(root);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.segmind.com",
                "ftp://host/v1",
                "https:///v1",
                "https://likeness_app/v1",
                "https://me:secret@host/v1",
                "https://host/v1?key=secret"
            })
    void another_address_is_refused_by_its_key_and_not_repeated(String url) {
        assertThatThrownBy(() -> address(url))
                .hasMessageStartingWith("likeness.segmind.url:")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example.com/a/b.png, true",
        "https://API.example.com:443/b.png, true",
        "http://api.example.com/b.png, false",
        "https://api.example.com:8443/b.png, false",
        "https://api.example.com.evil.org/b.png, false",
        "https://images.example.com/b.png, false",
    })
    void only_the_upstreams_own_host_port_and_scheme_are_its_own(URI url, boolean own) {
        assertThat(address("https://api.example.com/v1").isOriginOf(url)).isEqualTo(own);
    }

    @Test
    void an_upstream_with_an_underscore_in_its_name_has_pictures_of_its_own() {
        Address address = address("http://likeness_app:8080/v1");

        assertThat(address.isOriginOf(URI.create("http://likeness_app:8080/v2/outputs/1?expires=2")))
                .isTrue();
        assertThat(address.isOriginOf(URI.create("http://likeness_app:8081/v2/outputs/1")))
                .isFalse();
        assertThat(address.isOriginOf(URI.create("http://likeness-app:8080/v2/outputs/1")))
                .isFalse();
    }

    @Test
    void headers_of_a_proxy_before_the_upstream_are_read_from_names_and_values() {
        Address address = Address.of(config(
                "logins.id.header", "CF-Access-Client-Id",
                "logins.id.value", "abc.access",
                "logins.token.authorization", "Bearer secret"));

        assertThat(address.headers())
                .containsOnly(
                        Map.entry("CF-Access-Client-Id", "abc.access"), Map.entry("Authorization", "Bearer secret"));
        assertThat(address.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({"X-API-Key", "Idempotency-Key", "Host", "a b"})
    void a_header_that_the_service_sets_itself_or_that_is_none_is_refused_by_its_key_and_not_repeated(String header) {
        assertThatThrownBy(() -> Address.of(config("logins.id.header", header, "logins.id.value", "secret")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("likeness.segmind.logins.id: ")
                .hasMessageNotContaining("secret");
    }

    @Test
    void a_key_is_needed() {
        assertThatThrownBy(() -> ApiKey.of(config(), vertx)).hasMessageStartingWith("likeness.segmind.api-key:");
    }

    @Test
    void a_key_from_two_places_is_refused() {
        assertThatThrownBy(() -> ApiKey.of(config("api-key", "a", "api-key-file", "/b"), vertx))
                .hasMessageContaining("likeness.segmind.api-key")
                .hasMessageContaining("likeness.segmind.api-key-file");
    }

    @Test
    void a_key_that_no_header_can_hold_is_refused_and_not_repeated() {
        assertThatThrownBy(() -> ApiKey.of(config("api-key", "secret\nx-evil: 1"), vertx))
                .hasMessageStartingWith("likeness.segmind.api-key:")
                .hasMessageNotContaining("secret");
    }

    @Test
    void a_file_that_cannot_be_read_is_refused_by_its_key(@TempDir Path folder) {
        assertThatThrownBy(() ->
                        ApiKey.of(config("api-key-file", folder.resolve("none").toString()), vertx))
                .hasMessageStartingWith("likeness.segmind.api-key-file:");
    }

    @Test
    void a_key_that_was_replaced_in_its_file_is_used_after_the_next_look(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("key");
        Files.writeString(file, "SG_one\n");
        ApiKey key = ApiKey.of(config("api-key-file", file.toString()), vertx);
        assertThat(key.value()).isEqualTo("SG_one");

        Files.writeString(file, "SG_two\n");
        key.refreshed().await().atMost(Rig.PATIENCE);
        assertThat(key.value()).isEqualTo("SG_two");

        Files.delete(file);
        key.refreshed().await().atMost(Rig.PATIENCE);
        assertThat(key.value()).isEqualTo("SG_two");
    }

    @ParameterizedTest
    @CsvSource({
        "mode, v3",
        "model, ../../account",
        "samples-per-call, 0",
        "samples-per-call, 5",
        "max-in-flight, 0",
        "submit-retries, -1",
        "call-timeout, soon",
        "breaker-failures, 0",
    })
    void a_value_that_cannot_work_is_refused_at_the_start_by_the_name_of_its_key(String key, String value) {
        assertThatThrownBy(() -> config(key, value)).hasMessageContaining("likeness.segmind." + key);
    }

    @ParameterizedTest
    @CsvSource({
        "Retry-After, 17, 17",
        "Retry-After, 'Wed, 25 Nov 2026 12:00:30 GMT', 30",
        "Retry-After, 'Wed, 25 Nov 2026 11:00:00 GMT', 1",
        "x-rate-limit-reset-at-utc, 2026-11-25T12:01:00Z, 60",
        "Retry-After, 99999999, 3600",
    })
    void the_upstream_says_in_several_ways_when_to_come_back(String header, String value, long seconds) {
        assertThat(RetryAfter.of(answer(header, value), NOON)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"Retry-After, soon", "x-rate-limit-reset-at-utc, tomorrow", "Age, 7"})
    void what_says_nothing_says_nothing(String header, String value) {
        assertThat(RetryAfter.of(answer(header, value), NOON)).isEmpty();
    }

    private static Address address(String url) {
        return Address.of(config("url", url));
    }

    private static Answer answer(String header, String value) {
        return new Answer(429, MultiMap.caseInsensitiveMultiMap().add(header, value), new byte[0]);
    }

    private static SegmindConfig config(String... settings) {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            properties.put("likeness.segmind." + settings[i], settings[i + 1]);
        }
        return TestConfig.of(SegmindConfig.class, properties);
    }
}
