package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClosestNameTest {

    @ParameterizedTest
    @CsvSource({
        "promt, prompt",
        "Prompt, prompt",
        "face_img, face_image",
        "faceimage, face_image",
        "face-image, face_image",
        "poseImage, pose_image",
        "base64, base_64",
        "format, output_format",
        "outputformat, output_format",
        "sample, samples",
        "negativeprompt, negative_prompt",
        "width, custom_width",
        "pose, pose_image",
        "'', seed",
        "use_input_image_dimension, use_input_img_dimension",
    })
    void a_slip_of_the_pen_is_understood(String written, String meant) {
        assertThat(ClosestName.hint(written, Fields.NAMES)).isEqualTo("; did you mean %s?", meant);
    }

    @Test
    void of_equally_close_names_always_the_same_is_told() {
        assertThat(ClosestName.hint("ax", Set.of("ab", "ac", "ad"))).isEqualTo("; did you mean ab?");
    }

    @Test
    void a_name_that_is_far_too_long_is_not_compared() {
        assertThat(ClosestName.hint("x".repeat(1_000_000), Fields.NAMES)).isEmpty();
    }

    @Test
    void without_known_names_there_is_nothing_to_mean() {
        assertThat(ClosestName.hint("x", Set.of())).isEmpty();
    }
}
