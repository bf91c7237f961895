package dev.likeness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/** A key and its certificate, made by the JDK's own tool, since nothing else in the JDK makes one. */
public final class TestKeystore {

    public static final String PASSWORD = "changeit";

    private TestKeystore() {}

    /**
     * Makes a PKCS#12 file.
     *
     * @param host for which the certificate is
     */
    public static Path in(Path folder, String host) {
        Path file = folder.resolve("key.p12");
        try {
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "key",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=" + host,
                            "-ext",
                            "san=dns:" + host,
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            file.toString(),
                            "-storepass",
                            PASSWORD)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(keytool.getInputStream().readAllBytes());
            assertThat(keytool.waitFor()).as(said).isZero();
            return file.toAbsolutePath();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
