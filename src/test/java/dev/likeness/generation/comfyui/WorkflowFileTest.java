package dev.likeness.generation.comfyui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.TestConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Profiles of the operator's own. */
class WorkflowFileTest {

    @TempDir
    Path directory;

    @Test
    void a_profile_of_the_operators_own_is_found_by_its_file() throws IOException {
        put("house-style.skeleton.json", shipped("sdxl-plusface.skeleton.json").replace("\"ddpm\"", "\"euler\""));

        Workflows workflows = workflows("house-style,qwen-edit", true);

        assertThat(workflows.find(Optional.empty(), true).name()).isEqualTo("house-style");
        assertThat(workflows.profiles()).containsExactlyInAnyOrder("house-style", "qwen-edit");
    }

    @Test
    void a_file_of_the_operator_takes_the_place_of_a_shipped_one() throws IOException {
        put("qwen-edit.photo.json", shipped("qwen-edit.photo.json").replace("\"UNETLoader\"", "\"UnetLoaderGGUF\""));

        Workflows workflows = workflows("qwen-edit", false);

        assertThat(workflows.find(Optional.empty(), false).nodeClasses()).contains("UnetLoaderGGUF");
        assertThat(workflows.find(Optional.empty(), true).nodeClasses()).contains("UNETLoader");
    }

    @Test
    void a_profile_without_the_needed_variant_is_refused_with_the_name_of_its_file() throws IOException {
        put("house-style.photo.json", shipped("sdxl-plusface.photo.json"));

        assertThatThrownBy(() -> workflows("house-style", true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("likeness.comfyui.profiles")
                .hasMessageContaining("house-style.skeleton.json")
                .hasMessageContaining(directory.toString());
        assertThat(workflows("house-style", false).profiles()).containsExactly("house-style");
    }

    @Test
    void a_profile_cannot_lead_out_of_the_directory() {
        assertThatThrownBy(() -> workflows("../secret", true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("likeness.comfyui.profiles: \"../secret\" is no name");
    }

    static Stream<Arguments> required() {
        return Stream.concat(
                        Stream.of(JobValues.FACE), JobValues.REQUIRED.stream().sorted())
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("required")
    void a_file_that_lacks_a_placeholder_is_refused_with_its_name_and_the_placeholders(String placeholder)
            throws IOException {
        put("own.photo.json", shipped("sdxl-plusface.photo.json").replace("${" + placeholder + "}", "1"));

        assertThatThrownBy(() -> workflows("own", false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(directory.resolve("own.photo.json").toString())
                .hasMessageContaining("lacks ${" + placeholder + "}");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("\"${seed}\"", "\"${seed} ${sead}\"", "has ${sead}, which nothing fills"),
                Arguments.of(
                        "\"${prompt}\"", "\"${prompt} ${kps_image}\"", "${kps_image}, which only a .skeleton.json"),
                Arguments.of("[\"52\", 0]", "[\"53\", 0]", "node 61: image is linked to a node that is not there"),
                Arguments.of("\"upscales\"", "\"upscale\"", "_meta.when is \"upscale\""),
                Arguments.of("\"SaveImage\"", "\"PreviewImage\"", "has 0 SaveImage nodes"),
                Arguments.of("\"step\": 8", "\"step\": -8", "_meta.step"),
                Arguments.of("\"class_type\": \"KSampler\",", "", "node 51 has no class_type"),
                Arguments.of("{\n  \"1\"", "{\n  \"1\"::", "no JSON"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void a_mistake_is_refused_with_the_file_and_the_place(String right, String wrong, String message)
            throws IOException {
        String file = shipped("sdxl-plusface.photo.json");
        assertThat(file).contains(right);
        put("own.photo.json", file.replace(right, wrong));

        assertThatThrownBy(() -> workflows("own", false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(directory.resolve("own.photo.json").toString())
                .hasMessageContaining(message);
    }

    @Test
    void an_ip_adapter_before_instant_id_is_refused() throws IOException {
        put(
                "own.skeleton.json",
                shipped("sdxl-instantid.skeleton.json")
                        .replace("\"model\": [\"1\", 0]", "\"model\": [\"33\", 0]")
                        .replace("\"model\": [\"23\", 0]", "\"model\": [\"1\", 0]"));

        assertThatThrownBy(() -> workflows("own", true))
                .hasMessageContaining("InstantID (node 23) comes after an IP-Adapter (node 33)");
    }

    @Test
    void a_file_saved_for_the_editor_is_refused_with_what_to_do() throws IOException {
        put("own.photo.json", "{\"nodes\": [], \"links\": [], \"version\": 0.4}");

        assertThatThrownBy(() -> workflows("own", false)).hasMessageContaining("export it in the API format");
    }

    private Workflows workflows(String profiles, boolean readPose) {
        return new Workflows(
                TestConfig.of(
                        ComfyConfig.class,
                        Map.of(
                                "likeness.comfyui.profiles", profiles,
                                "likeness.comfyui.read-pose", Boolean.toString(readPose),
                                "likeness.comfyui.workflows-dir", directory.toString())),
                picture -> null);
    }

    private void put(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }

    private static String shipped(String name) throws IOException {
        try (InputStream file = WorkflowFileTest.class.getResourceAsStream("/workflows/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
