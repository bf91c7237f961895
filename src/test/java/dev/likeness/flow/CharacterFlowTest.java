package dev.likeness.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.auth.Caller;
import dev.likeness.credits.CreditLedger;
import dev.likeness.credits.Reservation;
import dev.likeness.credits.TestCredits;
import dev.likeness.error.BackendFailed;
import dev.likeness.error.InsufficientCredits;
import dev.likeness.error.InvalidRequest;
import dev.likeness.error.NoFace;
import dev.likeness.error.NoPerson;
import dev.likeness.error.Overloaded;
import dev.likeness.pose.Face;
import dev.likeness.pose.Keypoint;
import dev.likeness.pose.Person;
import dev.likeness.pose.PoseReading;
import dev.likeness.pose.Skeleton;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The order of the steps, and that every way ends with the credits and the place where they belong. */
class CharacterFlowTest {

    private final PlayedBackend backend = new PlayedBackend();
    private final FlowUnderTest service = new FlowUnderTest(backend, Runnable::run);

    @Test
    void a_request_is_accepted_worked_on_and_paid_in_this_order() {
        var events = start(2);
        assertThat(service.credits()).isEqualTo(8);
        backend.begun.get(0).image(0);
        backend.begun.get(0).image(1);
        assertThat(service.counted("likeness.credits.settled")).isZero();
        backend.begun.get(0).says().complete();

        events.assertCompleted();
        assertThat(events.getItems())
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Accepted", "Taken", "ImageReady", "ImageReady", "Done");
        FlowEvent.Done done = (FlowEvent.Done) events.getItems().get(4);
        assertThat(done.cost()).isEqualByComparingTo("2");
        assertThat(done.remainingCredits()).isEqualByComparingTo("8");
        assertEnded(8, "completed");
    }

    @Test
    void nothing_happens_before_somebody_subscribes() {
        service.run(FlowUnderTest.request(1));

        assertThat(service.credits()).isEqualTo(10);
        assertThat(backend.begun).isEmpty();
    }

    @Test
    void credits_are_set_aside_before_the_backend_is_called() {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        CreditLedger real = TestCredits.ledger(new SimpleMeterRegistry());
        PlayedBackend posing = new PlayedBackend(true);
        FlowUnderTest told = new FlowUnderTest(
                posing,
                Runnable::run,
                new Told(real, order, Uni.createFrom().voidItem()),
                picture -> Uni.createFrom().item(() -> {
                    order.add("pose");
                    return pose(1);
                }),
                picture -> Uni.createFrom().item(() -> {
                    order.add("face");
                    return List.of(face());
                }));

        var events = told.run(FlowUnderTest.request(1)).subscribe().withSubscriber(AssertSubscriber.create(100));
        order.add("backend");
        posing.begun.get(0).image(0);
        posing.begun.get(0).says().complete();

        events.assertCompleted();
        assertThat(order).containsExactly("reserve 1", "face", "pose", "backend", "settle");
        assertThat(posing.begun.get(0).job().skeleton()).isPresent();
        assertThat(posing.begun.get(0).job().faceFound()).isPresent();
    }

    @Test
    void a_bad_picture_is_refused_before_credits_are_set_aside() {
        var events = service.run(FlowUnderTest.request(1, new byte[100], "GIF89a and so on".getBytes()))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(100));

