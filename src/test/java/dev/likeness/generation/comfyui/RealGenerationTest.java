package dev.likeness.generation.comfyui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.likeness.error.BackendUnavailable;
import dev.likeness.error.NoFace;
import dev.likeness.generation.GeneratedImage;
import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.GenerationJob;
import dev.likeness.generation.PreviewFrame;
import dev.likeness.generation.Progress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Our client before a real ComfyUI with our stand-ins, at {@code LIKENESS_COMFYUI_URL}; {@code
 * docs/comfyui-real-server.md} says how to run one.
 */
class RealGenerationTest {

    private static final String URL = System.getenv("LIKENESS_COMFYUI_URL");

    @BeforeEach
    void needsTheServer() {
        assumeTrue(URL != null, "LIKENESS_COMFYUI_URL names no ComfyUI to generate with");
    }

    @ParameterizedTest
    @CsvSource({
        "sdxl-instantid,false",
        "sdxl-instantid,true",
        "sdxl-plusface,false",
        "sdxl-plusface,true",
        "qwen-edit,false",
        "qwen-edit,true"
    })
    void every_profile_makes_the_picture_that_was_asked_for(String profile, boolean skeleton) throws Exception {
        try (Farm farm = farm("profiles", profile, "read-pose", String.valueOf(skeleton))) {
            for (int[] size : new int[][] {{96, 128}, {1024, 1024}, {2000, 1200}}) {
                GenerationJob job = skeleton ? Jobs.skeleton(1) : Jobs.photo(1);
                GeneratedImage image = farm.images(sized(job, size[0], size[1])).get(0);
                byte[] file = ((GeneratedImage.Encoded) image.content()).file();
                assertThat(PictureFile.verdict(file, size[0], size[1])).isEqualTo(PictureFile.Verdict.WHOLE);
            }
        }
    }

    @Test
    void samples_are_their_own_prompts_with_progress_and_previews() throws Exception {
        try (Farm farm = farm()) {
            List<GenerationEvent> events = farm.events(Jobs.photo(4, 7));
            assertThat(events)
                    .hasAtLeastOneElementOfType(Progress.class)
                    .hasAtLeastOneElementOfType(PreviewFrame.class)
                    .filteredOn(GeneratedImage.class::isInstance)
                    .extracting(event -> ((GeneratedImage) event).seed())
                    .containsExactlyInAnyOrder(7L, 8L, 9L, 10L);
        }
    }

    @Test
    void a_picture_without_a_face_is_the_callers_fault() throws Exception {
        try (Farm farm = farm()) {
            assertThat(farm.failure(saying(Jobs.photo(1), "[no face]"))).isInstanceOf(NoFace.class);
        }
    }

    @Test
    void out_of_memory_is_tried_once_more_and_then_unavailable() throws Exception {
        try (Farm farm = farm()) {
            assertThat(farm.failure(saying(Jobs.photo(1), "[out of memory]"))).isInstanceOf(BackendUnavailable.class);
        }
    }

    @Test
    void a_cancelled_job_ends_while_others_go_on() throws Exception {
        Client client = new Client(URL);
        try (Farm farm = farm("jobs-per-server", "2", "sdxl.steps", "60")) {
            Run running = farm.run(saying(Jobs.photo(1), "[slow]"));
            FakeComfy.await("the job to make progress", () -> !running.events().isEmpty());
            String foreign = UUID.randomUUID().toString();
            ObjectNode graph = SampleGraphs.small();
            SampleGraphs.of(graph, "51").put("seed", System.nanoTime());
            client.submit(graph, foreign, "somebody-else");
            Run waiting = farm.run(saying(Jobs.photo(1), "[slow]"));
            FakeComfy.await("three jobs to be queued", () -> remaining(client) == 3);

            waiting.cancel();
            FakeComfy.await("the waiting job to be gone", () -> remaining(client) <= 2);
            running.cancel();
            FakeComfy.await("the queue to be empty", () -> remaining(client) == 0);

            JsonNode entry = client.json("/history/" + foreign).path(foreign);
            assertThat(entry.at("/status/status_str").asText()).isEqualTo("success");
        }
    }

    private static int remaining(Client client) {
        try {
            return client.json("/prompt").at("/exec_info/queue_remaining").asInt();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Farm farm(String... more) {
        Map<String, String> config = new HashMap<>(Map.of(
                "urls", URL, "silence-timeout", "1m", "sdxl.steps", "5", "qwen.steps", "5", "call-timeout", "20s"));
        config.put("cancel-timeout", "30s");
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        String[] flat = config.entrySet().stream()
                .flatMap(entry -> java.util.stream.Stream.of(entry.getKey(), entry.getValue()))
                .toArray(String[]::new);
        return new Farm(0, flat).started();
    }

    private static GenerationJob sized(GenerationJob job, int width, int height) {
        return copy(job, job.prompt(), width, height);
    }

    private static GenerationJob saying(GenerationJob job, String prompt) {
        return copy(job, prompt, job.width(), job.height());
    }

    private static GenerationJob copy(GenerationJob job, String prompt, int width, int height) {
        return new GenerationJob(
                job.id(),
                prompt,
                job.negativePrompt(),
                job.face(),
                job.faceFound(),
                job.pose(),
                job.skeleton(),
                width,
                height,
                job.seed(),
                job.samples(),
                job.identityStrength(),
                job.poseStrength(),
                job.profile());
    }
}
