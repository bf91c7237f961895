package dev.likeness.generation.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.error.BackendUnavailable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of neighbouring systems suffer: cancelling the wrong job, or none. */
class CancellationTest {

    @ParameterizedTest
    @EnumSource(Era.class)
    void aRunningJobIsEnded(Era era) throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).era(era).nextJob(JobScript.normal().neverEnds());
            Run run = farm.run(Jobs.photo(1));
            FakeComfy.await("progress", () -> !run.events().isEmpty());
            run.cancel();
            farm.awaitIdle();
            assertThat(farm.server(0).journal().outcomes()).containsValue(Journal.Outcome.INTERRUPTED);
            assertThat(run.ends()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Era.class)
    void cancellingAQueuedJobDoesNotKillTheRunningOneOfAnother(Era era) throws Exception {
        try (Farm farm = new Farm(1).started()) {
            Gate gate = new Gate();
            FakeComfy server = farm.server(0).era(era);
            String foreign = server.foreignJob(
                    JobScript.normal().holdAt(Moment.SAMPLING, gate).holdAt(Moment.STARTED, gate));
            gate.awaitReached();
            Run run = farm.run(Jobs.photo(1));
            FakeComfy.await("the job to queue", () -> server.queued().size() == 2);
            run.cancel();
            FakeComfy.await("only the other to be left", () -> server.queued().equals(java.util.List.of(foreign)));
            gate.open();
            farm.awaitIdle();
            assertThat(server.journal().outcomes()).containsEntry(foreign, Journal.Outcome.SUCCESS);
        }
    }

    @ParameterizedTest
    @EnumSource(Era.class)
    void cancellingARunningJobDoesNotKillTheNextOneOfAnother(Era era) throws Exception {
        try (Farm farm = new Farm(1).started()) {
            FakeComfy server = farm.server(0).era(era);
            server.nextJob(JobScript.normal().neverEnds());
            Run run = farm.run(Jobs.photo(1));
            FakeComfy.await("progress", () -> !run.events().isEmpty());
            String foreign = server.foreignJob(JobScript.normal());
            run.cancel();
            farm.awaitIdle();
            assertThat(server.journal().outcomes()).containsEntry(foreign, Journal.Outcome.SUCCESS);
        }
    }

    @ParameterizedTest
    @EnumSource(Era.class)
    void anInterruptThatComesBeforeTheFirstStepIsSentAgain(Era era) throws Exception {
        try (Farm farm = new Farm(1).started()) {
            Gate gate = new Gate();
            farm.server(0)
                    .era(era)
                    .nextJob(JobScript.normal().holdAt(Moment.TAKEN, gate).neverEnds());
            Run run = farm.run(Jobs.photo(1));
            gate.awaitReached();
            run.cancel();
            FakeComfy.await("a cancellation", () -> farm.server(0).journal().requests().stream()
                    .anyMatch(request -> request.path().contains("cancel")));
            gate.open();
            farm.awaitIdle();
        }
    }

    @Test
    void aJobWhoseNodeDoesNotListenKeepsItsPlaceUntilItIsGone() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            Gate gate = new Gate();
            FakeComfy server = farm.server(0);
            server.nextJob(JobScript.normal().deaf().holdAt(Moment.SAMPLING, gate));
            Run first = farm.run(Jobs.photo(1));
            gate.awaitReached();
            first.cancel();
            Run second = farm.run(Jobs.photo(1));
            FakeComfy.await("a cancellation", () -> server.journal().requests().stream()
                    .anyMatch(request -> request.path().contains("cancel")));
            assertThat(server.journal().prompts()).hasSize(1);
            gate.open();
            second.awaitEnd();
            assertThat(second.images()).isEqualTo(1);
        }
    }

    @Test
    void aCancellationDuringTheSubmissionLeavesNothingBehind() throws Exception {
        try (Farm farm = new Farm(1, "probe-interval", "1h").started()) {
            FakeComfy server = farm.server(0);
            server.everyJob(JobScript.normal().neverEnds());
            server.faults().next("/prompt", Fault.delay(300));
            Run run = farm.run(Jobs.photo(1));
            FakeComfy.await("the submission", () -> server.journal().requests("/prompt").stream()
                    .anyMatch(request -> request.method().equals("POST")));
            run.cancel();
            FakeComfy.await(
                    "the prompt to arrive", () -> !server.journal().prompts().isEmpty());
            farm.awaitIdle();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/upload/image", "/ws"})
    void aCancellationBeforeTheSubmissionSubmitsNothing(String route) throws Exception {
        try (Farm farm = new Farm(1).started()) {
            FakeComfy server = farm.server(0);
            server.faults().next(route, Fault.hang());
            Run run = farm.run(Jobs.photo(1));
            FakeComfy.await(
                    "the request", () -> !server.journal().requests(route).isEmpty());
            run.cancel();
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            assertThat(server.journal().prompts()).hasSize(1);
        }
    }

    @Test
    void aCancellationWhileItWaitsForAServerGivesItsTurnToTheNext() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            Gate gate = new Gate();
            farm.server(0).nextJob(JobScript.normal().holdAt(Moment.SAMPLING, gate));
            Run first = farm.run(Jobs.photo(1));
            gate.awaitReached();
            Run waiting = farm.run(Jobs.photo(1));
            Run next = farm.run(Jobs.photo(1));
            waiting.cancel();
            gate.open();
            first.awaitEnd();
            next.awaitEnd();
            assertThat(next.images()).isEqualTo(1);
            assertThat(farm.prompts()).isEqualTo(2);
        }
    }

    @Test
    void oneFailedSampleEndsTheOthers() throws Exception {
        try (Farm farm = new Farm(2).started()) {
            farm.server(0).everyJob(JobScript.normal().noFace());
            farm.server(1).everyJob(JobScript.normal().neverEnds());
            assertThat(farm.failure(Jobs.photo(2))).isNotNull();
            farm.awaitIdle();
        }
    }

    @Test
    void aShutdownEndsWhatRuns() throws Exception {
        try (Farm farm = new Farm(2).started()) {
            farm.servers().forEach(server -> server.everyJob(JobScript.normal().neverEnds()));
            Run run = farm.run(Jobs.photo(2));
            FakeComfy.await("both to run", () -> farm.prompts() == 2);
            farm.closeClient();
            assertThat(run.failure()).isInstanceOf(BackendUnavailable.class);
            assertThat(farm.servers()).allMatch(FakeComfy::isIdle);
        }
    }

    @Test
    void cancellingIsTriedAgainWhenTheServerDoesNotAnswer() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            FakeComfy server = farm.server(0);
            server.nextJob(JobScript.normal().neverEnds());
            Run run = farm.run(Jobs.photo(1));
            FakeComfy.await("progress", () -> !run.events().isEmpty());
            server.faults().next("/jobs/cancel", Fault.status(500)).next("/jobs/cancel", Fault.cut());
            server.faults().next("/queue", Fault.cut()).next("/queue", Fault.status(502));
            run.cancel();
            farm.awaitIdle();
        }
    }
}
