package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtEnvironment;
import dev.likeness.LogLines;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What networks run on, where there is no GPU: with the libraries for CPUs, and with those for GPUs (-Dgpu). */
class ExecutionTest {

    @TempDir
    private Path folder;

    @Test
    void the_cpu_runs_networks_unless_told_otherwise_with_a_thread_for_each_processor() {
        assertThat(Execution.choice(Settings.defaults()))
                .containsExactly(Execution.onCpu(Runtime.getRuntime().availableProcessors()));
    }

    @Test
    void the_number_of_threads_can_be_set() {
        assertThat(Execution.choice(Settings.of(Map.of("likeness.pose.threads", "3"))))
                .containsExactly(Execution.onCpu(3));
    }

    @Test
    void auto_prefers_cuda_and_ends_with_the_cpu() {
        assertThat(Execution.choice(provider("auto"))).hasToString("[cuda, cpu]");
    }

    @Test
    void tensorrt_comes_before_cuda_and_alone_there_is_no_choice() {
        List<Execution> choice = Execution.choice(tensorRt(folder));

        assertThat(choice).singleElement().satisfies(execution -> assertThat(execution.accelerators())
                .extracting(Object::getClass)
                .containsExactly(Accelerator.TensorRt.class, Accelerator.Cuda.class));
    }

