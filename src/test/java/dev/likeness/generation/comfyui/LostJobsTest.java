package dev.likeness.generation.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.error.BackendFailed;
import dev.likeness.generation.PreviewFrame;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What users of neighbouring systems suffer: jobs that are done and never come back, or are gone and said to be done. */
class LostJobsTest {

    @ParameterizedTest
    @EnumSource(names = {"STARTED", "SAMPLING", "EXECUTED", "SUCCEEDED", "RECORDED"})
    void a_dropped_socket_does_not_hang_the_job(Moment moment) throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).nextJob(JobScript.normal().dropSocketAt(moment));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            assertThat(farm.prompts()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTED", "SAMPLING", "SUCCEEDED"})
    void a_socket_that_falls_silent_does_not_hang_the_job(Moment moment) throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).nextJob(JobScript.normal().silentFrom(moment));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            assertThat(farm.prompts()).isEqualTo(1);
        }
    }

    @Test
    void a_socket_that_is_silent_from_the_start_does_not_hang_the_job() throws Exception {
        try (Farm farm = new Farm(1, "connect-timeout", "200ms").started()) {
            farm.server(0).silentSockets(true);
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
        }
    }

    @Test
    void a_socket_that_says_only_status_does_not_hang_the_job() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            Gate gate = new Gate();
            FakeComfy server = farm.server(0);
            server.nextJob(JobScript.normal().silentFrom(Moment.SAMPLING).holdAt(Moment.EXECUTED, gate));
            Run run = farm.run(Jobs.photo(1));
            gate.awaitReached();
            server.sendToAll("{\"type\":\"status\",\"data\":{\"status\":{\"exec_info\":{\"queue_remaining\":1}}}}");
            gate.open();
            run.awaitEnd();
            assertThat(run.images()).isEqualTo(1);
        }
    }

    @Test
    void a_half_open_socket_does_not_hang_the_job() throws Exception {
        try (Farm farm = new Farm(1, "silence-timeout", "1m").started()) {
            farm.server(0).nextJob(JobScript.normal().halfOpenFrom(Moment.SAMPLING));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            // The server does not see the end of a connection from which it reads nothing.
            farm.server(0).restart();
        }
    }

    @Test
    void a_server_without_sockets_still_makes_pictures() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).faults().always("/ws", Fault.status(404));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
        }
    }

    @Test
    void a_server_that_does_not_say_execution_success_is_understood() throws Exception {
        try (Farm farm = new Farm(1, "silence-timeout", "1m").started()) {
            farm.server(0).nextJob(JobScript.normal().without("execution_success"));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
        }
    }

    @Test
    void a_server_that_does_not_say_executing_nothing_is_understood() throws Exception {
        try (Farm farm = new Farm(1, "silence-timeout", "1m").started()) {
            farm.server(0).nextJob(JobScript.normal().without("executing"));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
        }
    }

    @Test
    void a_late_history_is_waited_for() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).nextJob(JobScript.normal().historyAfterReads(5));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            assertThat(farm.prompts()).isEqualTo(1);
        }
    }

    @Test
    void an_old_server_that_names_prompts_itself_is_understood() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).era(Era.OWN_PROMPT_IDS);
            farm.server(0).nextJob(JobScript.normal().dropSocketAt(Moment.STARTED));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
        }
    }

    @Test
    void a_server_is_asked_even_while_it_answers_badly_for_a_while() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).nextJob(JobScript.normal().dropSocketAt(Moment.STARTED));
            farm.server(0)
                    .faults()
                    .next("/history", Fault.status(502))
                    .next("/history", Fault.cut())
                    .next("/history", Fault.loseAnswer());
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TAKEN", "SAMPLING", "SUCCEEDED"})
    void a_job_that_a_restart_has_forgotten_is_made_elsewhere_and_not_called_done(Moment moment) throws Exception {
        try (Farm farm = new Farm(2).started()) {
            farm.server(0).nextJob(JobScript.normal().restartAt(moment));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            assertThat(farm.server(0).journal().prompts()).hasSize(1);
            assertThat(farm.server(1).journal().prompts()).hasSize(1);
            farm.awaitIdle();
        }
    }

    @Test
    void a_job_whose_server_stays_away_is_made_elsewhere() throws Exception {
        try (Farm farm = new Farm(2, "lost-after", "300ms", "cancel-timeout", "500ms").started()) {
            farm.server(0).nextJob(JobScript.normal().stopAt(Moment.SAMPLING));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            farm.server(0).startAgain();
        }
    }

    @Test
    void a_job_that_is_lost_twice_is_not_tried_for_ever() throws Exception {
        try (Farm farm = new Farm(3).started()) {
            farm.servers().forEach(server -> server.everyJob(JobScript.normal().restartAt(Moment.SAMPLING)));
            assertThat(farm.failure(Jobs.photo(1))).isInstanceOf(BackendFailed.class);
            assertThat(farm.prompts()).isEqualTo(2);
        }
    }

    @Test
    void a_job_that_the_only_server_loses_fails() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).nextJob(JobScript.normal().restartAt(Moment.SAMPLING));
            assertThat(farm.failure(Jobs.photo(1))).isInstanceOf(BackendFailed.class);
            assertThat(farm.prompts()).isEqualTo(1);
        }
    }

    @Test
    void a_submission_whose_answer_is_lost_is_not_left_running() throws Exception {
        // The probes ask the same path how long the queue is.
        try (Farm farm = new Farm(2, "probe-interval", "1h").started()) {
            farm.server(0).nextJob(JobScript.normal().neverEnds());
            farm.server(0).faults().next("/prompt", Fault.loseAnswer());
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            farm.awaitIdle();
        }
    }

    @Test
    void messages_that_nobody_knows_are_no_harm() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            Gate gate = new Gate();
            farm.server(0).nextJob(JobScript.normal().holdAt(Moment.SAMPLING, gate));
            Run run = farm.run(Jobs.photo(1));
            gate.awaitReached();
            for (String message : new String[] {
                "",
                "no JSON {",
                "[]",
                "null",
                "{\"type\":7}",
                "{\"type\":\"progress\",\"data\":{\"max\":0}}",
                "{\"type\":\"executing\"}",
                "{\"type\":\"execution_interrupted\",\"data\":{\"prompt_id\":\"another\"}}"
            }) {
                farm.server(0).sendToAll(message);
            }
            gate.open();
            run.awaitEnd();
            assertThat(run.failure()).isNull();
            assertThat(run.images()).isEqualTo(1);
        }
    }

    /** The server would tell the new socket nothing, and would close it together with the old one. */
    @Test
    void a_dropped_socket_is_not_opened_again_under_its_name() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).nextJob(JobScript.normal().dropSocketAt(Moment.SAMPLING));
            farm.images(Jobs.photo(1));
            assertThat(farm.server(0).journal().requests("/ws"))
                    .extracting(request -> request.query().get("clientId"))
                    .hasSize(1)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void a_job_that_waited_in_a_queue_that_a_crash_emptied_is_made_elsewhere() throws Exception {
        try (Farm farm = new Farm(2, "probe-interval", "1h").started()) {
            Gate gate = new Gate();
            FakeComfy crashing = farm.server(0);
            crashing.foreignJob(JobScript.normal().holdAt(Moment.STARTED, gate));
            gate.awaitReached();
            Run run = farm.run(Jobs.photo(1));
            FakeComfy.await(
                    "the job to wait behind the other", () -> crashing.queued().size() == 2);
            crashing.restart();
            run.awaitEnd();
            assertThat(run.failure()).isNull();
            assertThat(run.images()).isEqualTo(1);
            assertThat(farm.server(1).journal().prompts()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DELETED", "INTERRUPTED"})
    void a_job_that_somebody_else_cancels_is_made_elsewhere(Journal.Outcome outcome) throws Exception {
        try (Farm farm = new Farm(2, "probe-interval", "1h").started()) {
            Gate gate = new Gate();
            FakeComfy server = farm.server(0);
            if (outcome == Journal.Outcome.DELETED) {
                server.foreignJob(JobScript.normal().holdAt(Moment.STARTED, gate));
            }
            server.nextJob(JobScript.normal().holdAt(Moment.SAMPLING, gate));
            Run run = farm.run(Jobs.photo(1));
            FakeComfy.await("the job", () -> !server.journal().prompts().isEmpty());
            gate.awaitReached();
            String id = server.journal().prompts().get(0).promptId();
            server.somebodyCancels(id);
            run.awaitEnd();
            gate.open();
            assertThat(run.failure()).isNull();
            assertThat(server.journal().outcomes()).containsEntry(id, outcome);
            assertThat(farm.server(1).journal().prompts()).hasSize(1);
        }
    }

    @Test
    void a_job_whose_history_somebody_else_clears_is_made_elsewhere() throws Exception {
        try (Farm farm = new Farm(2, "silence-timeout", "1m").started()) {
            FakeComfy server = farm.server(0);
            // Only the last word tells that it is over: when that comes, there is nothing left to be read.
            server.nextJob(JobScript.normal().without("execution_success").clearHistoryAt(Moment.RECORDED));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            assertThat(farm.server(1).journal().prompts()).hasSize(1);
        }
    }

    @Test
    void a_job_whose_uploads_are_gone_is_made_elsewhere() throws Exception {
        try (Farm farm = new Farm(2, "probe-interval", "1h", "call-timeout", "1m").started()) {
            Gate submission = new Gate();
            FakeComfy server = farm.server(0);
            server.faults().next("/prompt", Fault.heldUntil(submission));
            Run run = farm.run(Jobs.photo(1));
            submission.awaitReached();
            server.loseFiles();
            submission.open();
            run.awaitEnd();
            assertThat(run.failure()).isNull();
            assertThat(server.journal().refusals()).containsExactly("prompt_outputs_failed_validation");
            assertThat(farm.server(1).journal().prompts()).hasSize(1);
        }
    }

    @Test
    void an_upload_that_breaks_off_is_made_elsewhere() throws Exception {
        try (Farm farm = new Farm(2).started()) {
            farm.server(0).faults().next("/upload/image", Fault.cut());
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            assertThat(farm.prompts()).isEqualTo(1);
        }
    }

    @Test
    void everything_that_waits_for_a_server_gets_its_turn() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            List<Run> all = IntStream.range(0, 30)
                    .mapToObj(seed -> farm.run(Jobs.photo(1, seed)))
                    .toList();
            all.forEach(Run::awaitEnd);
            assertThat(all).allSatisfy(run -> assertThat(run.images()).isEqualTo(1));
        }
    }

    @Test
    void frames_that_nobody_knows_are_no_harm() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            Gate gate = new Gate();
            farm.server(0).nextJob(JobScript.normal().withoutPreviews().holdAt(Moment.SAMPLING, gate));
            Run run = farm.run(Jobs.photo(1));
            gate.awaitReached();
            Buffer text = Buffer.buffer().appendInt(3).appendInt(2).appendString("51 a word of a node");
            Buffer cut = Buffer.buffer().appendInt(4).appendInt(1 << 30).appendString("{}");
            Buffer negative = Buffer.buffer().appendInt(4).appendInt(-1).appendString("{}");
            Buffer png = Buffer.buffer().appendInt(1).appendInt(2).appendString("a preview as PNG");
            for (Buffer frame : List.of(Buffer.buffer(), Buffer.buffer("\1"), text, cut, negative, png)) {
                farm.server(0).sendToAll(frame);
            }
            gate.open();
            run.awaitEnd();
            assertThat(run.failure()).isNull();
            assertThat(run.events()).doesNotHaveAnyElementsOfTypes(PreviewFrame.class);
        }
    }
}
