package dev.likeness.pose;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.List;
import java.util.Locale;

/**
 * What networks are run on.
 *
 * @param provider what the configuration calls it; never auto, which is a choice between two
 * @param threads that one run uses of the CPU
 * @param accelerators the preferred one first; none for the CPU alone, which comes last in any case
 */
record Execution(PoseConfig.Provider provider, int threads, List<Accelerator> accelerators) {

    private static final String REMEDY =
            """
            It needs the build for GPUs (./mvnw package -Dgpu, Dockerfile.native-gpu), %s where the system looks for \
            libraries, and a GPU with its driver that this process sees (docker run --gpus all, nvidia.com/gpu in \
            Kubernetes); likeness.pose.provider=cpu needs none of it""";

    static Execution onCpu(int threads) {
        return new Execution(PoseConfig.Provider.CPU, threads, List.of());
    }

    /**
     * Those that the configuration leaves a choice of, the preferred one first.
     *
     * @throws IllegalArgumentException when it makes no sense, naming the key
     */
    static List<Execution> choice(PoseConfig config) {
        // In a container with a limit of processors, these are counted; ONNX Runtime itself would take all of the
        // machine.
        int threads = config.threads().orElseGet(() -> Runtime.getRuntime().availableProcessors());
        Execution cpu = onCpu(threads);
        Accelerator cuda = new Accelerator.Cuda(config.cuda());
        Execution onCuda = new Execution(PoseConfig.Provider.CUDA, threads, List.of(cuda));
        return switch (config.provider()) {
            case CPU -> List.of(cpu);
            case CUDA -> List.of(onCuda);
            case AUTO -> List.of(onCuda, cpu);
            case TENSORRT -> {
                Accelerator tensorRt = new Accelerator.TensorRt(
                        config.cuda().deviceId(),
                        config.tensorrt().halfPrecision(),
                        Engines.in(config.tensorrt().cache()));
                yield List.of(new Execution(PoseConfig.Provider.TENSORRT, threads, List.of(tensorRt, cuda)));
            }
        };
    }

    boolean accelerated() {
        return !accelerators.isEmpty();
    }

    /**
     * How a session is made for a network; to be closed when it is.
     *
     * @throws IllegalStateException when the provider cannot be had
     */
    OrtSession.SessionOptions options(ModelFile file) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        try {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            // Threads that wait for the next run sleep: those of one network that spin take the processors from the
            // other one, and with two pictures at a time a third of the throughput is lost (docs/benchmarks.md).
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            for (Accelerator accelerator : accelerators) {
                accelerator.addTo(options, file);
            }
            return options;
        } catch (OrtException | RuntimeException failure) {
            options.close();
            throw failure;
        }
    }

    /** What the operator can do about a failure to load networks on it. */
    String remedy() {
        return String.format(
                Locale.ROOT,
                REMEDY,
                provider == PoseConfig.Provider.TENSORRT ? "CUDA 12, cuDNN 9 and TensorRT 10" : "CUDA 12 and cuDNN 9");
    }

    /** As the configuration spells it. */
    @Override
    public String toString() {
        return provider.name().toLowerCase(Locale.ROOT);
    }
}
