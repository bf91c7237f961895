package dev.likeness.generation.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.error.BackendFailed;
import dev.likeness.error.BackendUnavailable;
import dev.likeness.error.NoFace;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What users of neighbouring systems suffer: jobs that are done and have no picture, the wrong one, or half of it. */
class ResultsTest {

    private static final JobScript[] WITHOUT_PICTURE = {
        JobScript.normal().noImages(), JobScript.normal().cachedWithoutOutputs()
    };

    @Test
    void aJobThatIsDoneWithoutAPictureIsNoSuccess() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            for (JobScript script : WITHOUT_PICTURE) {
                farm.server(0).nextJob(script);
                assertThat(farm.failure(Jobs.photo(1))).isInstanceOf(BackendFailed.class);
            }
        }
    }

    @Test
    void somethingElseThanThePromisedPictureIsNotHandedOn() throws Exception {
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
    void aPictureThatArrivesInPartIsMadeElsewhere(JobScript.Transfer transfer) throws Exception {
        try (Farm farm = new Farm(2, "call-timeout", "500ms").started()) {
            farm.server(0).nextJob(JobScript.normal().transfer(transfer));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            assertThat(farm.prompts()).isEqualTo(2);
        }
    }

    @Test
    void aFileThatIsCutOnTheServersDiskIsMadeElsewhere() throws Exception {
        try (Farm farm = new Farm(2).started()) {
            farm.server(0).nextJob(JobScript.normal().truncatedImage());
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
        }
    }

    @Test
    void aFileThatIsGoneIsMadeElsewhere() throws Exception {
        try (Farm farm = new Farm(2).started()) {
            farm.server(0).nextJob(JobScript.normal().fileGone());
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
        }
    }

    @Test
    void aSlowTransferIsWaitedFor() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).nextJob(JobScript.normal().transfer(JobScript.Transfer.SLOW));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
        }
    }

    @Test
    void aFailedTransferIsTriedAgainBeforeThePictureIsMadeAgain() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).faults().next("/view", Fault.cut()).next("/view", Fault.status(502));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            assertThat(farm.prompts()).isEqualTo(1);
        }
    }

    @Test
    void aPictureLargerThanTheLimitIsNotRead() throws Exception {
        try (Farm farm = new Farm(1, "max-image-bytes", "100000").started()) {
            farm.server(0).nextJob(JobScript.normal().image(new byte[100_001]));
            assertThat(farm.failure(Jobs.photo(1))).isInstanceOf(BackendFailed.class);
        }
    }

    @Test
    void noJobUsesThePicturesOfAnother() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.images(Jobs.photo(1));
            farm.images(Jobs.photo(1));
            assertThat(farm.server(0).journal().sharedPictures()).isEmpty();
        }
    }

    @Test
    void aFaceThatNobodyFindsIsTheCallersFaultAndNotTriedAgain() throws Exception {
        try (Farm farm = new Farm(2).started()) {
            farm.servers().forEach(server -> server.everyJob(JobScript.normal().noFace()));
            assertThat(farm.failure(Jobs.photo(1))).isInstanceOf(NoFace.class);
            assertThat(farm.prompts()).isEqualTo(1);
        }
    }

    @Test
    void aServerOutOfMemoryIsReplacedOnce() throws Exception {
        try (Farm farm = new Farm(3).started()) {
            farm.server(0).everyJob(JobScript.normal().outOfMemory());
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            farm.servers().forEach(server -> server.everyJob(JobScript.normal().outOfMemoryAsEarlier()));
            int before = farm.prompts();
            assertThat(farm.failure(Jobs.photo(1))).isInstanceOf(BackendUnavailable.class);
            assertThat(farm.prompts() - before).isEqualTo(2);
        }
    }

    @Test
    void aModelFileThatHasVanishedIsNotTheCallersFault() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).nextJob(JobScript.normal().modelFileGone());
            assertThat(farm.failure(Jobs.photo(1))).isInstanceOf(BackendUnavailable.class);
        }
    }

    @Test
    void aNodeThatHasVanishedIsNotTheCallersFaultAndIsNamed() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).inventory().without("IPAdapterAdvanced");
            assertThat(farm.failure(Jobs.photo(1))).isInstanceOf(BackendUnavailable.class);
            FakeComfy.await("the node to be named", () -> farm.client().condition().remarks().values().stream()
                    .anyMatch(remark -> remark.contains("IPAdapterAdvanced")));
            assertThat(farm.client().condition().ready()).isFalse();
        }
    }

    @Test
    void aRefusedGraphNamesTheNodeInTheLogAndNotInTheAnswer() throws Exception {
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
    void anErrorInANodeNamesItInTheLogAndNotInTheAnswer() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).nextJob(JobScript.normal().fails("KSampler", "RuntimeError", "shapes cannot be multiplied"));
            Throwable failure = farm.failure(Jobs.photo(1));
            assertThat(failure).isInstanceOf(BackendFailed.class);
            assertThat(failure.getMessage()).doesNotContain("KSampler", "shapes");
            assertThat(failure.getCause()).hasMessageContaining("KSampler").hasMessageContaining("shapes");
        }
    }
}
