package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.eclipse.microprofile.health.HealthCheckResponse.Status.DOWN;
import static org.eclipse.microprofile.health.HealthCheckResponse.Status.UP;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtEnvironment;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworksTest {

    private static final String MOVENET = "models/movenet_multipose.onnx";
    private static final ModelFile BLAZEFACE = new ModelFile.Shipped("models/blazeface_back.onnx");

    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final Networks networks = new Networks(Settings.defaults(), Nowhere.ELSE, workers::add);

    @BeforeEach
    void withTheNetworks() {
        assumeTrue(getClass().getClassLoader().getResource(MOVENET) != null, "skipped: this build has no networks");
    }

    @Test
    void nothingIsLoadedBeforeSomebodyNeedsItAndThatKeepsNoTrafficAway() {
        networks.onStart(null);
        assertThat(workers).isEmpty();
        assertThat(status(networks)).isEqualTo(UP);
        networks.loaded().subscribe().withSubscriber(UniAssertSubscriber.create());
        assertThat(workers).hasSize(1);
        assertThat(status(networks)).isEqualTo(UP);
        workers.remove().run();
        assertThat(status(networks)).isEqualTo(UP);
        networks.close();
    }

    @Test
    void networksThatAreToBeLoadedAtTheStartAreWaitedFor() {
        PoseConfig atStart = Settings.of(Map.of("likeness.pose.load", "start"));
        Networks early = new Networks(atStart, Nowhere.ELSE, workers::add);
        early.onStart(null);
        assertThat(status(early)).isEqualTo(DOWN);
        workers.remove().run();
        assertThat(status(early)).isEqualTo(UP);
        early.close();
    }

    @Test
    void networksThatCannotBeLoadedKeepTrafficAway() {
        Networks broken = new Networks(Settings.defaults(), Nowhere.ELSE, workers::add) {
            @Override
            State state() {
                return State.FAILED;
            }
        };
        assertThat(status(broken)).isEqualTo(DOWN);
    }

    private static HealthCheckResponse.Status status(Networks networks) {
        return new NetworksReady(networks).call().getStatus();
    }

    @Test
    void whoComesEarlierWaitsAndTheLoadingHappensOnce() {
        UniAssertSubscriber<Networks.Loaded> first =
                networks.loaded().subscribe().withSubscriber(UniAssertSubscriber.create());
        UniAssertSubscriber<Networks.Loaded> given =
                networks.loaded().subscribe().withSubscriber(UniAssertSubscriber.create());
        networks.onStart(null);
        given.cancel();
        first.assertNotTerminated();
        assertThat(workers).hasSize(1);
        workers.remove().run();
        first.assertCompleted();
        assertThat(networks.loaded().await().indefinitely()).isSameAs(first.getItem());
        networks.close();
    }

    @Test
    void anotherNetworkIsRefusedWithWhatWasExpectedAndWhatWasFound() {
        assertThatIllegalStateException()
                .isThrownBy(() -> load(new ModelFile.Shipped(MOVENET)))
                .withMessageContaining(MOVENET)
                .withMessageContaining("expected input image FLOAT[1, 256, 256, 3]")
                .withMessageContaining("found inputs image INT32[1, 256, 256, 3]");
    }

    @Test
    void aFileThatIsNoNetworkIsRefusedByName(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("other.onnx"), new byte[] {1, 2, 3});
        assertThatIllegalStateException()
                .isThrownBy(() -> load(new ModelFile.Mounted("likeness.pose.model", file)))
                .withMessageContaining("likeness.pose.model: " + file);
    }

    @Test
    void aClosedNetworkIsNotRun() {
        Network network = load(BLAZEFACE);
        List<float[]> output = network.run(NetworksTest::zeros);
        assertThat(output).extracting(values -> values.length).containsExactly(896, 896 * 16);
        network.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> network.run(NetworksTest::zeros))
                .withMessageContaining("shutting down");
    }

    private static void zeros(ByteBuffer buffer) {
        buffer.position(buffer.limit());
    }

    private static Network load(ModelFile file) {
        return Network.load(file, List.of(BlazeFace.SPEC), OrtEnvironment.getEnvironment(), Execution.onCpu(1));
    }
}
