package dev.likeness.generation.segmind;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Our key at the upstream. Nothing that is said about it holds any of it. */
final class ApiKey {

    private static final Logger LOG = Logger.getLogger(ApiKey.class);

    private static final String KEY = "likeness.segmind.api-key";
    private static final String FILE = "likeness.segmind.api-key-file";

    private final Vertx vertx;
    private final Optional<Path> file;
    private volatile String value;

    private ApiKey(Vertx vertx, Optional<Path> file, String value) {
        this.vertx = vertx;
        this.file = file;
        this.value = value;
    }

    /** Reads the file; at start only, since it blocks. */
    static ApiKey of(SegmindConfig config, Vertx vertx) {
        Optional<String> given = config.apiKey().map(String::strip).filter(key -> !key.isEmpty());
        Optional<Path> file = config.apiKeyFile();
        if (given.isPresent() && file.isPresent()) {
            throw new IllegalArgumentException(KEY + " and " + FILE + " are both set; leave one of them out");
        }
        if (file.isPresent()) {
            return new ApiKey(vertx, file, checked(FILE, read(file.get())));
        }
        return new ApiKey(
                vertx,
                file,
                checked(
                        KEY,
                        given.orElseThrow(() -> new IllegalArgumentException(KEY
                                + ": the segmind backend needs a key; set it, or name a file with it in " + FILE))));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(FILE + ": " + file + " cannot be read", e);
        }
    }

    /** A header cannot hold anything else, and no key has it. */
    private static String checked(String source, String text) {
        String key = text.strip();
        if (!key.matches("[!-~]{1,512}")) {
            throw new IllegalArgumentException(source + ": not a key; it must be 1 to 512 visible ASCII characters");
        }
        return key;
    }

    String value() {
        return value;
    }

    /** Reads the file again, where there is one; what cannot be read leaves the key that it was. */
    Uni<Void> refreshed() {
        return file.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.createFrom()
                        .completionStage(() -> vertx.fileSystem()
                                .readFile(file.get().toString())
                                .toCompletionStage())
                        .map(Buffer::toString)
                        .invoke(text -> value = checked(FILE, text))
                        .onFailure()
                        .invoke(failure -> LOG.warnf("%s cannot be read again: %s", FILE, failure.getMessage()))
                        .onFailure()
                        .recoverWithNull()
                        .replaceWithVoid();
    }
}
