package dev.likeness.packaged;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** What the build makes, and how it is started, exactly as the README says. */
public enum PackageForm {
    NATIVE {
        @Override
        public List<String> command(List<String> properties) {
            List<String> command = new ArrayList<>();
            command.add(FOLDER.resolve("likeness").toAbsolutePath().toString());
            command.addAll(properties);
            return command;
        }

        @Override
        public boolean isBuilt() {
            return Files.isExecutable(FOLDER.resolve("likeness"));
        }
    },
    JVM {
        @Override
        public List<String> command(List<String> properties) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(properties);
            command.add("-jar");
            command.add(JAR.toString());
            return command;
        }

        @Override
        public boolean isBuilt() {
            return Files.isRegularFile(JAR);
        }
    };

    /** The executable and its libraries. */
    public static final Path FOLDER = Path.of("target/native");

    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");

    public abstract List<String> command(List<String> properties);

    public abstract boolean isBuilt();

    /** What the build of which these tests are a part has made last. */
    static PackageForm built() {
        Properties artifact = new Properties();
        try (InputStream file = Files.newInputStream(Path.of("target/quarkus-artifact.properties"))) {
            artifact.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is packaged: ./mvnw package", e);
        }
        return artifact.getProperty("type").startsWith("native") ? NATIVE : JVM;
    }
}
