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
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A loaded network. Any number of threads may run it at once; closing waits for them and refuses later ones. */
final class Network implements AutoCloseable {

    /** Bytes of a value; both element types in use have four. */
    private static final int VALUE = 4;

    /** Pictures in one run at most, of a network that leaves their number open: what a run takes in memory grows with it. */
    static final int LARGEST_BATCH = 8;

    private final ModelFile file;
    private final NetworkSpec spec;
    private final OrtEnvironment environment;
    private final OrtSession session;
    /** Buffers outside the heap; there are at most two for as many runs as were ever in progress at once. */
    private final Queue<ByteBuffer> buffers = new ConcurrentLinkedQueue<>();
    /** Read: a run is in progress. Write: the session is being closed. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private volatile boolean closed;

    private Network(ModelFile file, NetworkSpec spec, OrtEnvironment environment, OrtSession session) {
        this.file = file;
        this.spec = spec;
        this.environment = environment;
        this.session = session;
    }

    /**
     * @param expected what it may be, at least one
     * @param execution what it runs on
     * @throws IllegalStateException when the file is no such network, saying what was expected and what was found
     */
    static Network load(ModelFile file, List<NetworkSpec> expected, OrtEnvironment environment, Execution execution) {
        try (OrtSession.SessionOptions options = execution.options(file)) {
            OrtSession session = file.open(environment, options);
            try {
                Network network = new Network(file, checked(file, expected, session), environment, session);
                if (execution.accelerated()) {
                    network.warmUp();
                }
                return network;
            } catch (OrtException | RuntimeException failure) {
                session.close();
                throw failure;
            }
        } catch (OrtException e) {
            throw new IllegalStateException(file + " cannot be loaded: " + words(e), e);
        }
    }

    /**
     * Runs on nothing, with the largest batch and the smallest: what a GPU lacks is found now, and what is prepared for a
     * shape when it first comes, a search or an engine, keeps no picture waiting. Not with a size that depends on pictures.
     */
    private void warmUp() {
        long[] shape = spec.input().shape();
        if (Arrays.stream(shape).skip(1).allMatch(length -> length != NetworkSpec.ANY)) {
            for (long batch : shape[0] == NetworkSpec.ANY ? new long[] {LARGEST_BATCH, 1} : new long[] {shape[0]}) {
                long[] whole = shape.clone();
                whole[0] = batch;
                run(whole, buffer -> buffer.put(new byte[buffer.remaining()]));
            }
        }
    }

    /** In one line, without the place in the runtime's source where it was noticed. */
    private static String words(OrtException e) {
        return e.getMessage().replaceAll("/onnxruntime_src/.* : FAIL : ", "").strip();
    }

    private static NetworkSpec checked(ModelFile file, List<NetworkSpec> expected, OrtSession session)
            throws OrtException {
        List<NetworkSpec.Tensor> inputs = tensors(session.getInputInfo());
        List<NetworkSpec.Tensor> outputs = tensors(session.getOutputInfo());
        return expected.stream()
                .flatMap(spec -> spec.found(inputs, outputs).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(String.format(
                        Locale.ROOT,
                        "%s is another network: expected %s; found inputs %s, outputs %s",
                        file,
                        expected.stream().map(NetworkSpec::toString).collect(Collectors.joining("; or ")),
                        words(inputs),
                        words(outputs))));
    }

    private static String words(List<NetworkSpec.Tensor> tensors) {
        return tensors.stream().map(NetworkSpec.Tensor::toString).collect(Collectors.joining(", "));
    }

    private static List<NetworkSpec.Tensor> tensors(Map<String, NodeInfo> nodes) {
        return nodes.values().stream()
                .map(node -> node.getInfo() instanceof TensorInfo tensor
                        ? new NetworkSpec.Tensor(node.getName(), tensor.type.name(), tensor.getShape())
                        : new NetworkSpec.Tensor(
                                node.getName(), node.getInfo().getClass().getSimpleName()))
                .toList();
    }

    /** What it takes and gives, in its own words: with its names, and a length open where it takes any. */
    NetworkSpec spec() {
        return spec;
    }

    /**
     * Runs the network on what {@code fill} writes: all values of the input in native byte order.
     *
     * @return the values of each output, in the order of the spec
     */
    List<float[]> run(Consumer<ByteBuffer> fill) {
        return run(spec.input().shape(), fill);
    }

    /** As {@link #run(Consumer)}, for a network that leaves a length open: with this shape of its input. */
    List<float[]> run(long[] shape, Consumer<ByteBuffer> fill) {
        return run(shape, fill, this::infer);
    }

    /**
     * As {@link #run(long[], Consumer)}, for a network with one large output of which little is needed: it is not copied,
     * but read where the runtime has written it.
     *
     * @param output its shape
     * @param read must not keep the values, which the next run overwrites
     */
    <T> T run(long[] shape, Consumer<ByteBuffer> fill, long[] output, Function<FloatBuffer, T> read) {
        return run(shape, fill, (values, input) -> inferInto(output, values, input, read));
    }

    private <T> T run(long[] shape, Consumer<ByteBuffer> fill, Inference<T> inference) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException(file + " is closed: the service is shutting down");
            }
            ByteBuffer buffer = buffer(bytes(shape));
            try {
                fill.accept(buffer);
                return inference.of(buffer.flip(), shape);
            } finally {
                buffers.add(buffer);
            }
        } catch (OrtException e) {
            throw new IllegalStateException(file + " failed: " + words(e), e);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** What becomes of an input, which has this shape. */
    private interface Inference<T> {
        T of(ByteBuffer values, long[] shape) throws OrtException;
    }

    private static int bytes(long[] shape) {
        long bytes = VALUE;
        for (long length : shape) {
            bytes *= length;
        }
        return Math.toIntExact(bytes);
    }

    private ByteBuffer buffer(int bytes) {
        ByteBuffer buffer = buffers.poll();
        return buffer == null || buffer.capacity() < bytes
                ? ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder())
                : buffer.clear().limit(bytes);
    }

    private List<float[]> infer(ByteBuffer values, long[] shape) throws OrtException {
        try (OnnxTensor tensor = input(values, shape);
                OrtSession.Result result = session.run(Map.of(spec.input().name(), tensor))) {
            return spec.outputs().stream().map(output -> values(result, output)).toList();
        }
    }

    private <T> T inferInto(long[] shape, ByteBuffer values, long[] inputShape, Function<FloatBuffer, T> read)
            throws OrtException {
        ByteBuffer output = buffer(bytes(shape));
        try (OnnxTensor tensor = input(values, inputShape);
                OnnxTensor place = OnnxTensor.createTensor(environment, output, shape, OnnxJavaType.FLOAT);
                OrtSession.Result written = session.run(
                        Map.of(spec.input().name(), tensor),
                        Map.of(spec.outputs().get(0).name(), place))) {
            return read.apply(output.asFloatBuffer());
        } finally {
            buffers.add(output);
        }
    }

    private OnnxTensor input(ByteBuffer values, long[] shape) throws OrtException {
        return OnnxTensor.createTensor(
                environment, values, shape, OnnxJavaType.valueOf(spec.input().type()));
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
            throw new IllegalStateException(file + " cannot be closed: " + e.getMessage(), e);
        } finally {
            lock.writeLock().unlock();
        }
    }
}
