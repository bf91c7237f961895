package dev.likeness.input;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The configuration with its defaults, as far as a test does not say otherwise. */
record Settings(
        MemorySize maxBytes,
        int maxPixels,
        int minSide,
        int maxSide,
        Duration urlTimeout,
        Duration urlConnectTimeout,
        int urlMaxRedirects,
        Optional<List<String>> allowedHosts)
        implements InputConfig {

    static final PictureLimits LIMITS = PictureLimits.of(defaults());

    static Settings defaults() {
        return new Settings(
                bytes(15 << 20),
                40_000_000,
                64,
                8192,
                Duration.ofSeconds(10),
                Duration.ofSeconds(3),
                3,
                Optional.empty());
    }

    Settings allowing(String... hosts) {
        return new Settings(
                maxBytes,
                maxPixels,
                minSide,
                maxSide,
                urlTimeout,
                urlConnectTimeout,
                urlMaxRedirects,
                Optional.of(List.of(hosts)));
    }

    Settings upTo(int bytes) {
        return new Settings(
                bytes(bytes),
                maxPixels,
                minSide,
                maxSide,
                urlTimeout,
                urlConnectTimeout,
                urlMaxRedirects,
                allowedHosts);
    }

    Settings within(Duration total) {
        return new Settings(
                maxBytes, maxPixels, minSide, maxSide, total, urlConnectTimeout, urlMaxRedirects, allowedHosts);
    }

    private static MemorySize bytes(int count) {
        return new MemorySize(BigInteger.valueOf(count));
    }
}
