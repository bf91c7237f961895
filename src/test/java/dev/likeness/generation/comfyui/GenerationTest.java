package dev.likeness.generation.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.generation.GeneratedImage;
import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.GenerationJob;
import dev.likeness.generation.PreviewFrame;
import dev.likeness.generation.Progress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What goes well. */
class GenerationTest {

    @Test
    void makes_the_picture_that_was_asked_for() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            GeneratedImage image = farm.images(Jobs.photo(1)).get(0);
            byte[] file = ((GeneratedImage.Encoded) image.content()).file();
            assertThat(PictureFile.verdict(file, Jobs.WIDTH, Jobs.HEIGHT)).isEqualTo(PictureFile.Verdict.WHOLE);
            assertThat(image.seed()).isEqualTo(42);
            assertThat(farm.server(0).journal().graphProblems()).isEmpty();
        }
    }

    @Test
    void sends_the_skeleton_that_we_have_read() throws Exception {
        try (Farm farm = new Farm(1, "read-pose", "true").started()) {
            assertThat(farm.images(Jobs.skeleton(1))).hasSize(1);
            assertThat(farm.server(0).journal().uploads())
                    .extracting(Journal.Uploaded::name)
                    .anyMatch(name -> name.contains("keypoints"));
            assertThat(farm.server(0).journal().graphProblems()).isEmpty();
        }
    }

    @Test
    void sends_the_cuts_of_a_face_that_we_have_found_in_the_place_of_the_whole_picture() throws Exception {
        try (Farm farm = new Farm(1, "read-pose", "true").started()) {
            assertThat(farm.images(Jobs.face())).hasSize(1);
            assertThat(farm.server(0).journal().uploads())
                    .extracting(upload -> upload.name().replaceAll("^.{37}|\\.png$", ""))
                    .containsExactlyInAnyOrder("face-crop", "face-portrait", "pose", "keypoints");
            assertThat(farm.server(0).journal().graphProblems()).isEmpty();
        }
    }

    @Test
    void sends_nothing_that_a_picture_says_beside_its_pixels() throws Exception {
        byte[] secrets = dev.likeness.input.PictureFile.withSecrets();
        try (Farm farm = new Farm(1).started()) {
            assertThat(farm.images(Jobs.of(secrets, secrets))).hasSize(1);
            assertThat(farm.server(0).journal().uploads()).hasSize(2).allSatisfy(upload -> {
                assertThat(new String(upload.bytes(), StandardCharsets.ISO_8859_1))
                        .doesNotContain("SECRET")
                        .doesNotContain("Exif");
                // The pose is fitted into what is generated.
                if (upload.name().contains("face")) {
                    assertThat(dev.likeness.input.PictureFile.read(upload.bytes())
                                    .width())
                            .isEqualTo(
                                    dev.likeness.input.PictureFile.read(secrets).width());
                }
            });
        }
    }

    @Test
    void tells_of_progress_and_previews_before_the_picture() throws Exception {
        try (Farm farm = new Farm(1, "silence-timeout", "1m", "ping-interval", "1m").started()) {
            List<GenerationEvent> events = farm.events(Jobs.photo(1));
            assertThat(events)
                    .contains(new Progress(0, 1, 3), new Progress(0, 2, 3), new Progress(0, 3, 3))
                    .hasAtLeastOneElementOfType(PreviewFrame.class);
            assertThat(events.get(events.size() - 1)).isInstanceOf(GeneratedImage.class);
        }
    }

    @Test
    void progress_is_that_of_the_sampler_and_never_goes_back() throws Exception {
        try (Farm farm = new Farm(1, "silence-timeout", "1m", "ping-interval", "1m").started()) {
            GenerationJob job = Jobs.photo(1, 42, 2048, 2048);
            assertThat(farm.events(job))
                    .filteredOn(Progress.class::isInstance)
                    .containsExactly(new Progress(0, 1, 3), new Progress(0, 2, 3), new Progress(0, 3, 3));
            assertThat(farm.server(0).journal().prompts().get(0).graph().toString())
                    .contains("ImageUpscaleWithModel");
        }
    }

    @Test
    void progress_of_a_second_attempt_is_told_once_it_is_further_than_the_first() throws Exception {
        try (Farm farm = new Farm(2, "silence-timeout", "1m", "ping-interval", "1m").started()) {
            AtomicBoolean first = new AtomicBoolean(true);
            farm.servers()
                    .forEach(server -> server.scripts(prompt -> first.getAndSet(false)
                            ? JobScript.normal().steps(2).fileGone()
                            : JobScript.normal().steps(4)));
            assertThat(farm.events(Jobs.photo(1)))
                    .filteredOn(Progress.class::isInstance)
                    .extracting(event -> (double) ((Progress) event).value() / ((Progress) event).max())
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void several_samplers_share_the_whole() {
        SamplingProgress progress = new SamplingProgress(1, Set.of("base", "refiner"));
        assertThat(progress.of(new Signal.Advanced("loader", 1, 1))).isEmpty();
        assertThat(progress.of(new Signal.Advanced("base", 10, 20))).contains(new Progress(1, 10, 40));
        assertThat(progress.of(new Signal.Advanced("base", 20, 20))).contains(new Progress(1, 20, 40));
        assertThat(progress.of(new Signal.Advanced("refiner", 1, 5))).contains(new Progress(1, 6, 10));
        assertThat(progress.of(new Signal.Advanced("refiner", 0, 5))).isEmpty();
        progress.restart();
        assertThat(progress.of(new Signal.Advanced("base", 20, 20))).isEmpty();
        assertThat(progress.of(new Signal.Advanced("refiner", 5, 5))).contains(new Progress(1, 10, 10));
    }

    @Test
    void takes_previews_larger_than_what_web_sockets_carry_by_default() throws Exception {
        byte[] preview = new byte[5 << 20];
        preview[0] = (byte) 0xff;
        preview[1] = (byte) 0xd8;
        preview[2] = (byte) 0xff;
        // A pong waits behind such a message: so long must the pings be apart.
        try (Farm farm = new Farm(1, "silence-timeout", "1m", "ping-interval", "1m").started()) {
            farm.server(0).nextJob(JobScript.normal().previewImage(preview));
            assertThat(farm.events(Jobs.photo(1)))
                    .filteredOn(PreviewFrame.class::isInstance)
                    .allSatisfy(
                            event -> assertThat(((PreviewFrame) event).jpeg()).hasSize(preview.length))
                    .isNotEmpty();
        }
    }

    @Test
    void gives_each_sample_its_own_seed_and_prompt() throws Exception {
        try (Farm farm = new Farm(2).started()) {
            List<GeneratedImage> images = farm.images(Jobs.photo(4));
            assertThat(images).extracting(GeneratedImage::sample).containsExactlyInAnyOrder(0, 1, 2, 3);
            assertThat(images).allSatisfy(image -> assertThat(image.seed()).isEqualTo(42 + image.sample()));
            assertThat(farm.prompts()).isEqualTo(4);
        }
    }

    @Test
    void runs_samples_side_by_side_and_hands_each_on_when_it_is_ready() throws Exception {
        try (Farm farm = new Farm(2).started()) {
            Gate slow = new Gate();
            farm.server(1).nextJob(JobScript.normal().holdAt(Moment.SAMPLING, slow));
            Run run = farm.run(Jobs.photo(2));
            FakeComfy.await("the quick server's picture", () -> run.images() == 1);
            assertThat(run.ends()).isZero();
            slow.open();
            run.awaitEnd();
            assertThat(run.images()).isEqualTo(2);
            assertThat(farm.server(0).journal().prompts()).hasSize(1);
            assertThat(farm.server(1).journal().prompts()).hasSize(1);
        }
    }

    @Test
    void uploads_once_for_all_samples_at_a_server() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.images(Jobs.photo(3));
            assertThat(farm.server(0).journal().uploads()).hasSize(2);
        }
    }

    @Test
    void gives_each_job_an_id_and_a_socket_of_its_own() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.images(Jobs.photo(2));
            farm.images(Jobs.photo(1));
            List<Journal.Submitted> prompts = farm.server(0).journal().prompts();
            assertThat(prompts).extracting(Journal.Submitted::clientId).doesNotHaveDuplicates();
            assertThat(prompts).extracting(Journal.Submitted::promptId).doesNotHaveDuplicates();
        }
    }

    @Test
    void listens_before_it_submits() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).journal().clear();
            farm.images(Jobs.photo(1));
            List<String> routes = farm.server(0).journal().requests().stream()
                    .filter(request ->
                            request.method().equals("POST") || request.route().equals("/ws"))
                    .map(Journal.Received::route)
                    .toList();
            assertThat(routes.indexOf("/ws")).isBetween(0, routes.indexOf("/prompt"));
        }
    }
}
