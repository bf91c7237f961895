package dev.likeness.generation.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What of a job remains at its server when it has ended. */
class LeftAtServersTest {

    @ParameterizedTest
    @EnumSource
    void nothing_of_a_finished_job_is_in_the_history_or_in_folders_that_are_kept(Era era) throws Exception {
        try (Farm farm = new Farm(1)) {
            farm.server(0).era(era);
            farm.started();

            assertThat(farm.images(Jobs.photo(2))).hasSize(2);

            awaitForgotten(farm);
            assertThat(farm.server(0).files("input")).isEmpty();
            assertThat(farm.server(0).files("output")).isEmpty();
            assertThat(farm.server(0).files("temp")).isNotEmpty();
            assertThat(farm.server(0).journal().graphProblems()).isEmpty();
            farm.server(0).restart();
            assertThat(farm.server(0).files("temp")).isEmpty();
        }
    }

    static List<JobScript> badEnds() {
        return List.of(
                JobScript.normal().fails("KSampler", "RuntimeError", "something"),
                JobScript.normal().noFace(),
                JobScript.normal().outOfMemory(),
                JobScript.normal().noImages(),
                JobScript.normal().imageOf(64, 64),
                JobScript.normal().fileGone(),
                JobScript.normal().historyAfterReads(2).imageOf(64, 64));
    }

    @ParameterizedTest
    @MethodSource("badEnds")
    void nothing_of_a_failed_job_is_in_the_history(JobScript badEnd) throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).everyJob(badEnd);

            farm.failure(Jobs.photo(1));

            awaitForgotten(farm);
        }
    }

    @Test
    void nothing_of_a_cancelled_job_is_in_the_history() throws Exception {
        try (Farm farm = new Farm(1, "jobs-per-server", "2").started()) {
            farm.server(0).everyJob(JobScript.normal().neverEnds());
            Run run = farm.run(Jobs.photo(2));
            FakeComfy.await(
                    "one to run and one to wait", () -> farm.server(0).queued().size() == 2);

            run.cancel();

            farm.awaitIdle();
            awaitForgotten(farm);
        }
    }

    @Test
    void the_history_of_others_is_left_alone() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            String foreign = farm.server(0).foreignJob(JobScript.normal());

            farm.images(Jobs.photo(1));

            FakeComfy.await(
                    "our job to be forgotten", () -> farm.server(0).remembered().equals(java.util.Set.of(foreign)));
        }
    }

    @Test
    void a_history_that_cannot_be_cleaned_at_once_is_cleaned_later() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0)
                    .everyJob(JobScript.normal()
                            .at(Moment.ENDED, () -> farm.server(0).faults().next("/history", Fault.status(500))));

            farm.images(Jobs.photo(1));

            awaitForgotten(farm);
        }
    }

    @Test
    void where_files_are_kept_they_lie_in_the_folders_for_them_and_jobs_in_the_history() throws Exception {
        try (Farm farm = new Farm(1, "keep-files", "true").started()) {
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);

            assertThat(farm.server(0).files("input")).isNotEmpty();
            assertThat(farm.server(0).files("output")).hasSize(1);
            assertThat(farm.server(0).files("temp")).isEmpty();
            assertThat(farm.server(0).remembered()).hasSize(1);
        }
    }

    private static void awaitForgotten(Farm farm) {
        FakeComfy.await(
                "the history to be empty",
                () -> farm.client().jobs() == 0 && farm.server(0).remembered().isEmpty());
    }
}