        events.assertFailedWith(InvalidRequest.class, "face_image");
        assertThat(events.getFailure()).hasMessageContaining("pose_image");
        assertThat(service.counted("likeness.credits.reserved")).isZero();
        assertThat(backend.begun).isEmpty();
        assertEnded(10, "invalid_image");
    }

    @Test
    void too_few_credits_never_reach_the_backend() {
        start(4);
        start(4);
        service.run(FlowUnderTest.request(4))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(100))
                .assertFailedWith(InsufficientCredits.class);

        assertThat(backend.begun).hasSize(1);
    }

    @Test
    void nobody_and_no_face_are_refused_before_the_backend_and_cost_nothing() {
        refusedReading(0, List.of(face()))
                .assertFailedWith(
                        NoPerson.class,
                        "pose_image: nobody can be made out in it; send a picture in which a person is clearly visible,"
                                + " or an OpenPose skeleton in its colours");
        refusedReading(1, List.of()).assertFailedWith(NoFace.class, "face_image");
    }

    @Test
    void a_drawing_that_cannot_be_read_is_refused_with_what_was_seen() {
        refusedReading(
                        new PoseReading(
                                new Skeleton(256, 384, List.of()),
                                PoseReading.Source.SKELETON_IMAGE,
                                Optional.of("it has 80 joints of one colour")),
                        List.of(face()))
                .assertFailedWith(
                        NoPerson.class,
                        "pose_image: it is the drawing of a skeleton that cannot be read: it has 80 joints of one colour; send it as"
                                + " the PNG that the tool wrote, in ControlNet's or OpenPose's colours and of at most 32 people, or a"
                                + " picture in which a person is clearly visible");
    }

    private AssertSubscriber<FlowEvent> refusedReading(int people, List<Face> faces) {
        return refusedReading(pose(people), faces);
    }

    private AssertSubscriber<FlowEvent> refusedReading(PoseReading pose, List<Face> faces) {
        PlayedBackend posing = new PlayedBackend(true);
        FlowUnderTest reading = new FlowUnderTest(
                posing, Runnable::run, null, picture -> Uni.createFrom().item(pose), picture -> Uni.createFrom()
                        .item(faces));
        var events = reading.run(FlowUnderTest.request(1)).subscribe().withSubscriber(AssertSubscriber.create(100));
        assertThat(posing.begun).isEmpty();
        assertThat(reading.credits()).isEqualTo(10);
        assertThat(reading.admission.running()).isZero();
        return events;
    }

    @Test
    void one_more_than_there_are_places_is_refused_and_touches_nothing() {
        start(1);
        start(1);
        start(1);

        var refused = start(1);

        refused.assertFailedWith(Overloaded.class);
        assertThat(service.credits()).isEqualTo(7);
        assertThat(backend.begun).hasSize(1);
    }

    @Test
    void the_next_one_begins_when_one_ends() {
        start(1);
        var second = start(1);
        assertThat(backend.begun).hasSize(1);

        backend.begun.get(0).image(0);
        backend.begun.get(0).says().complete();
        backend.begun.get(1).image(0);
        backend.begun.get(1).says().complete();

        second.assertCompleted();
        assertEnded(8, "completed");
    }

    @Test
    void a_failure_gives_the_credits_back_before_it_is_told() {
        List<Double> creditsWhenTold = new ArrayList<>();
        var events = service.run(FlowUnderTest.request(2))
                .onFailure()
                .invoke(failure -> creditsWhenTold.add(service.credits()))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(100));
        backend.begun.get(0).image(0);

        backend.begun.get(0).says().fail(new BackendFailed("no"));

        events.assertFailedWith(BackendFailed.class, "no");
        assertThat(creditsWhenTold).containsExactly(10.0);
        assertEnded(10, "backend_failed");
    }

    @Test
    void a_failure_is_not_told_before_a_slow_ledger_has_the_credits_back() {
        List<UniEmitter<? super Void>> gate = new ArrayList<>();
        Uni<Void> slow = Uni.createFrom().emitter(gate::add);
        CreditLedger ledger = new Told(TestCredits.ledger(new SimpleMeterRegistry()), new ArrayList<>(), slow);
        FlowUnderTest remote = new FlowUnderTest(
                backend, Runnable::run, ledger, picture -> FlowUnderTest.never(), picture -> FlowUnderTest.never());
        var events = remote.run(FlowUnderTest.request(1)).subscribe().withSubscriber(AssertSubscriber.create(100));

        backend.begun.get(0).says().fail(new BackendFailed("no"));
        events.assertNotTerminated();
        gate.get(0).complete(null);

        events.assertFailedWith(BackendFailed.class, "no");
        assertThat(remote.credits()).isEqualTo(10);
    }

    @Test
    void missing_and_superfluous_pictures_are_the_backends_failure() {
        var missing = start(2);
        backend.begun.get(0).image(0);
        backend.begun.get(0).says().complete();
        missing.assertFailedWith(BackendFailed.class, "The backend made 1 pictures instead of 2; try again");
        var superfluous = start(1);
        backend.begun.get(1).image(0);
        backend.begun.get(1).image(1);
        backend.begun.get(1).says().complete();
        superfluous.assertFailedWith(BackendFailed.class, "The backend made 2 pictures instead of 1; try again");

        assertThat(service.credits()).isEqualTo(10);
        assertThat(service.counted("likeness.credits.settled")).isZero();
    }

    @Test
    void cancelling_cancels_the_job_and_gives_the_credits_back() {
        var events = start(1);

        events.cancel();

        assertThat(backend.begun.get(0).says().isCancelled()).isTrue();
        assertEnded(10, "cancelled");
    }

    @Test
    void cancelling_twice_or_after_the_end_changes_nothing() {
        var events = start(1);
        backend.begun.get(0).image(0);
        backend.begun.get(0).says().complete();
        events.assertCompleted();

        events.cancel();
        events.cancel();

        assertEnded(9, "completed");
    }

    @Test
    void cancelling_while_waiting_never_begins_the_job() {
        start(1);
        var waiting = start(1);

        waiting.cancel();
        backend.begun.get(0).image(0);
        backend.begun.get(0).says().complete();

        assertThat(backend.begun).hasSize(1);
        assertThat(service.credits()).isEqualTo(9);
        assertThat(service.admission.running()).isZero();
    }

    @Test
    void cancelling_while_the_pictures_are_read_frees_the_place() {
        Queue<Runnable> later = new ArrayDeque<>();
        FlowUnderTest slow = new FlowUnderTest(backend, later::add);
        var events = slow.run(FlowUnderTest.request(1)).subscribe().withSubscriber(AssertSubscriber.create(100));

        events.cancel();
        while (!later.isEmpty()) {
            later.poll().run();
        }

        assertThat(backend.begun).isEmpty();
        assertThat(slow.credits()).isEqualTo(10);
        for (int i = 0; i < 3; i++) {
            slow.admission.enter();
        }
    }

    @Test
    void credits_that_are_set_aside_after_the_client_has_gone_come_back() {
        List<String> order = new ArrayList<>();
        CreditLedger real = TestCredits.ledger(new SimpleMeterRegistry());
        LateLedger late = new LateLedger(new Told(real, order, Uni.createFrom().voidItem()));
        FlowUnderTest remote = new FlowUnderTest(
                backend, Runnable::run, late, picture -> FlowUnderTest.never(), picture -> FlowUnderTest.never());
        var events = remote.run(FlowUnderTest.request(1)).subscribe().withSubscriber(AssertSubscriber.create(100));

        events.cancel();
        late.answer();

        assertThat(order).containsExactly("reserve 1", "release");
        assertThat(remote.credits()).isEqualTo(10);
        assertThat(backend.begun).isEmpty();
        assertThat(remote.admission.running()).isZero();
    }

    private AssertSubscriber<FlowEvent> start(int samples) {
        return service.run(FlowUnderTest.request(samples)).subscribe().withSubscriber(AssertSubscriber.create(100));
    }

    private void assertEnded(double credits, String outcome) {
        assertThat(service.credits()).isEqualTo(credits);
        assertThat(service.counted("likeness.credits.settled") + service.counted("likeness.credits.released"))
                .isEqualTo(service.counted("likeness.credits.reserved"));
        assertThat(service.outcome(outcome)).isPositive();
        assertThat(service.admission.running()).isZero();
        assertThat(service.admission.waiting()).isZero();
    }

    private static PoseReading pose(int people) {
        Person person = new Person(Collections.nCopies(18, new Keypoint(10, 10, 1)), 1);
        return new PoseReading(new Skeleton(256, 384, Collections.nCopies(people, person)), PoseReading.Source.NETWORK);
    }

    private static Face face() {
        Keypoint here = new Keypoint(10, 10, 1);
        return new Face(0, 0, 40, 40, List.of(here, here, here, here, here), 1);
    }

    /** Says what is asked of it. */
    private record Told(CreditLedger real, List<String> order, Uni<Void> beforeRelease) implements CreditLedger {

        @Override
        public Uni<BigDecimal> balance(Caller caller) {
            return real.balance(caller);
        }

        @Override
        public Uni<Void> forgo(Caller caller, UUID id) {
            return real.forgo(caller, id);
        }

        @Override
        public Uni<Reservation> reserve(Caller caller, UUID id, BigDecimal amount, Duration hold) {
            return real.reserve(caller, id, amount, hold)
                    .invoke(() -> order.add("reserve " + amount))
                    .map(reservation -> new Reservation() {
                        @Override
                        public BigDecimal amount() {
                            return reservation.amount();
                        }

                        @Override
                        public Uni<Void> prolong(Duration hold) {
                            return reservation.prolong(hold);
                        }

                        @Override
                        public Uni<Void> settle() {
                            return reservation.settle().invoke(() -> order.add("settle"));
                        }

                        @Override
                        public Uni<Void> release() {
                            return beforeRelease.chain(reservation::release).invoke(() -> order.add("release"));
                        }

                        @Override
                        public BigDecimal remaining() {
                            return reservation.remaining();
                        }
                    });
        }
    }

    /** Somewhere else: it has set the credits aside when nobody may be there any more. */
    private static final class LateLedger implements CreditLedger {

        private final CreditLedger real;
        private Runnable answer;

        private LateLedger(CreditLedger real) {
            this.real = real;
        }

        void answer() {
            answer.run();
        }

        @Override
        public Uni<BigDecimal> balance(Caller caller) {
            return real.balance(caller);
        }

        @Override
        public Uni<Void> forgo(Caller caller, UUID id) {
            return real.forgo(caller, id);
        }

        @Override
        public Uni<Reservation> reserve(Caller caller, UUID id, BigDecimal amount, Duration hold) {
            return Uni.createFrom()
                    .emitter((UniEmitter<? super Reservation> emitter) -> answer = () ->
                            real.reserve(caller, id, amount, hold).subscribe().with(emitter::complete, emitter::fail));
        }
    }
}
