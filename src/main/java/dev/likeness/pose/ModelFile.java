package dev.likeness.pose;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Where a network is: in this build or in a file. As text it is what messages call it. */
sealed interface ModelFile {

    OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options) throws OrtException;

    InputStream content() throws IOException;

    /** Of its content, in hexadecimal digits. */
    default String sha256() throws IOException {
        try (InputStream content = content()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            content.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    /** @param resource an ONNX file on the class path */
    record Shipped(String resource) implements ModelFile {

        @Override
        public OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options) throws OrtException {
            try (InputStream model = content()) {
                return environment.createSession(model.readAllBytes(), options);
            } catch (IOException e) {
                throw new IllegalStateException("the network " + resource + " cannot be read", e);
            }
        }

        @Override
        public InputStream content() {
            InputStream model = Shipped.class.getClassLoader().getResourceAsStream(resource);
            if (model == null) {
                throw new IllegalStateException("the network " + resource + " is not in this build");
            }
            return model;
        }

        @Override
        public String toString() {
            return resource;
        }
    }

    /**
     * A file that the operator has put there; the runtime reads it itself, so that the heap never holds it.
     *
     * @param key of the configuration that led to it
     */
    record Mounted(String key, Path path) implements ModelFile {

        @Override
        public OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options) throws OrtException {
            return environment.createSession(path.toString(), options);
        }

        @Override
        public InputStream content() throws IOException {
            return Files.newInputStream(path);
        }

        @Override
        public String toString() {
            return key + ": " + path;
        }
    }
}
