package dev.likeness.generation.segmind;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;

/** The service with this backend, in front of an upstream that a test may start at the configured port. */
public final class WithSegmind implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("likeness.backend", "segmind,preview"),
                Map.entry("likeness.segmind.url", "http://127.0.0.1:" + freePort() + "/v1"),
                Map.entry("likeness.segmind.api-key", FakeUpstream.KEY),
                Map.entry("likeness.segmind.probe-interval", "20ms"),
                Map.entry("likeness.segmind.poll-interval", "5ms"),
                Map.entry("likeness.segmind.poll-interval-most", "20ms"),
                Map.entry("likeness.segmind.call-timeout", "1s"),
                Map.entry("likeness.segmind.lost-after", "1s"),
                Map.entry("likeness.segmind.refused-pause", "100ms"),
                Map.entry("likeness.segmind.breaker-failures", "100000"),
                Map.entry("likeness.generation.timeout", "15s"));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
