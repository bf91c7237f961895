package dev.likeness.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Lua script that Redis runs as one step. It must not matter whether it is run once or several times with the same
 * arguments: an answer may get lost.
 *
 * @param sha1 by which Redis knows it once it has seen its text
 */
public record Script(String text, String sha1) {

    /** @param files of {@code redis/} on the class path without their {@code .lua}, put together in this order */
    public static Script of(String... files) {
        String text = Stream.of(files).map(Script::read).collect(Collectors.joining("\n"));
        return new Script(text, sha1(text));
    }

    private static String read(String name) {
        try (InputStream file = Script.class.getResourceAsStream("/redis/" + name + ".lua")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As Redis calculates it; nothing depends on its being hard to forge. */
    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
