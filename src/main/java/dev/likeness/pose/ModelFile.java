package dev.likeness.pose;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Where a network is: in this build or in a file. As text it is what messages call it. */
sealed interface ModelFile {

    OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options) throws OrtException;

    /** @param resource an ONNX file on the class path */
    record Shipped(String resource) implements ModelFile {

        @Override
        public OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options) throws OrtException {
            try (InputStream model = Shipped.class.getClassLoader().getResourceAsStream(resource)) {
                if (model == null) {
                    throw new IllegalStateException("the network " + resource + " is not in this build");
                }
                return environment.createSession(model.readAllBytes(), options);
            } catch (IOException e) {
                throw new IllegalStateException("the network " + resource + " cannot be read", e);
            }
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
        public String toString() {
            return key + ": " + path;
        }
    }
}
