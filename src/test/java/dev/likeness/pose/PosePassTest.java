package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.TestConfig;
import dev.likeness.error.BackendUnavailable;
import dev.likeness.error.InvalidRequest;
import dev.likeness.input.Picture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PosePassTest {

    private static final BackendUnavailable DOWN = new BackendUnavailable("down", Duration.ofSeconds(5));
    private static final Picture PICTURE = new EncodedPicture("pose_image", new byte[] {1}, 256, 384);

    private final List<String> asked = new ArrayList<>();

    @Test
    void without_another_deployment_this_process_reads() {
        PosePass pass = pass(false, "local", null);

        assertThat(pass.read(PICTURE).await().indefinitely()).isEqualTo(reading(1));
        assertThat(pass.all(PICTURE).await().indefinitely()).hasSize(1);
        assertThat(asked).containsExactly("poses here", "faces here");
    }

    @Test
    void another_deployment_reads_instead_of_this_process() {
        PosePass pass = pass(true, "local", null);

        assertThat(pass.read(PICTURE).await().indefinitely()).isEqualTo(reading(2));
        assertThat(pass.all(PICTURE).await().indefinitely()).hasSize(2);
        assertThat(asked).containsExactly("poses there", "faces there");
    }

    @Test
    void this_process_stands_in_when_it_is_down() {
        PosePass pass = pass(true, "local", DOWN);

        assertThat(pass.read(PICTURE).await().indefinitely()).isEqualTo(reading(1));
        assertThat(pass.all(PICTURE).await().indefinitely()).hasSize(1);
        assertThat(asked).containsExactly("poses there", "poses here", "faces there", "faces here");
    }

    @ParameterizedTest
    @CsvSource({"comfyui", "fail"})
    void nobody_here_stands_in_unless_that_is_wanted(String onFailure) {
        PosePass pass = pass(true, onFailure, DOWN);

        assertThatThrownBy(() -> pass.read(PICTURE).await().indefinitely()).isSameAs(DOWN);
        assertThat(asked).containsExactly("poses there");
    }

    @Test
    void a_picture_that_is_to_blame_is_not_tried_here_as_well() {
        PosePass pass = pass(true, "local", InvalidRequest.image("pose_image", "broken"));

        assertThatThrownBy(() -> pass.read(PICTURE).await().indefinitely()).isInstanceOf(InvalidRequest.class);
        assertThat(asked).containsExactly("poses there");
    }

    @ParameterizedTest
    @CsvSource({"true, comfyui, true", "true, local, false", "true, fail, false", "false, comfyui, false"})
    void failures_are_left_to_the_backend_where_they_can_happen_and_that_is_wanted(
            boolean configured, String onFailure, boolean left) {
        assertThat(pass(configured, onFailure, null).leavesFailuresToBackend()).isEqualTo(left);
    }

    private PosePass pass(boolean configured, String onFailure, RuntimeException failure) {
        return new PosePass(
                Settings.of(Map.of("likeness.pose.on-failure", onFailure)),
                TestConfig.of(PoseCacheConfig.class, Map.of()),
                new Elsewhere(configured, failure),
                picture -> asked("poses here", reading(1)),
                picture -> asked("faces here", faces(1)),
                Runnable::run,
                new SimpleMeterRegistry());
    }

    private <T> Uni<T> asked(String what, T answer) {
        return Uni.createFrom().item(() -> {
            asked.add(what);
            return answer;
        });
    }

    private static PoseReading reading(int people) {
        Person person = new Person(Collections.nCopies(Joint.COUNT, new Keypoint(1, 2, 1)), 1);
        return new PoseReading(new Skeleton(256, 384, Collections.nCopies(people, person)), PoseReading.Source.NETWORK);
    }

    private static List<Face> faces(int count) {
        Keypoint here = new Keypoint(1, 2, 1);
        return Collections.nCopies(count, new Face(0, 0, 40, 40, List.of(here, here, here, here, here), 1));
    }

    private final class Elsewhere implements PassElsewhere {

        private final boolean configured;
        private final RuntimeException failure;

        private Elsewhere(boolean configured, RuntimeException failure) {
            this.configured = configured;
            this.failure = failure;
        }

        @Override
        public boolean configured() {
            return configured;
        }

        @Override
        public Uni<PoseReading> people(Picture picture) {
            return answered("poses there", reading(2));
        }

        @Override
        public Uni<List<Face>> faces(Picture picture) {
            return answered("faces there", PosePassTest.faces(2));
        }

        private <T> Uni<T> answered(String what, T answer) {
            return asked(what, answer).invoke(x -> {
                if (failure != null) {
                    throw failure;
                }
            });
        }
    }
}
