package dev.likeness.benchmark;

import dev.likeness.packaged.PackageForm;
import dev.likeness.packaged.PackagedService;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the service itself costs when the GPU costs nothing: a ComfyUI server that has every picture ready at once
 * ({@link InstantComfy}), 268 KB of JSON in, a PNG of 1024x1024 pixels and 1.3 MB out. The service has one processor for
 * itself; the server and the clients share another.
 *
 * <p>The time added is the median of a request to the service less the median of the same exchange with the server without
 * the service ({@link BareExchange}); it contains what the client needs to send its request and to read its answer.
 * Processor time is that of the service's process, as the kernel counts it, over all requests of a series.
 *
 * <pre>{@code
 * ./mvnw package -DskipTests && java -cp target/test-classes dev.likeness.benchmark.OverheadBenchmark [jvm|native] [--read-pose] [--profile] [--smoke]
 * }</pre>
 */
public final class OverheadBenchmark {

    private static final List<Integer> CONCURRENCIES = List.of(1, 16, 64);

    private static final int SIDE = 1024;
    private static final int PICTURE_BYTES = 1_300_000;

    /** Compilers are done by then: processor time a request no longer falls. */
    private static final int WARM_UP = 12_000;

    private static final int REQUESTS = 1500;

    /** Requests whose pose is read take some 100 ms of a processor each. */
    private static final int SLOWER = 20;

    /** No series goes on for longer, whatever the machine. */
    private static final Duration LIMIT = Duration.ofMinutes(4);

    /** As the JVM image starts it, in a container of a gigabyte. */
    private static final List<String> JVM_HEAP =
            List.of("-XX:+UseSerialGC", "-XX:NewRatio=1", "-XX:SurvivorRatio=2", "-Xms600m", "-Xmx600m");

    private static final List<String> PROFILE =
            List.of("-XX:StartFlightRecording=filename=target/overhead.jfr,settings=profile");

    private final PackageForm form;
    private final List<String> options;
    private final boolean readPose;
    private final int warmUp;
    private final int requests;
    private final Cores cores;
    private final PrintStream out = System.out;
    private final OverheadRequests pictures;
    private boolean good = true;

    private OverheadBenchmark(PackageForm form, boolean readPose, boolean profiled, boolean smoke) throws IOException {
        this.form = form;
        this.options = new ArrayList<>(form == PackageForm.JVM ? JVM_HEAP : List.of());
        this.options.addAll(profiled ? PROFILE : List.of());
        this.readPose = readPose;
        this.warmUp = smoke ? 8 : readPose ? WARM_UP / SLOWER : WARM_UP;
        this.requests = smoke ? 8 : readPose ? REQUESTS / SLOWER : REQUESTS;
        this.cores = Cores.allowed();
        this.pictures = new OverheadRequests(SIDE);
    }

    public static void main(String[] arguments) throws Exception {
        List<String> given = List.of(arguments);
        PackageForm form = given.contains("native") ? PackageForm.NATIVE : PackageForm.JVM;
        OverheadBenchmark benchmark = new OverheadBenchmark(
                form, given.contains("--read-pose"), given.contains("--profile"), given.contains("--smoke"));
        benchmark.run();
        System.exit(benchmark.good ? 0 : 1);
    }

    private void run() throws Exception {
        cores.stepAside();
        byte[] picture = InstantComfy.picture(SIDE, PICTURE_BYTES);
        int json = pictures.json(true).length;
        if (picture.length < PICTURE_BYTES || Math.abs(json - OverheadRequests.BYTES) > 100) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "%d bytes in and %d out: that is another job", json, picture.length));
        }
        Path file = Files.write(Files.createTempFile(Path.of("target"), "overhead-", ".png"), picture);
        Process comfy = comfy(file);
        try {
            int port = port(comfy);
            double bare = bareMillis(port);
            out.printf(
                    Locale.ROOT,
                    "%s, %d bytes in, %d bytes of PNG out; processors %s; the exchange without the service: p50 %.1f ms%n%n",
                    form,
                    json,
                    picture.length,
                    cores.apart() ? "apart" : "shared",
                    bare);
            try (PackagedService service = PackagedService.start(cores.forService(), form, properties(port), options)
                    .awaitReady()) {
                measure(service, picture, bare);
            }
        } finally {
            comfy.destroyForcibly().waitFor();
            Files.delete(file);
        }
    }

    private Process comfy(Path picture) throws IOException {
        List<String> command = new ArrayList<>(cores.forOthers());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                InstantComfy.class.getName(),
                picture.toString()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static int port(Process comfy) throws IOException {
        return Integer.parseInt(new BufferedReader(new InputStreamReader(comfy.getInputStream())).readLine());
    }

    private Map<String, String> properties(int port) {
        return Map.of(
                "likeness.backend", "comfyui",
                "likeness.comfyui.urls", "http://127.0.0.1:" + port,
                "likeness.comfyui.read-pose", Boolean.toString(readPose),
                // As many at once as are asked for: a real server is given one.
                "likeness.comfyui.jobs-per-server", "64",
                "likeness.admission.running", "64");
    }

    private double bareMillis(int port) throws IOException {
        long[] nanos = new long[requests];
        try (BareExchange exchange = new BareExchange(port, pictures.face, pictures.pose)) {
            for (int i = 0; i < warmUp / 4; i++) {
                exchange.job();
            }
            for (int i = 0; i < nanos.length; i++) {
                nanos[i] = exchange.job();
            }
        }
        return new Series(nanos, 0, Duration.ZERO).percentileMillis(50);
    }

    private void measure(PackagedService service, byte[] picture, double bare) throws Exception {
        OverheadLoad load = new OverheadLoad(service.port(), pictures, picture);
        for (boolean base64 : new boolean[] {true, false}) {
            load.run(warmUp / 2, 16, base64, LIMIT);
        }
        out.println("| answer | clients | requests | not 200 | requests/s | p50 ms | p99 ms | added, p50 ms"
                + " | processor ms a request | requests a processor second | resident MiB |");
        out.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        for (boolean base64 : new boolean[] {true, false}) {
            for (int clients : CONCURRENCIES) {
                Duration before = service.processorTime();
                Series series = load.run(requests, clients, base64, LIMIT);
                double spent = service.processorTime().minus(before).toNanos() / 1e6;
                good &= series.failures() == 0 && series.requests() == requests;
                out.printf(
                        Locale.ROOT,
                        "| %s | %d | %d | %d | %.0f | %.1f | %.1f | %s | %.2f | %.0f | %d |%n",
                        base64 ? "base64 in JSON" : "the file's bytes",
                        clients,
                        series.requests(),
                        series.failures(),
                        series.perSecond(),
                        series.percentileMillis(50),
                        series.percentileMillis(99),
                        clients == 1 ? String.format(Locale.ROOT, "%.1f", series.percentileMillis(50) - bare) : "",
                        spent / series.requests(),
                        series.requests() / (spent / 1000),
                        service.residentMebibytes());
            }
        }
    }
}
