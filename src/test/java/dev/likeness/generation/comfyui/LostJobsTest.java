package dev.likeness.generation.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.error.BackendFailed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What users of neighbouring systems suffer: jobs that are done and never come back, or are gone and said to be done. */
class LostJobsTest {

    @ParameterizedTest
    @EnumSource(names = {"STARTED", "SAMPLING", "EXECUTED", "SUCCEEDED", "RECORDED"})
    void aDroppedSocketDoesNotHangTheJob(Moment moment) throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).nextJob(JobScript.normal().dropSocketAt(moment));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            assertThat(farm.prompts()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTED", "SAMPLING", "SUCCEEDED"})
    void aSocketThatFallsSilentDoesNotHangTheJob(Moment moment) throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).nextJob(JobScript.normal().silentFrom(moment));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            assertThat(farm.prompts()).isEqualTo(1);
        }
    }

    @Test
    void aSocketThatIsSilentFromTheStartDoesNotHangTheJob() throws Exception {
        try (Farm farm = new Farm(1, "connect-timeout", "200ms").started()) {
            farm.server(0).silentSockets(true);
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
        }
    }

    @Test
    void aSocketThatSaysOnlyStatusDoesNotHangTheJob() throws Exception {
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
    void aHalfOpenSocketDoesNotHangTheJob() throws Exception {
        try (Farm farm = new Farm(1, "silence-timeout", "1m").started()) {
            farm.server(0).nextJob(JobScript.normal().halfOpenFrom(Moment.SAMPLING));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            // The server does not see the end of a connection from which it reads nothing.
            farm.server(0).restart();
        }
    }

    @Test
    void aServerWithoutSocketsStillMakesPictures() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).faults().always("/ws", Fault.status(404));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
        }
    }

    @Test
    void aServerThatDoesNotSayExecutionSuccessIsUnderstood() throws Exception {
        try (Farm farm = new Farm(1, "silence-timeout", "1m").started()) {
            farm.server(0).nextJob(JobScript.normal().without("execution_success"));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
        }
    }

    @Test
    void aServerThatDoesNotSayExecutingNothingIsUnderstood() throws Exception {
        try (Farm farm = new Farm(1, "silence-timeout", "1m").started()) {
            farm.server(0).nextJob(JobScript.normal().without("executing"));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
        }
    }

    @Test
    void aLateHistoryIsWaitedFor() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).nextJob(JobScript.normal().historyAfterReads(5));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            assertThat(farm.prompts()).isEqualTo(1);
        }
    }

    @Test
    void anOldServerThatNamesPromptsItselfIsUnderstood() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).era(Era.OWN_PROMPT_IDS);
            farm.server(0).nextJob(JobScript.normal().dropSocketAt(Moment.STARTED));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
        }
    }

    @Test
    void aServerIsAskedEvenWhileItAnswersBadlyForAWhile() throws Exception {
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
    void aJobThatARestartHasForgottenIsMadeElsewhereAndNotCalledDone(Moment moment) throws Exception {
        try (Farm farm = new Farm(2).started()) {
            farm.server(0).nextJob(JobScript.normal().restartAt(moment));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            assertThat(farm.server(0).journal().prompts()).hasSize(1);
            assertThat(farm.server(1).journal().prompts()).hasSize(1);
            farm.awaitIdle();
        }
    }

    @Test
    void aJobWhoseServerStaysAwayIsMadeElsewhere() throws Exception {
        try (Farm farm = new Farm(2, "lost-after", "300ms", "cancel-timeout", "500ms").started()) {
            farm.server(0).nextJob(JobScript.normal().stopAt(Moment.SAMPLING));
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            farm.server(0).startAgain();
        }
    }

    @Test
    void aJobThatIsLostTwiceIsNotTriedForEver() throws Exception {
        try (Farm farm = new Farm(3).started()) {
            farm.servers().forEach(server -> server.everyJob(JobScript.normal().restartAt(Moment.SAMPLING)));
            assertThat(farm.failure(Jobs.photo(1))).isInstanceOf(BackendFailed.class);
            assertThat(farm.prompts()).isEqualTo(2);
        }
    }

    @Test
    void aJobThatTheOnlyServerLosesFails() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).nextJob(JobScript.normal().restartAt(Moment.SAMPLING));
            assertThat(farm.failure(Jobs.photo(1))).isInstanceOf(BackendFailed.class);
            assertThat(farm.prompts()).isEqualTo(1);
        }
    }

    @Test
    void aSubmissionWhoseAnswerIsLostIsNotLeftRunning() throws Exception {
        try (Farm farm = new Farm(2).started()) {
            farm.server(0).nextJob(JobScript.normal().neverEnds());
            // The probes ask the same path how long the queue is.
            farm.server(0).faults().next("/prompt", 3, Fault.loseAnswer());
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            farm.awaitIdle();
        }
    }

    @Test
    void messagesThatNobodyKnowsAreNoHarm() throws Exception {
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
}
