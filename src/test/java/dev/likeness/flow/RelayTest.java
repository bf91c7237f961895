package dev.likeness.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.TestConfig;
import dev.likeness.error.BackendFailed;
import dev.likeness.error.BackendTimeout;
import dev.likeness.error.BackendUnavailable;
import dev.likeness.error.Failure;
import dev.likeness.error.NoPerson;
import dev.likeness.error.Overloaded;
import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.JobTaken;
import dev.likeness.generation.Progress;
import dev.likeness.pose.Face;
import dev.likeness.pose.FaceFinder;
import dev.likeness.pose.Keypoint;
import dev.likeness.pose.Person;
import dev.likeness.pose.PoseEstimator;
import dev.likeness.pose.PoseReading;
import dev.likeness.pose.Skeleton;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

/** Which of several backends makes the pictures, in every order of refusals; whoever has taken a job is the only one. */
class RelayTest {

    private final PlayedBackend first = new PlayedBackend("first", false);
    private final PlayedBackend second = new PlayedBackend("second", true, "quick");
    private final PlayedBackend third = new PlayedBackend("third", true, "quick", "fine");
    private final AtomicInteger readings = new AtomicInteger();
    private int people = 1;
    private final PoseEstimator poses = picture -> Uni.createFrom().item(() -> {
        readings.incrementAndGet();
        return pose(people);
    });
    private final FaceFinder faces = picture -> Uni.createFrom().item(List.of(face()));
    private final FlowUnderTest service = service("1h");

    private FlowUnderTest service(String timeout) {
        return new FlowUnderTest(List.of(first, second, third), timeout, Runnable::run, null, poses, faces);
    }

    @Test
    void the_first_one_makes_the_pictures_and_no_other_hears_of_them() {
        var events = start();

        finish(first);

        assertMadeBy("first", events);
        assertAsked(1, 0, 0);
        assertThat(readings).hasValue(0);
    }

    @Test
    void one_that_is_unavailable_or_overloaded_has_the_next_one_asked() {
        var events = start();

        first.begun.get(0).says().fail(unavailable("first"));
        assertAsked(1, 1, 0);
        second.begun.get(0).says().fail(new Overloaded("full", Duration.ofSeconds(1)));
        assertAsked(1, 1, 1);
        finish(third);

        assertMadeBy("third", events);
        assertThat(passedOver("first")).isEqualTo(1);
        assertThat(passedOver("second")).isEqualTo(1);
        assertThat(passedOver("third")).isZero();
    }

    @Test
    void the_pose_is_read_for_the_first_one_that_needs_it_and_once() {
        var events = start();
        assertThat(readings).hasValue(0);

        first.begun.get(0).says().fail(unavailable("first"));
        second.begun.get(0).says().fail(unavailable("second"));
        finish(third);

        assertThat(readings).hasValue(1);
        assertThat(first.begun.get(0).job().skeleton()).isEmpty();
        assertThat(third.begun.get(0).job().skeleton()).isPresent();
        assertThat(names(events)).containsExactly("Accepted", "PoseRead", "Taken", "ImageReady", "Done");
    }

    @Test
    void a_request_that_one_that_stands_in_cannot_serve_is_refused_as_such() {
        people = 0;
        var events = start();

        first.begun.get(0).says().fail(unavailable("first"));

        assertRefused(NoPerson.class, events);
        assertAsked(1, 0, 0);
    }

    @Test
    void the_last_one_says_why_there_are_no_pictures() {
        var events = start();

        first.begun.get(0).says().fail(unavailable("first"));
        second.begun.get(0).says().fail(unavailable("second"));
        third.begun.get(0).says().fail(unavailable("third"));

        assertRefused(BackendUnavailable.class, events);
        assertThat(events.getFailure()).hasMessage("third");
        assertAsked(1, 1, 1);
    }

    @Test
    void a_failure_of_another_kind_is_the_end_since_work_may_have_begun() {
        for (Failure failure : List.of(new BackendFailed("no picture"), new BackendTimeout("too late"))) {
            var events = start();
            first.begun.get(first.begun.size() - 1).says().fail(failure);
            assertRefused(failure.getClass(), events);
        }
        assertAsked(2, 0, 0);
    }

    @Test
    void one_that_has_taken_the_job_is_the_only_one_whatever_it_says_then() {
        for (GenerationEvent word : List.<GenerationEvent>of(new JobTaken(), new Progress(0, 1, 2))) {
            var events = start();
            var begun = first.begun.get(first.begun.size() - 1);
            begun.says().emit(word);
            begun.says().fail(unavailable("first, in the middle"));
            assertRefused(BackendUnavailable.class, events);
        }
        assertAsked(2, 0, 0);
    }

