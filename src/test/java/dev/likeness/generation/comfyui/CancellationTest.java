package dev.likeness.generation.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.error.BackendUnavailable;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of neighbouring systems suffer: cancelling the wrong job, or none. */
class CancellationTest {

    @ParameterizedTest
    @EnumSource(Era.class)
    void a_running_job_is_ended(Era era) throws Exception {
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

    @Test
    void a_job_that_is_cancelled_in_the_moment_in_which_it_gets_its_place_is_not_left_at_the_server() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            farm.server(0).scripts(prompt -> JobScript.normal().neverEnds());
            Run first = farm.run(Jobs.photo(1));
            FakeComfy.await("progress", () -> !first.events().isEmpty());
            Run second = farm.run(Jobs.photo(1));
            CountDownLatch cancelled = new CountDownLatch(1);
            farm.beforeNextPrompt(() -> {
                second.cancel();
                cancelled.countDown();
            });

            first.cancel();

            assertThat(cancelled.await(60, TimeUnit.SECONDS)).isTrue();
            FakeComfy.await("all places to be free", () -> farm.client().jobs() == 0);
            farm.awaitIdle();
            assertThat(second.ends()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Era.class)
    void cancelling_a_queued_job_does_not_kill_the_running_one_of_another(Era era) throws Exception {
        try (Farm farm = new Farm(1).started()) {
            Gate gate = new Gate();
            FakeComfy server = farm.server(0).era(era);
            String foreign = server.foreignJob(
                    JobScript.normal().holdAt(Moment.SAMPLING, gate).holdAt(Moment.STARTED, gate));
            gate.awaitReached();
            Run run = farm.run(Jobs.photo(1));
            FakeComfy.await("the job to queue", () -> server.queued().size() == 2);
            run.cancel();
            FakeComfy.await("only the other to be left", () -> server.queued().equals(List.of(foreign)));
            gate.open();
            farm.awaitIdle();
            assertThat(server.journal().outcomes()).containsEntry(foreign, Journal.Outcome.SUCCESS);
        }
    }

    @ParameterizedTest
    @EnumSource(Era.class)
    void cancelling_a_running_job_does_not_kill_the_next_one_of_another(Era era) throws Exception {
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
    void an_interrupt_that_comes_before_the_first_step_is_sent_again(Era era) throws Exception {
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
    void a_job_whose_node_does_not_listen_keeps_its_place_until_it_is_gone() throws Exception {
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
    void a_cancellation_during_the_submission_leaves_nothing_behind() throws Exception {
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
    void a_cancellation_before_the_submission_submits_nothing(String route) throws Exception {
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
    void a_cancellation_while_it_waits_for_a_server_gives_its_turn_to_the_next() throws Exception {
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
    void one_failed_sample_ends_the_others() throws Exception {
        try (Farm farm = new Farm(2).started()) {
            farm.server(0).everyJob(JobScript.normal().noFace());
            farm.server(1).everyJob(JobScript.normal().neverEnds());
            assertThat(farm.failure(Jobs.photo(2))).isNotNull();
            farm.awaitIdle();
        }
    }

    @Test
    void a_shutdown_ends_what_runs() throws Exception {
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
    void cancelling_is_tried_again_when_the_server_does_not_answer() throws Exception {
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

    /** Servers before September 2025 cannot be asked for more: between two requests another's job may have begun. */
    @ParameterizedTest
    @EnumSource(
            value = Era.class,
            names = {"TARGETED_INTERRUPT", "JOBS"})
    void a_cancellation_that_comes_too_late_kills_nobody(Era era) throws Exception {
        try (Farm farm = new Farm(1, "call-timeout", "1m", "cancel-timeout", "1m").started()) {
            Gate end = new Gate();
            Gate cancelling = new Gate();
            Gate other = new Gate();
            FakeComfy server = farm.server(0).era(era);
            server.nextJob(JobScript.normal().holdAt(Moment.SUCCEEDED, end));
            Run run = farm.run(Jobs.photo(1));
            end.awaitReached();
            String foreign = server.foreignJob(JobScript.normal().holdAt(Moment.STARTED, other));
            server.faults().next("/interrupt", Fault.heldUntil(cancelling));
            server.faults().next("/jobs/cancel", Fault.heldUntil(cancelling));
            run.cancel();
            cancelling.awaitReached();
            // The job is over and the other's runs when the word to end it comes.
            end.open();
            other.awaitReached();
            cancelling.open();
            FakeComfy.await("the cancellation to be over", () -> farm.client().jobs() == 0);
            other.open();
            farm.awaitIdle();
            assertThat(server.journal().outcomes()).containsEntry(foreign, Journal.Outcome.SUCCESS);
        }
    }

    /** Each of the two older ways to cancel does nothing, without a word, where the other one is needed. */
    @ParameterizedTest
    @EnumSource(
            value = Era.class,
            names = {"JOBS"},
            mode = EnumSource.Mode.EXCLUDE)
    void a_job_that_begins_while_it_is_taken_out_of_the_queue_is_ended(Era era) throws Exception {
        try (Farm farm = new Farm(1, "silence-timeout", "1m", "call-timeout", "1m", "cancel-timeout", "1m").started()) {
            Gate before = new Gate();
            Gate removal = new Gate();
            FakeComfy server = farm.server(0).era(era);
            String foreign = server.foreignJob(JobScript.normal().holdAt(Moment.STARTED, before));
            before.awaitReached();
            server.nextJob(JobScript.normal().neverEnds());
            Run run = farm.run(Jobs.photo(1));
            FakeComfy.await("the job to queue", () -> server.queued().size() == 2);
            String id = server.journal().prompts().get(0).promptId();
            server.faults().next("/queue", Fault.heldUntil(removal));
            run.cancel();
            removal.awaitReached();
            before.open();
            FakeComfy.await("the job to begin", () -> server.queued().equals(List.of(id)));
            removal.open();
            farm.awaitIdle();
            assertThat(server.journal().outcomes())
                    .containsEntry(id, Journal.Outcome.INTERRUPTED)
                    .containsEntry(foreign, Journal.Outcome.SUCCESS);
        }
    }

    @Test
    void a_server_that_no_cancellation_frees_gets_no_more_jobs() throws Exception {
        try (Farm farm = new Farm(2, "probe-interval", "1h", "cancel-timeout", "200ms").started()) {
            farm.server(0).nextJob(JobScript.normal().deaf().neverEnds());
            Run run = farm.run(Jobs.photo(1));
            FakeComfy.await("progress", () -> !run.events().isEmpty());
            run.cancel();
            FakeComfy.await("the server to be given up", () -> farm.client().jobs() == 0);
            for (int i = 0; i < 3; i++) {
                assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            }
            assertThat(farm.server(0).journal().prompts()).hasSize(1);
            assertThat(farm.server(1).journal().prompts()).hasSize(3);
        }
    }

    @Test
    void a_place_that_is_freed_for_a_job_just_cancelled_goes_to_the_next() throws Exception {
        try (Farm farm = new Farm(1).started()) {
            Gate gate = new Gate();
            farm.server(0).nextJob(JobScript.normal().holdAt(Moment.SAMPLING, gate));
            Run first = farm.run(Jobs.photo(1));
            gate.awaitReached();
            Run[] second = new Run[1];
            CountDownLatch waits = new CountDownLatch(1);
            CountDownLatch busy = new CountDownLatch(1);
            // On an event loop of its own, which is kept busy: the place is on its way there when the job is cancelled.
            Vertx own = Vertx.vertx();
            own.runOnContext(tick -> {
                second[0] = farm.run(Jobs.photo(1));
                waits.countDown();
                awaited(busy);
            });
            awaited(waits);
            gate.open();
            first.awaitEnd();
            FakeComfy.await("the place to be on its way", () -> farm.client().jobs() == 1);
            second[0].cancel();
            busy.countDown();
            assertThat(farm.images(Jobs.photo(1))).hasSize(1);
            assertThat(farm.prompts()).isEqualTo(2);
            own.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
