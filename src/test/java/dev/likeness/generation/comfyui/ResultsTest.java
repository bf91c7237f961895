package dev.likeness.generation.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.error.BackendFailed;
import dev.likeness.error.BackendUnavailable;
import dev.likeness.error.NoFace;
import dev.likeness.error.PayloadTooLarge;
import dev.likeness.generation.GeneratedImage;
import dev.likeness.generation.GenerationJob;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of neighbouring systems suffer: jobs that are done and have no picture, the wrong one, or half of it. */
class ResultsTest {

    private static final JobScript[] WITHOUT_PICTURE = {
        JobScript.normal().noImages(), JobScript.normal().cachedWithoutOutputs()
    };

    @Test
    void a_job_that_is_done_without_a_picture_is_no_success() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            for (JobScript script : WITHOUT_PICTURE) {
                farm.server(0).nextJob(script);
                assertThat(farm.failure(Jobs.photo(1))).isInstanceOf(BackendFailed.class);
            }
        }
    }

    @Test
    void something_else_than_the_promised_picture_is_not_handed_on() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0)
                    .nextJob(
                            JobScript.normal().imageOf(64, 64),
                            JobScript.normal().image("<html>not a picture</html>".getBytes(StandardCharsets.UTF_8)),
                            JobScript.normal().image(new byte[0]));
            for (int i = 0; i < 3; i++) {
                assertThat(farm.failure(Jobs.photo(1))).isInstanceOf(BackendFailed.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT", "STALLED"})
    void a_picture_that_arrives_in_part_is_made_elsewhere(JobScript.Transfer transfer) throws Exception {
        try (Farm farm = new Farm(2).started()) {
            AtomicBoolean first = new AtomicBoolean(true);
            farm.servers()
                    .forEach(server -> server.scripts(prompt ->
                            first.getAndSet(false) ? JobScript.normal().transfer(transfer) : JobScript.normal()));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            assertThat(farm.prompts()).isEqualTo(2);
        }
    }

    @Test
    void a_file_that_is_cut_on_the_servers_disk_is_made_elsewhere() throws Exception {
        try (Farm farm = new Farm(2).started()) {
            farm.server(0).nextJob(JobScript.normal().truncatedImage());
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
        }
    }

    @Test
    void a_file_that_is_gone_is_made_elsewhere() throws Exception {
        try (Farm farm = new Farm(2).started()) {
            farm.server(0).nextJob(JobScript.normal().fileGone());
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
        }
    }

    @Test
    void a_slow_transfer_is_waited_for() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).nextJob(JobScript.normal().transfer(JobScript.Transfer.SLOW));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
        }
    }

    @Test
    void a_failed_transfer_is_tried_again_before_the_picture_is_made_again() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).faults().next("/view", Fault.cut()).next("/view", Fault.status(502));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            assertThat(farm.prompts()).isEqualTo(1);
        }
    }

    @Test
    void a_picture_larger_than_the_limit_is_not_read() throws Exception {
        try (Farm farm = new Farm(1, "max-image-bytes", "100000").started()) {
            farm.server(0).nextJob(JobScript.normal().image(new byte[100_001]));
            assertThat(farm.failure(Jobs.photo(1))).isInstanceOf(BackendFailed.class);
        }
    }

    @Test
    void no_job_uses_the_pictures_of_another() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.images(Jobs.photo(1));
            farm.images(Jobs.photo(1));
            assertThat(farm.server(0).journal().sharedPictures()).isEmpty();
        }
    }

    @Test
    void a_face_that_nobody_finds_is_the_callers_fault_and_not_tried_again() throws Exception {
        try (Farm farm = new Farm(2).started()) {
            farm.servers().forEach(server -> server.everyJob(JobScript.normal().noFace()));
            assertThat(farm.failure(Jobs.photo(1))).isInstanceOf(NoFace.class);
            assertThat(farm.prompts()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_picture_that_exhausts_a_servers_memory_fails_alone_and_opens_no_circuit_breaker(boolean earlier)
            throws Exception {
        try (Farm farm = new Farm(2, "breaker-failures", "1", "breaker-pause", "1h").started()) {
            JobScript exhausted = earlier
                    ? JobScript.normal().outOfMemoryAsEarlier()
                    : JobScript.normal().outOfMemory();
            farm.servers().forEach(server -> server.everyJob(exhausted));

            Throwable failure = farm.failure(Jobs.photo(1));

            assertThat(failure)
                    .isInstanceOf(BackendFailed.class)
                    .hasMessage("A picture of this size does not fit into the memory of the server that makes pictures;"
                            + " nothing was charged, ask for a smaller one (custom_width, custom_height)");
            assertThat(farm.prompts()).isEqualTo(1);
            farm.failure(Jobs.photo(4));
            farm.servers().forEach(server -> server.everyJob(JobScript.normal()));
            assertThat(farm.images(Jobs.photo(2))).hasSize(2);
        }
    }

    @Test
    void a_model_file_that_has_vanished_is_not_the_callers_fault() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).nextJob(JobScript.normal().modelFileGone());
            assertThat(farm.failure(Jobs.photo(1))).isInstanceOf(BackendUnavailable.class);
        }
    }

    @Test
    void a_node_that_has_vanished_is_not_the_callers_fault_and_is_named() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).inventory().without("IPAdapterAdvanced");
            assertThat(farm.failure(Jobs.photo(1))).isInstanceOf(BackendUnavailable.class);
            FakeComfy.await("the node to be named", () -> farm.client().condition().remarks().values().stream()
                    .anyMatch(remark -> remark.contains("IPAdapterAdvanced")));
            assertThat(farm.client().condition().ready()).isFalse();
        }
    }

    @Test
    void a_refused_graph_names_the_node_in_the_log_and_not_in_the_answer() throws Exception {
        try (Farm farm = new Farm(1, "probe-interval", "1h").started()) {
            farm.server(0)
                    .faults()
                    .next(
                            "/prompt",
                            Fault.status(
                                    400,
                                    """
                            {"error":{"type":"prompt_outputs_failed_validation","message":"Prompt outputs failed \
                            validation","details":"","extra_info":{}},"node_errors":{"51":{"errors":[{"type":\
                            "value_bigger_than_max","message":"Value 200 bigger than max of 100","details":"cfg",\
                            "extra_info":{"input_name":"cfg"}}],"dependent_outputs":["70"],"class_type":"KSampler"}}}"""));
            Throwable failure = farm.failure(Jobs.photo(1));
            assertThat(failure).isInstanceOf(BackendFailed.class);
            assertThat(failure.getMessage()).doesNotContain("KSampler", "127.0.0.1");
            assertThat(failure.getCause()).hasMessageContaining("KSampler").hasMessageContaining("cfg");
        }
    }

    @Test
    void an_error_in_a_node_names_it_in_the_log_and_not_in_the_answer() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).nextJob(JobScript.normal().fails("KSampler", "RuntimeError", "shapes cannot be multiplied"));
            Throwable failure = farm.failure(Jobs.photo(1));
            assertThat(failure)
                    .isInstanceOf(BackendFailed.class)
                    .hasMessage("The server that makes pictures could not make this one; try again, or with other"
                            + " pictures");
            assertThat(failure.getCause()).hasMessageContaining("KSampler").hasMessageContaining("shapes");
        }
    }

    @Test
    void an_upload_is_used_under_the_name_that_the_server_gave_it() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            FakeComfy server = farm.server(0);
            GenerationJob job = Jobs.photo(1);
            server.somebodyUploads(
                    JobImages.FOLDER,
                    job.id() + "-face.png",
                    FakePng.of(8, 8, 1).bytes());
            farm.images(job);
            assertThat(server.journal().prompts().get(0).graph().toString())
                    .contains(JobImages.FOLDER + "/" + job.id() + "-face (1).png [temp]")
                    .doesNotContain(JobImages.FOLDER + "/" + job.id() + "-face.png");
        }
    }

    @Test
    void a_job_whose_nodes_are_all_cached_still_gives_its_picture() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).nextJob(JobScript.normal().cached());
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
        }
    }

    /** A server that finds every node in its cache answers with no output at all. */
    @Test
    void the_same_request_again_is_not_the_same_graph_again() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.images(Jobs.photo(1, 7));
            farm.images(Jobs.photo(1, 7));
            assertThat(farm.server(0).journal().prompts())
                    .extracting(Journal.Submitted::graph)
                    .hasSize(2)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void a_picture_of_many_megabytes_arrives() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            int large = 24 << 20;
            farm.server(0).nextJob(JobScript.normal().metadata(large));
            GeneratedImage image = farm.images(Jobs.photo(1)).get(0);
            assertThat(((GeneratedImage.Encoded) image.content()).file()).hasSizeGreaterThan(large);
        }
    }

    @Test
    void a_file_that_is_gone_at_the_only_server_is_told_as_lost_and_not_charged() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).nextJob(JobScript.normal().fileGone());
            assertThat(farm.failure(Jobs.photo(1)))
                    .isInstanceOf(BackendFailed.class)
                    .hasMessage("The server that made this picture lost it; nothing was charged, try again");
        }
    }

    @Test
    void a_prompt_that_is_too_large_for_a_server_is_the_callers_to_shorten() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).maxBody(1000);
            // Of the photo's own aspect, which is sent as it is.
            assertThat(farm.failure(Jobs.photo(1, 42, 100, 120)))
                    .isInstanceOf(PayloadTooLarge.class)
                    .hasMessageContaining("shorter prompt");
        }
    }
}
