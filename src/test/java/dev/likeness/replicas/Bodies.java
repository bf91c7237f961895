package dev.likeness.replicas;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** What clients send: the README's pictures, and a small picture asked for. */
final class Bodies {

    private static final int SIDE = 64;

    private final String face = picture("face.jpg");
    private final String pose = picture("pose.png");

    byte[] of(Call call) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("face_image", face)
                .put("pose_image", pose)
                .put("prompt", "a red coat")
                .put("seed", call.number)
                .put("samples", call.samples)
                .put("use_input_img_dimension", false)
                .put("custom_width", SIDE)
                .put("custom_height", SIDE)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String picture(String name) {
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of("docs/samples", name)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
