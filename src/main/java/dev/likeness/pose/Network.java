package dev.likeness.pose;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A loaded network. Any number of threads may run it at once; closing waits for them and refuses later ones. */
final class Network implements AutoCloseable {

    private final NetworkSpec spec;
    private final OrtEnvironment environment;
    private final OrtSession session;
    /** Input buffers outside the heap; there are as many as runs were ever in progress at once. */
    private final Queue<ByteBuffer> buffers = new ConcurrentLinkedQueue<>();
    /** Read: a run is in progress. Write: the session is being closed. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private volatile boolean closed;

    private Network(NetworkSpec spec, OrtEnvironment environment, OrtSession session) {
        this.spec = spec;
        this.environment = environment;
        this.session = session;
    }

    /**
     * @param threads that one run uses
     * @throws IllegalStateException when the file is no such network, saying what was expected and what was found
     */
    static Network load(NetworkSpec spec, byte[] model, OrtEnvironment environment, int threads) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            // Threads that wait for the next run sleep; spinning would take the processors from everything else.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            OrtSession session = environment.createSession(model, options);
            try {
                requireSame(spec, "inputs", List.of(spec.input()), session.getInputInfo());
                requireSame(spec, "outputs", spec.outputs(), session.getOutputInfo());
            } catch (OrtException | RuntimeException mismatch) {
                session.close();
                throw mismatch;
            }
            return new Network(spec, environment, session);
        } catch (OrtException e) {
            throw new IllegalStateException(spec.resource() + " cannot be loaded: " + e.getMessage(), e);
        }
    }

    private static void requireSame(
            NetworkSpec spec, String what, List<NetworkSpec.Tensor> expected, Map<String, NodeInfo> found) {
        String expectedWords = expected.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
        String foundWords = found.values().stream().map(Network::words).sorted().collect(Collectors.joining(", "));
        if (!expectedWords.equals(foundWords)) {
            throw new IllegalStateException(
                    "%s is another network than this version was made for: expected %s %s, found %s"
                            .formatted(spec.resource(), what, expectedWords, foundWords));
        }
    }

    private static String words(NodeInfo node) {
        return node.getInfo() instanceof TensorInfo tensor
                ? new NetworkSpec.Tensor(node.getName(), tensor.type.name(), tensor.getShape()).toString()
                : node.getName() + " " + node.getInfo();
    }

    /**
     * Runs the network on what {@code fill} writes: all values of the input in native byte order.
     *
     * @return the values of each output, in the order of the spec
     */
    List<float[]> run(Consumer<ByteBuffer> fill) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException(spec.resource() + " is closed: the service is shutting down");
            }
            ByteBuffer buffer = buffers.poll();
            if (buffer == null) {
                buffer = ByteBuffer.allocateDirect(spec.input().bytes()).order(ByteOrder.nativeOrder());
            }
            try {
                fill.accept(buffer.clear());
                return infer(buffer.rewind());
            } finally {
                buffers.add(buffer);
            }
        } catch (OrtException e) {
            throw new IllegalStateException(spec.resource() + " failed: " + e.getMessage(), e);
        } finally {
            lock.readLock().unlock();
        }
    }

    private List<float[]> infer(ByteBuffer values) throws OrtException {
        NetworkSpec.Tensor input = spec.input();
        OnnxJavaType type = OnnxJavaType.valueOf(input.type());
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, values, input.shape(), type);
                OrtSession.Result result = session.run(Map.of(input.name(), tensor))) {
            return spec.outputs().stream().map(output -> values(result, output)).toList();
        }
    }

    private static float[] values(OrtSession.Result result, NetworkSpec.Tensor output) {
        OnnxTensor tensor = (OnnxTensor) result.get(output.name()).orElseThrow();
        return tensor.getFloatBuffer().array();
    }

    @Override
    public void close() {
        closed = true;
        lock.writeLock().lock();
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(spec.resource() + " cannot be closed: " + e.getMessage(), e);
        } finally {
            lock.writeLock().unlock();
        }
    }
}
