package dev.likeness.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.error.BackendUnavailable;
import dev.likeness.error.InvalidRequest;
import dev.likeness.input.Picture;
import dev.likeness.pose.PoseEstimator;
import dev.likeness.pose.PoseReading;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of a request whose pictures nobody here can read. */
class StudioTest {

    private static final BackendUnavailable DOWN = new BackendUnavailable("down", Duration.ofSeconds(5));

    @Test
    void they_are_left_to_a_backend_that_reads_them_where_that_is_wanted() {
        PlayedBackend backend = reading();
        var events = run(backend, new Failing(DOWN, true));
        assertThat(backend.begun).hasSize(1);
        backend.begun.get(0).image(0);
        backend.begun.get(0).says().complete();

        events.assertCompleted();
        assertThat(backend.begun.get(0).job().skeleton()).isEmpty();
        assertThat(backend.begun.get(0).job().faceFound()).isEmpty();
        assertThat(events.getItems()).noneMatch(FlowEvent.PoseRead.class::isInstance);
    }

    @Test
    void else_the_request_fails_and_no_backend_is_asked() {
        PlayedBackend backend = reading();
        var events = run(backend, new Failing(DOWN, false));

        events.assertFailedWith(BackendUnavailable.class);
        assertThat(backend.begun).isEmpty();
    }

    @Test
    void a_picture_that_is_broken_is_not_left_to_the_backend() {
        PlayedBackend backend = reading();
        var events = run(backend, new Failing(InvalidRequest.image("pose_image", "broken"), true));

        events.assertFailedWith(InvalidRequest.class);
        assertThat(backend.begun).isEmpty();
    }

    @Test
    void leaving_them_to_a_backend_that_cannot_read_them_is_refused_at_the_start() {
        PlayedBackend backend = new PlayedBackend(true);

        assertThatThrownBy(() -> run(backend, new Failing(DOWN, true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "likeness.pose.on-failure=comfyui: likeness.backend names no backend that reads poses; choose"
                                + " local or fail");
    }

    private static PlayedBackend reading() {
        PlayedBackend backend = new PlayedBackend(true);
        backend.readsPictures = true;
        return backend;
    }

    private static AssertSubscriber<FlowEvent> run(PlayedBackend backend, PoseEstimator poses) {
        FlowUnderTest service =
                new FlowUnderTest(backend, Runnable::run, null, poses, picture -> FlowUnderTest.never());
        return service.run(FlowUnderTest.request(1)).subscribe().withSubscriber(AssertSubscriber.create(100));
    }

    private record Failing(RuntimeException failure, boolean leavesFailuresToBackend) implements PoseEstimator {

        @Override
        public Uni<PoseReading> read(Picture picture) {
            return Uni.createFrom().failure(failure);
        }
    }
}
