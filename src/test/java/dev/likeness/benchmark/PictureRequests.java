package dev.likeness.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Bodies of requests with the README's pictures. */
final class PictureRequests {

    static final String PATH = "/v1/consistent-character-with-pose";

    final byte[] face = read("face.jpg");
    final byte[] pose = read("pose.png");

    private static byte[] read(String name) {
        try {
            return Files.readAllBytes(Path.of("docs/samples", name));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** @param more further fields as name, JSON value, name, JSON value... */
    byte[] json(Object... more) {
        return json(face, pose, more);
    }

    byte[] json(byte[] face, byte[] pose, Object... more) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("face_image", base64(face));
        fields.put("pose_image", base64(pose));
        fields.put("prompt", "\"A woman in a blue denim shirt and matching jeans\"");
        for (int i = 0; i < more.length; i += 2) {
            fields.put((String) more[i], more[i + 1]);
        }
        return fields.entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
                .collect(Collectors.joining(",", "{", "}"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] file) {
        return '"' + Base64.getEncoder().encodeToString(file) + '"';
    }
}
