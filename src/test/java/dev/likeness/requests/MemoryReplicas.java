package dev.likeness.requests;

import dev.likeness.TestConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** In one process there is one store of each configuration; its clock goes when it is told to. */
final class MemoryReplicas {

    private final Map<Map<String, String>, RequestStore> stores = new HashMap<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    RequestStore replica(Map<String, String> configuration) {
        return stores.computeIfAbsent(
                configuration,
                same -> new InMemoryRequestStore(
                        TestConfig.of(RequestsConfig.class, configuration), Long.MAX_VALUE, new Moved()));
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    private final class Moved extends Clock {

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