    @Test
    void one_that_is_not_ready_is_not_asked() {
        first.ready = false;
        var events = start();

        finish(second);

        assertMadeBy("second", events);
        assertAsked(0, 1, 0);
    }

    @Test
    void where_none_is_ready_all_are_asked_and_say_themselves_what_they_lack() {
        first.ready = second.ready = third.ready = false;
        var events = start();

        first.begun.get(0).says().fail(unavailable("first"));
        second.begun.get(0).says().fail(unavailable("second"));
        finish(third);

        assertMadeBy("third", events);
    }

    @Test
    void a_profile_is_made_by_those_that_have_it_alone() {
        assertThat(service.flow.profiles()).containsExactlyInAnyOrder("quick", "fine");
        var events = service.run(FlowUnderTest.request("fine")).subscribe().withSubscriber(AssertSubscriber.create(9));

        third.begun.get(0).says().fail(unavailable("third"));

        assertRefused(BackendUnavailable.class, events);
        assertAsked(0, 0, 1);
    }

    @Test
    void a_client_that_has_left_has_no_other_asked() {
        var events = start();

        events.cancel();
        first.begun.get(0).says().fail(unavailable("first"));

        assertAsked(1, 0, 0);
        assertThat(service.credits()).isEqualTo(10);
        assertThat(service.admission.running()).isZero();
    }

    @Test
    void a_client_that_leaves_cancels_the_one_that_stands_in() {
        var events = start();
        first.begun.get(0).says().fail(unavailable("first"));

        events.cancel();

        assertThat(second.begun.get(0).says().isCancelled()).isTrue();
        assertThat(service.credits()).isEqualTo(10);
    }

    @Test
    void all_together_have_the_time_of_one() {
        FlowUnderTest hasty = service("300ms");
        var events = hasty.run(FlowUnderTest.request(1)).subscribe().withSubscriber(AssertSubscriber.create(9));

        first.begun.get(0).says().fail(unavailable("first"));

        events.awaitFailure(Duration.ofSeconds(60)).assertFailedWith(BackendTimeout.class);
        assertThat(second.begun.get(0).says().isCancelled()).isTrue();
    }

    @Test
    void the_service_is_ready_when_one_of_them_is_and_tells_of_each() {
        Backends backends = new Backends(
                TestConfig.of(FlowConfig.class, Map.of("likeness.backend", "first,second")), List.of(first, second));
        BackendReady ready = new BackendReady(backends);

        first.ready = false;
        HealthCheckResponse partly = ready.call();
        second.ready = false;

        assertThat(partly.getName()).isEqualTo("backend first, second");
        assertThat(partly.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        assertThat(partly.getData().orElseThrow())
                .containsEntry("first", "not ready")
                .containsEntry("first: stage", "is being built")
                .containsEntry("second", "ready");
        assertThat(ready.call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
    }

    private AssertSubscriber<FlowEvent> start() {
        return service.run(FlowUnderTest.request(1)).subscribe().withSubscriber(AssertSubscriber.create(9));
    }

    private static void finish(PlayedBackend backend) {
        backend.begun.get(0).image(0);
        backend.begun.get(0).says().complete();
    }

    private void assertMadeBy(String backend, AssertSubscriber<FlowEvent> events) {
        events.assertCompleted();
        assertThat(events.getItems())
                .filteredOn(FlowEvent.Taken.class::isInstance)
                .containsExactly(new FlowEvent.Taken(backend));
        assertThat(service.credits()).isEqualTo(9);
    }

    private void assertRefused(Class<? extends Failure> kind, AssertSubscriber<FlowEvent> events) {
        events.assertFailedWith(kind);
        assertThat(service.credits()).isEqualTo(10);
        assertThat(service.admission.running()).isZero();
    }

    private void assertAsked(int... times) {
        assertThat(List.of(first.begun.size(), second.begun.size(), third.begun.size()))
                .containsExactly(times[0], times[1], times[2]);
    }

    private double passedOver(String backend) {
        return service.metrics
                .get("likeness.backend.passed.over")
                .tag("backend", backend)
                .counter()
                .count();
    }

    private static List<String> names(AssertSubscriber<FlowEvent> events) {
        return events.getItems().stream()
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }

    private static BackendUnavailable unavailable(String who) {
        return new BackendUnavailable(who, Duration.ofSeconds(1));
    }

    private static PoseReading pose(int people) {
        Person person = new Person(Collections.nCopies(18, new Keypoint(10, 10, 1)), 1);
        return new PoseReading(new Skeleton(64, 64, Collections.nCopies(people, person)), PoseReading.Source.NETWORK);
    }

    private static Face face() {
        Keypoint here = new Keypoint(10, 10, 1);
        return new Face(0, 0, 40, 40, List.of(here, here, here, here, here), 1);
    }
}
