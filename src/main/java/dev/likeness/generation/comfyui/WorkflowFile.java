package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A profile's graph in one variant, as it lies in a file: ComfyUI's API format with placeholders.
 *
 * @param profile what requests call it
 * @param skeleton whether it takes the images that we draw, and not the photo of the pose
 * @param source where it was read, for messages
 */
record WorkflowFile(String profile, boolean skeleton, String source, ObjectNode graph) {

    /** From the directory, where it is given and has it, else from those that come with the service. */
    static Optional<WorkflowFile> read(String profile, boolean skeleton, Optional<Path> directory) {
        String name = name(profile, skeleton);
        Optional<Path> own = directory.map(folder -> folder.resolve(name)).filter(Files::isRegularFile);
        try {
            if (own.isPresent()) {
                return Optional.of(of(profile, skeleton, own.get().toString(), Files.readString(own.get())));
            }
            try (InputStream shipped = WorkflowFile.class.getResourceAsStream("/workflows/" + name)) {
                return shipped == null
                        ? Optional.empty()
                        : Optional.of(of(
                                profile,
                                skeleton,
                                "the shipped " + name,
                                new String(shipped.readAllBytes(), StandardCharsets.UTF_8)));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("likeness.comfyui.workflows-dir: cannot read " + name, unreadable);
        }
    }

    static String name(String profile, boolean skeleton) {
        return profile + (skeleton ? ".skeleton.json" : ".photo.json");
    }

    private static WorkflowFile of(String profile, boolean skeleton, String source, String text) {
        try {
            JsonNode json = new ObjectMapper().readTree(text);
            if (json instanceof ObjectNode graph) {
                return new WorkflowFile(profile, skeleton, source, graph);
            }
            throw new IllegalArgumentException(source + ": a workflow is a JSON object");
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(source + ": no JSON: " + broken.getOriginalMessage(), broken);
        }
    }
}
