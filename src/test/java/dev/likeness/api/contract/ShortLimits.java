package dev.likeness.api.contract;

import dev.likeness.TestKeystore;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A service that waits for slow callers for seconds only, in clear text and over TLS. */
public final class ShortLimits implements QuarkusTestProfile {

    /** Shared by the class loaders of a test process, each of which has this class. */
    private static final String TLS_PORT = "dev.likeness.tests.tls-port";

    private static final Path KEYSTORE = keystore();

    /** A free port, the same for as long as the process lives. */
    static int tlsPort() {
        synchronized (System.getProperties()) {
            if (System.getProperty(TLS_PORT) == null) {
                try (ServerSocket free = new ServerSocket(0)) {
                    System.setProperty(TLS_PORT, String.valueOf(free.getLocalPort()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return Integer.getInteger(TLS_PORT);
        }
    }

    private static Path keystore() {
        try {
            return TestKeystore.in(
                    Files.createTempDirectory(Files.createDirectories(Path.of("target")), "tls-"), "localhost");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.http.test-ssl-port", String.valueOf(tlsPort()),
                "quarkus.http.ssl-port", String.valueOf(tlsPort()),
                "quarkus.http.ssl.certificate.key-store-file", KEYSTORE.toString(),
                "quarkus.http.ssl.certificate.key-store-password", TestKeystore.PASSWORD,
                "likeness.api.head-timeout", "2s",
                "likeness.api.idle-timeout", "3s",
                "likeness.api.body-stall-timeout", "2s",
                "likeness.api.min-rate-after", "3s",
                "likeness.api.answer-stall-timeout", "2s",
                "likeness.api.max-bodies-in-flight", "8M");
    }
}
