package dev.likeness.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.TestConfig;
import dev.likeness.store.StoreConfig;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutputLinksTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Map<String, String> SECRET = Map.of(
            "likeness.requests.link-secret", "0123456789abcdef0123456789abcdef", "likeness.requests.retention", "1h");
    private static final Pattern LINK =
            Pattern.compile("https://pictures\\.example/v2/outputs/([^/]+)/([^?]+)\\?expires=(\\d+)&signature=(.+)");

    private StoredRequest request;

    @BeforeEach
    void aFinishedPicture() {
        MemoryReplicas replicas = new MemoryReplicas();
        RequestStore store = replicas.replica(Map.of());
        NewRequest submitted = TestRequests.request();
        StoreSteps.done(store.submit(submitted));
        Turn turn = StoreSteps.done(store.take(1)).get(0);
        StoreSteps.done(store.keep(turn, TestRequests.image(0, 5), TestRequests.telling("image")));
        StoreSteps.done(store.complete(turn, java.math.BigDecimal.ONE, TestRequests.telling("done")));
        request = StoreSteps.done(store.find(submitted.id())).orElseThrow();
    }

    private static OutputLinks links(Map<String, String> properties, Instant now, int seed) {
        return links("memory", properties, now, seed);
    }

    private static OutputLinks links(String store, Map<String, String> properties, Instant now, int seed) {
        return new OutputLinks(
                TestConfig.of(RequestsConfig.class, properties),
                TestConfig.of(StoreConfig.class, Map.of("likeness.store", store)),
                new Random(seed),
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private static boolean isGood(OutputLinks links, String url) {
        Matcher link = LINK.matcher(url);
        assertThat(link.matches()).as(url).isTrue();
        return links.isGood(
                UUID.fromString(link.group(1)), link.group(2), Long.parseLong(link.group(3)), link.group(4));
    }

    private String link(OutputLinks links) {
        return links.to(request, request.pictures().get(0));
    }

    @Test
    void a_link_is_good_until_the_picture_is_dropped() {
        String link = link(links(SECRET, NOW, 1));

        assertThat(URI.create(link).getPath()).endsWith(request.id() + "/0.webp");
        assertThat(isGood(links(SECRET, NOW.plus(Duration.ofMinutes(59)), 2), link))
                .isTrue();
        assertThat(isGood(links(SECRET, NOW.plus(Duration.ofHours(1)), 2), link))
                .isFalse();
        assertThat(isGood(links(SECRET, NOW.plus(Duration.ofDays(365)), 2), link))
                .isFalse();
    }

    @Test
    void all_replicas_with_the_same_secret_sign_alike() {
        assertThat(link(links(SECRET, NOW, 1))).isEqualTo(link(links(SECRET, NOW, 2)));
    }

    @Test
    void a_link_signed_with_another_secret_is_not_good() {
        String link = link(links(Map.of("likeness.requests.link-secret", "f".repeat(32)), NOW, 1));

        assertThat(isGood(links(SECRET, NOW, 1), link)).isFalse();
    }

    @Test
    void a_secret_of_its_own_is_another_one_with_each_start() {
        assertThat(link(links(Map.of(), NOW, 1))).isNotEqualTo(link(links(Map.of(), NOW, 2)));
    }

    @Test
    void replicas_that_share_redis_must_have_one() {
        assertThatThrownBy(() -> links("redis", Map.of(), NOW, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("likeness.requests.link-secret is required");
    }
}
