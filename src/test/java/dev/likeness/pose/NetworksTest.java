package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.eclipse.microprofile.health.HealthCheckResponse.Status.DOWN;
import static org.eclipse.microprofile.health.HealthCheckResponse.Status.UP;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtEnvironment;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworksTest {

    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final Networks networks = new Networks(Settings.defaults(), workers::add);

    @BeforeEach
    void withTheNetworks() {
        assumeTrue(
                getClass().getClassLoader().getResource(NetworkSpec.MOVENET.resource()) != null,
                "skipped: this build has no networks");
    }

    @Test
    void nothingIsLoadedBeforeSomebodyNeedsItAndThatKeepsNoTrafficAway() {
        networks.onStart(null);
        assertThat(workers).isEmpty();
        assertThat(status(networks, Settings.defaults())).isEqualTo(UP);
        networks.loaded().subscribe().withSubscriber(UniAssertSubscriber.create());
        assertThat(workers).hasSize(1);
        assertThat(status(networks, Settings.defaults())).isEqualTo(UP);
        workers.remove().run();
        assertThat(status(networks, Settings.defaults())).isEqualTo(UP);
        networks.close();
    }

    @Test
    void networksThatAreToBeLoadedAtTheStartAreWaitedFor() {
        PoseConfig atStart = Settings.of(Map.of("likeness.pose.load", "start"));
        Networks early = new Networks(atStart, workers::add);
        early.onStart(null);
        assertThat(status(early, atStart)).isEqualTo(DOWN);
        workers.remove().run();
        assertThat(status(early, atStart)).isEqualTo(UP);
        early.close();
    }

    @Test
    void networksThatCannotBeLoadedKeepTrafficAway() {
        Networks broken = new Networks(Settings.defaults(), workers::add) {
            @Override
            State state() {
                return State.FAILED;
            }
        };
        assertThat(status(broken, Settings.defaults())).isEqualTo(DOWN);
    }

    private static HealthCheckResponse.Status status(Networks networks, PoseConfig config) {
        return new NetworksReady(networks, config).call().getStatus();
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
    void anotherNetworkIsRefusedWithWhatWasExpectedAndWhatWasFound() throws IOException {
        NetworkSpec other =
                new NetworkSpec("models/other.onnx", NetworkSpec.BLAZEFACE.input(), NetworkSpec.BLAZEFACE.outputs());
        byte[] model = model(NetworkSpec.MOVENET);
        assertThatIllegalStateException()
                .isThrownBy(() -> Network.load(other, model, OrtEnvironment.getEnvironment(), 1))
                .withMessageContaining("models/other.onnx")
                .withMessageContaining("expected inputs image FLOAT[1, 256, 256, 3]")
                .withMessageContaining("found image INT32[1, 256, 256, 3]");
    }

    @Test
    void aFileThatIsNoNetworkIsRefusedByName() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        Network.load(NetworkSpec.MOVENET, new byte[] {1, 2, 3}, OrtEnvironment.getEnvironment(), 1))
                .withMessageContaining(NetworkSpec.MOVENET.resource());
    }

    @Test
    void aClosedNetworkIsNotRun() throws IOException {
        Network network =
                Network.load(NetworkSpec.BLAZEFACE, model(NetworkSpec.BLAZEFACE), OrtEnvironment.getEnvironment(), 1);
        List<float[]> output = network.run(buffer -> {});
        assertThat(output).extracting(values -> values.length).containsExactly(896, 896 * 16);
        network.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> network.run(buffer -> {}))
                .withMessageContaining("shutting down");
    }

    private static byte[] model(NetworkSpec spec) throws IOException {
        try (InputStream model = NetworksTest.class.getClassLoader().getResourceAsStream(spec.resource())) {
            return model.readAllBytes();
        }
    }
}