    @ParameterizedTest
    @CsvSource({"cuda, CUDA 12 and cuDNN 9 where", "tensorrt, 'CUDA 12, cuDNN 9 and TensorRT 10 where'"})
    void a_provider_that_was_asked_for_and_is_not_there_fails_the_start_with_the_remedy(String name, String needed) {
        assumeNoGpu();
        Networks networks = new Networks(
                Settings.of(Map.of("likeness.pose.provider", name, "likeness.pose.tensorrt.cache", folder.toString())),
                Nowhere.ELSE,
                Runnable::run);

        assertThatIllegalStateException()
                .isThrownBy(() -> networks.onStart(null))
                .withMessageStartingWith("likeness.pose.provider=" + name + " cannot be had: ")
                .withMessageContaining("ORT_")
                .withMessageContaining("./mvnw package -Dgpu")
                .withMessageContaining(needed)
                .withMessageContaining("likeness.pose.provider=cpu needs none of it")
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("\n", "onnxruntime_src"));
        assertThat(networks.ready()).isFalse();
    }

    @Test
    void auto_without_a_gpu_reads_poses_on_the_cpu_and_warns_once_and_the_metric_says_so() {
        assumeNoGpu();
        Networks networks = new Networks(provider("auto"), Nowhere.ELSE, Runnable::run);
        MeterRegistry metrics = new SimpleMeterRegistry();
        ProviderMetric metric = new ProviderMetric(provider("auto"), networks, metrics);
        assertThat(inUse(metrics)).isEmpty();

        try (LogLines log = LogLines.of("dev.likeness.pose")) {
            networks.onStart(null);
            networks.loaded()
                    .subscribe()
                    .withSubscriber(UniAssertSubscriber.create())
                    .assertCompleted();

            assertThat(log.records())
                    .filteredOn(record -> record.getLevel().intValue() >= Level.WARNING.intValue())
                    .singleElement()
                    .extracting(LogRecord::getMessage)
                    .asString()
                    .startsWith("likeness.pose.provider=auto takes the cpu: cuda cannot be had: ");
        }
        assertThat(inUse(metrics)).containsExactly(Map.of("provider", "cpu", "wanted", "auto"));
        assertThat(metric).isNotNull();
        networks.close();
    }

    @Test
    void a_network_that_is_broken_is_not_blamed_on_the_gpu(@TempDir Path models) throws IOException {
        Path broken = Files.write(models.resolve("broken.onnx"), new byte[] {1, 2, 3});
        Networks networks = new Networks(
                Settings.of(Map.of("likeness.pose.provider", "auto", "likeness.pose.model", broken.toString())),
                Nowhere.ELSE,
                Runnable::run);

        try (LogLines log = LogLines.of("dev.likeness.pose")) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> networks.onStart(null))
                    .withMessageStartingWith("likeness.pose.model: " + broken + " cannot be loaded: ");
            assertThat(log.records()).noneMatch(record -> record.getLevel() == Level.WARNING);
        }
    }

    @Test
    void a_network_is_run_when_it_is_loaded_on_a_gpu_so_that_what_that_lacks_is_found_then() {
        ModelFile file = new ModelFile.Mounted("key", failing().write(folder.resolve("failing.onnx")));
        Execution played = new Execution(PoseConfig.Provider.CUDA, 1, List.of((session, network) -> {}));

        load(file, Execution.onCpu(1)).close();

        assertThatIllegalStateException()
                .isThrownBy(() -> load(file, played))
                .withMessageStartingWith("key: " + folder.resolve("failing.onnx") + " failed: ");
    }

    private static Network load(ModelFile file, Execution execution) {
        return Network.load(file, List.of(BlazeFace.SPEC), OrtEnvironment.getEnvironment(), execution);
    }

    /** Looks like the face network, and asks in each run for values beyond the end of its input. */
    private static OnnxGraph failing() {
        long[] beyond = new long[896];
        Arrays.fill(beyond, 1_000_000);
        return new OnnxGraph()
                .input("image", OnnxGraph.Type.FLOAT, 1, 256, 256, 3)
                .positions("flat", -1)
                .positions("beyond", beyond)
                .positions("row", 1, 896)
                .positions("boxes_shape", 1, 896, 16)
                .node("Reshape", List.of("image", "flat"), "values")
                .node("Gather", List.of("values", "beyond"), "found")
                .node("Reshape", List.of("found", "row"), "scores")
                .positions("column", 1, 896, 1)
                .node("Reshape", List.of("found", "column"), "each")
                .node("Expand", List.of("each", "boxes_shape"), "boxes")
                .output("scores", 1, 896)
                .output("boxes", 1, 896, 16);
    }

    @Test
    void tensorrt_needs_a_directory_for_its_engines() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Execution.choice(provider("tensorrt")))
                .withMessageStartingWith("likeness.pose.tensorrt.cache has to name a directory");
    }

    @Test
    void a_directory_for_engines_that_cannot_be_written_is_refused() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Execution.choice(tensorRt(file.resolve("cache"))))
                .withMessageStartingWith("likeness.pose.tensorrt.cache names " + file)
                .withMessageContaining("no file can be written");
    }

    @Test
    void the_directory_for_engines_is_made_and_nothing_is_left_in_it() {
        Path cache = folder.resolve("a/b");

        Execution.choice(tensorRt(cache));

        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void engines_of_networks_of_the_same_name_and_other_weights_lie_apart() throws IOException {
        Engines engines = Engines.in(Optional.of(folder.resolve("cache")));
        Path file = Files.write(folder.resolve("pose.onnx"), new byte[] {1});
        Path first = engines.folder(new ModelFile.Mounted("key", file));
        Files.write(file, new byte[] {2});

        assertThat(engines.folder(new ModelFile.Mounted("key", file)))
                .isEmptyDirectory()
                .isNotEqualTo(first);
        // The first digits of sha256sum.
        assertThat(first).hasFileName("4bf5122f344554c5");
    }

    @Test
    void no_memory_at_all_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Execution.choice(
                        Settings.of(Map.of("likeness.pose.provider", "cuda", "likeness.pose.cuda.memory-limit", "0"))))
                .withMessageStartingWith("likeness.pose.cuda.memory-limit");
    }

    private static List<Map<String, String>> inUse(MeterRegistry metrics) {
        return metrics.find("likeness.pose.provider").gauges().stream()
                .filter(gauge -> gauge.value() == 1)
                .map(Meter::getId)
                .map(id -> Map.of("provider", id.getTag("provider"), "wanted", id.getTag("wanted")))
                .toList();
    }

    private static void assumeNoGpu() {
        assumeTrue(Files.notExists(Path.of("/dev/nvidia0")), "skipped: there is a GPU here");
    }

    private static PoseConfig provider(String name) {
        return Settings.of(Map.of("likeness.pose.provider", name));
    }

    private static PoseConfig tensorRt(Path cache) {
        return Settings.of(
                Map.of("likeness.pose.provider", "tensorrt", "likeness.pose.tensorrt.cache", cache.toString()));
    }
}
