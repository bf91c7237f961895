package dev.likeness.generation.segmind;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.likeness.generation.GenerationJob;
import java.io.UncheckedIOException;

/** Some of a job's pictures as the upstream is asked for them. */
final class JobBody {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JobBody() {}

    /**
     * Pictures are sent upright, since who knows whether the upstream minds their orientation, and are asked for in the size
     * that was promised, which the upstream might read from the pose picture otherwise, and as PNG, which loses nothing.
     * Takes CPU time: a picture may have to be decoded.
     *
     * @param base64 whether the pictures are to come as text in JSON
     */
    static byte[] of(GenerationJob job, Share share, boolean base64, boolean likeness) {
        ObjectNode body = JSON.createObjectNode()
                .put("face_image", job.face().upright().file())
                .put("pose_image", job.pose().upright().file())
                .put("prompt", job.prompt())
                .put("base_64", base64)
                .put("use_input_img_dimension", false)
                .put("custom_width", job.width())
                .put("custom_height", job.height())
                .put("output_format", "png")
                .put("samples", share.samples())
                .put("seed", job.seedOf(share.first()));
        if (likeness) {
            job.negativePrompt().ifPresent(text -> body.put("negative_prompt", text));
            job.identityStrength().ifPresent(strength -> body.put("identity_strength", strength));
            job.poseStrength().ifPresent(strength -> body.put("pose_strength", strength));
            job.profile().ifPresent(profile -> body.put("profile", profile));
        }
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
