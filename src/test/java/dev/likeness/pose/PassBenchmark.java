package dev.likeness.pose;

import ai.onnxruntime.OrtEnvironment;
import dev.likeness.input.Picture;
import dev.likeness.input.PictureFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * Whole pose passes, from a picture file to the pixels of the drawing, as often as it is told to on its standard input. It
 * is one of the two sides that src/test/python/poses/benchmark.py runs in turn.
 *
 * <pre>{@code PassBenchmark <format> <model> <threads> <picture>}</pre>
 *
 * and then lines of two numbers: how many passes, and how many at once. It answers each line with the milliseconds that all
 * of them took together, and those that each of them took.
 */
public final class PassBenchmark implements AutoCloseable {

    /** As many passes run together as in the service; whoever comes later waits. */
    private static final int TURNS = 2;

    private final byte[] file;
    private final PeopleFinder people;
    private final Semaphore turns = new Semaphore(TURNS);

    private PassBenchmark(byte[] file, PeopleFinder people) {
        this.file = file;
        this.people = people;
    }

    public static void main(String[] arguments) throws Exception {
        try (PassBenchmark benchmark =
                        of(arguments[0], Path.of(arguments[1]), Integer.parseInt(arguments[2]), Path.of(arguments[3]));
                BufferedReader lines = new BufferedReader(new InputStreamReader(System.in))) {
            System.out.println("ready");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                System.out.println(benchmark.run(Integer.parseInt(words[0]), Integer.parseInt(words[1])));
            }
        }
    }

    static PassBenchmark of(String format, Path model, int threads, Path picture) throws IOException {
        return new PassBenchmark(
                Files.readAllBytes(picture),
                PoseModel.of(configured(format, model))
                        .load(OrtEnvironment.getEnvironment(), Execution.onCpu(threads)));
    }

    /** All else unset: the classes that read a real configuration are not on the class path of a bare process. */
    private static PoseConfig configured(String format, Path model) {
        return (PoseConfig) Proxy.newProxyInstance(
                PoseConfig.class.getClassLoader(),
                new Class<?>[] {PoseConfig.class},
                (proxy, method, none) -> switch (method.getName()) {
                    case "format" -> PoseFormat.valueOf(format.toUpperCase(Locale.ROOT));
                    case "model" -> Optional.of(model);
                    case "pixelRange" -> PixelRange.BYTES;
                    case "personScore", "jointScore" -> Optional.empty();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    String run(int passes, int atOnce) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(atOnce);
        try {
            long begun = System.nanoTime();
            List<Future<Double>> each = new ArrayList<>();
            for (int i = 0; i < passes; i++) {
                each.add(workers.submit(this::timed));
            }
            List<Double> millis = new ArrayList<>();
            for (Future<Double> one : each) {
                millis.add(one.get());
            }
            double all = (System.nanoTime() - begun) / 1e6;
            return String.format(
                    Locale.ROOT,
                    "%.3f %s",
                    all,
                    millis.stream()
                            .map(one -> String.format(Locale.ROOT, "%.3f", one))
                            .collect(Collectors.joining(" ")));
        } finally {
            workers.shutdown();
        }
    }

    private double timed() {
        long begun = System.nanoTime();
        if (pass().length == 0) {
            throw new IllegalStateException("nothing was drawn");
        }
        return (System.nanoTime() - begun) / 1e6;
    }

    private int[] pass() {
        turns.acquireUninterruptibly();
        try {
            Picture picture = PictureFile.read(file);
            PoseReading reading = PoseReader.read(Pixels.of(picture), people, SkeletonReaderTest.budget());
            return SkeletonRenderer.pixels(reading.skeleton(), EnumSet.allOf(BodyPart.class));
        } finally {
            turns.release();
        }
    }

    @Override
    public void close() {
        people.close();
    }
}
