package dev.likeness.requests;

import static dev.likeness.requests.ServiceUnderTest.KEY;
import static dev.likeness.requests.StoreSteps.PATIENT;
import static dev.likeness.requests.StoreSteps.done;
import static dev.likeness.requests.StoreSteps.found;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.credits.LedgerEntry;
import dev.likeness.credits.TestCredits;
import dev.likeness.error.StoreUnavailable;
import dev.likeness.flow.FlowEvent;
import dev.likeness.flow.FlowUnderTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Idempotency keys of requests that are sent twice at once, and of callers that leave at any step. A lease lasts for an hour: a
 * request or a claim that is left behind makes its repetition wait for longer than a test does.
 */
interface LeavingContract extends StoreReplicas {

    private ServiceUnderTest service(String credits) {
        return new ServiceUnderTest(replica(PATIENT), PATIENT, credits);
    }

    private static void oneIsQueuedAndPaid(ServiceUnderTest service, UUID id) throws Exception {
        assertThat(done(service.store.take(10))).extracting(Turn::id).containsExactly(id);
        balanceBecomes(service, "9");
    }

    private static void balanceBecomes(ServiceUnderTest service, String credits) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (service.balance().compareTo(new java.math.BigDecimal(credits)) != 0) {
            assertThat(System.nanoTime()).as(() -> service.entries().toString()).isLessThan(end);
            Thread.sleep(20);
        }
    }

    @Test
    default void of_equal_requests_at_once_one_sets_credits_aside() throws Exception {
        ServiceUnderTest service = service("1");
        UUID first = UUID.randomUUID();
        Away.Pause slow = service.away.pauseBefore("submit");
        var winner = service.submit(first).subscribeAsCompletionStage();
        slow.await();
        var loser = service.submit(UUID.randomUUID()).subscribeAsCompletionStage();
        Thread.sleep(1_500);

        slow.resume();

        assertThat(winner.get(60, TimeUnit.SECONDS)).isEqualTo(new Submitted(first, false));
        assertThat(loser.get(60, TimeUnit.SECONDS)).isEqualTo(new Submitted(first, true));
        assertThat(service.entries())
                .extracting(LedgerEntry::kind)
                .containsOnlyOnce(LedgerEntry.Kind.RESERVED)
                .doesNotContain(LedgerEntry.Kind.RELEASED);
    }

    @Test
    default void when_the_first_of_equal_requests_fails_the_next_one_is_queued() throws Exception {
        ServiceUnderTest service = service("10");
        service.away.at("submit", 1);
        Away.Pause slow = service.away.pause("reserve");
        var first = service.submit(UUID.randomUUID()).subscribeAsCompletionStage();
        slow.await();
        UUID second = UUID.randomUUID();
        var next = service.submit(second).subscribeAsCompletionStage();

        slow.resume();

        assertThatThrownBy(() -> first.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(StoreUnavailable.class);
        assertThat(next.get(60, TimeUnit.SECONDS)).isEqualTo(new Submitted(second, false));
        oneIsQueuedAndPaid(service, second);
    }

    @Test
    default void too_few_credits_leave_the_key_free() {
        ServiceUnderTest service = service("0.5");

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> done(service.submit(UUID.randomUUID())))
                    .isInstanceOf(dev.likeness.error.InsufficientCredits.class);
        }
    }

    @Test
    default void a_repetition_needs_nothing_but_the_key() {
        ServiceUnderTest service = service("10");
        UUID first = UUID.randomUUID();
        done(service.submit(first));

        Submitted again = done(service.queued.submit(
                UUID.randomUUID(),
                TestCredits.ADA,
                FlowUnderTest.request(1, 64, 64, 7),
                Uni.createFrom().failure(new IllegalStateException("the receiver is asked for again")),
                Optional.of(KEY)));

        assertThat(again).isEqualTo(new Submitted(first, true));
    }

    @ParameterizedTest
    @CsvSource({
        "named, false", "named, true",
        "claim, false", "claim, true",
        "reserve, false", "reserve, true",
        "submit, false", "submit, true"
    })
    default void a_caller_who_leaves_while_a_request_is_submitted_leaves_none_behind(String step, boolean isDone)
            throws Exception {
        ServiceUnderTest service = service("10");
        Away.Pause pause = isDone ? service.away.pause(step) : service.away.pauseBefore(step);
        Cancellable submitting = service.submit(UUID.randomUUID()).subscribe().with(submitted -> {});
        pause.await();

        submitting.cancel();
        pause.resume();

        oneIsQueuedAndPaid(service, done(service.submit(UUID.randomUUID())).id());
    }

    @Test
    default void a_claim_that_was_not_answered_does_not_hold_its_key() throws Exception {
        ServiceUnderTest service = service("10");
        service.away.lose("claim");

        assertThatThrownBy(() -> done(service.submit(UUID.randomUUID()))).isInstanceOf(StoreUnavailable.class);

        oneIsQueuedAndPaid(service, done(service.submit(UUID.randomUUID())).id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "forgo"})
    default void a_caller_who_leaves_while_a_request_is_cancelled_has_it_cancelled_and_paid_back(String step)
            throws Exception {
        ServiceUnderTest service = service("10");
        UUID id = done(service.submit(UUID.randomUUID())).id();
        Away.Pause pause = service.away.pause(step);
        Cancellable cancelling =
                service.queued.cancel(TestCredits.ADA, id).subscribe().with(cancelled -> {});
        pause.await();

        cancelling.cancel();
        pause.resume();

        balanceBecomes(service, "10");
        assertThat(found(service.store, id).failure()).contains(Failed.CANCELLED);
    }

    @Test
    default void a_caller_who_leaves_while_its_webhook_is_looked_up_leaves_nothing_behind() throws Exception {
        ServiceUnderTest service = service("10");
        UUID first = UUID.randomUUID();
        Cancellable submitting = service.queued
                .submit(
                        first,
                        TestCredits.ADA,
                        FlowUnderTest.request(1, 64, 64, 7),
                        Uni.createFrom().<Delivery>nothing(),
                        Optional.of(KEY))
                .subscribe()
                .with(submitted -> {});

        submitting.cancel();

        UUID second = UUID.randomUUID();
        assertThat(done(service.submit(second))).isEqualTo(new Submitted(second, false));
        oneIsQueuedAndPaid(service, second);
    }

    private static List<FlowEvent> made(ServiceUnderTest service) {
        return done(service.run(UUID.randomUUID()).collect().asList());
    }

    private static void endedAndPaidOnce(ServiceUnderTest service, UUID first) throws Exception {
        List<FlowEvent> events = made(service);
        assertThat(events.get(events.size() - 1)).isInstanceOf(FlowEvent.Done.class);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (done(service.store.find(first)).stream()
                .anyMatch(request -> !request.status().ended())) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(20);
        }
        balanceBecomes(service, "9");
    }

    @ParameterizedTest
    @CsvSource({
        "begin, false", "begin, true",
        "reserve, false", "reserve, true",
        "assigned, false", "assigned, true",
        "keep, false", "keep, true",
        "complete, false", "complete, true",
        "close, false", "close, true"
    })
    default void a_caller_who_leaves_while_a_request_is_made_leaves_none_behind(String step, boolean isDone)
            throws Exception {
        ServiceUnderTest service = service("10");
        UUID first = UUID.randomUUID();
        Away.Pause pause = isDone ? service.away.pause(step) : service.away.pauseBefore(step);
        Cancellable making = service.run(first).subscribe().with(event -> {}, failure -> {});
        pause.await();

        making.cancel();
        pause.resume();

        endedAndPaidOnce(service, first);
    }

    @Test
    default void an_answer_that_cannot_be_made_leaves_no_request_behind() throws Exception {
        ServiceUnderTest service = service("10");
        UUID first = UUID.randomUUID();

        assertThatThrownBy(() -> done(service.direct
                        .run(first, TestCredits.ADA, FlowUnderTest.request(1, 64, 64, 7), KEY, answered -> {
                            throw new IllegalArgumentException("no such form");
                        })
                        .collect()
                        .asList()))
                .isInstanceOf(IllegalArgumentException.class);

        endedAndPaidOnce(service, first);
    }

    @Test
    default void a_request_whose_storing_was_not_answered_does_not_hold_its_key() throws Exception {
        ServiceUnderTest service = service("10");
        UUID first = UUID.randomUUID();
        service.away.lose("begin");

        assertThatThrownBy(() -> done(service.run(first).collect().asList())).isInstanceOf(StoreUnavailable.class);

        endedAndPaidOnce(service, first);
        assertThat(found(service.store, first).failure()).contains(Failed.CANCELLED);
    }

    @Test
    default void a_caller_who_leaves_while_waiting_for_an_equal_request_leaves_nothing_behind() throws Exception {
        ServiceUnderTest service = service("10");
        UUID first = UUID.randomUUID();
        Away.Pause slow = service.away.pause("keep");
        var making = service.run(first).collect().asList().subscribeAsCompletionStage();
        slow.await();
        Away.Pause looking = service.away.pause("find");
        Cancellable waiting = service.run(UUID.randomUUID()).subscribe().with(event -> {}, failure -> {});
        looking.await();

        waiting.cancel();

        assertThat(service.store.changes().waiting()).isZero();
        looking.resume();
        slow.resume();
        assertThat(making.get(60, TimeUnit.SECONDS)).isNotEmpty();
    }
}
