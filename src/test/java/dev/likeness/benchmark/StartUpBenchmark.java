package dev.likeness.benchmark;

import dev.likeness.packaged.PackageForm;
import dev.likeness.packaged.PackagedService;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What a start costs: time from exec to the first answers, memory when idle and after many previews, size; the executable
 * beside the JVM, whichever of them is built. It sends its requests to the processes that it starts on this machine.
 *
 * <pre>{@code
 * ./mvnw package -DskipTests && ./mvnw package -DskipTests -Dnative
 * java -cp target/test-classes dev.likeness.benchmark.StartUpBenchmark [runs, 5] [previews, 1000]
 * }</pre>
 */
public final class StartUpBenchmark {

    private static final int CLIENTS = 2;

    /** Idle is what the process settles at. */
    private static final Duration SETTLED = Duration.ofSeconds(3);

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final PictureRequests pictures = new PictureRequests();
    private final int previews;

    private StartUpBenchmark(int previews) {
        this.previews = previews;
    }

    public static void main(String[] arguments) throws Exception {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        int previews = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1000;
        StartUpBenchmark benchmark = new StartUpBenchmark(previews);
        Map<PackageForm, Map<String, List<Double>>> figures = new LinkedHashMap<>();
        for (int run = 0; run < runs; run++) {
            for (PackageForm form : PackageForm.values()) {
                if (form.isBuilt()) {
                    benchmark.measure(form, run == 0, figures.computeIfAbsent(form, ignored -> new LinkedHashMap<>()));
                }
            }
        }
        print(figures, runs, System.out);
    }

    private void measure(PackageForm form, boolean first, Map<String, List<Double>> figures) throws Exception {
        try (PackagedService service = PackagedService.start(form, Map.of())) {
            add(figures, "first answer of /q/health/live, ms after exec", untilOk(service, "/q/health/live"));
            add(figures, "first answer of the API (credits), ms after exec", untilOk(service, "/v1/get-user-credits"));
            add(figures, "ready, ms after exec", untilOk(service, "/q/health/ready"));
            Thread.sleep(SETTLED.toMillis());
            add(figures, "resident when idle, MiB", service.residentMebibytes());
            if (previews > 0) {
                add(figures, "the first preview, networks loaded for it, ms", onePreview(service));
                add(figures, "the second one, ms", onePreview(service));
                Thread.sleep(SETTLED.toMillis());
                add(figures, "resident when idle again, networks loaded, MiB", service.residentMebibytes());
                // The second half counts: by then compilers and networks are warm.
                preview(service, previews / 2);
                int counted = previews - previews / 2;
                Duration before = service.processorTime();
                add(figures, "previews a second, 640x960 PNG, 2 clients", preview(service, counted));
                long spent = service.processorTime().minus(before).toMillis();
                add(figures, "processor time of a preview, ms", spent / (double) counted);
                add(figures, "resident after " + previews + " previews, MiB", service.residentMebibytes());
            }
        }
        if (first) {
            add(figures, "size of what is shipped, MiB", size(form) / (double) (1 << 20));
        }
    }

    /** Asked again and again until it is answered with 200; milliseconds since the process was made. */
    private static double untilOk(PackagedService service, String path) throws IOException {
        byte[] request = String.format(
                        Locale.ROOT,
                        """
                GET %s HTTP/1.1\r
                Host: likeness\r
                x-api-key: %s\r
                Connection: close\r
                \r
                """,
                        path,
                        PackagedService.KEY)
                .getBytes(StandardCharsets.US_ASCII);
        while (System.nanoTime() - service.startNanos() < LIMIT.toNanos() && service.isAlive()) {
            // A bare socket: a client of the class library would cost its own start as well.
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
                socket.getOutputStream().write(request);
                InputStream in = socket.getInputStream();
                byte[] status = in.readNBytes(12);
                if (new String(status, StandardCharsets.US_ASCII).equals("HTTP/1.1 200")) {
                    return (System.nanoTime() - service.startNanos()) / 1e6;
                }
            } catch (IOException notYetListening) {
                // Tried again.
            }
            LockSupport.parkNanos(500_000);
        }
        throw new IllegalStateException(path + " did not answer: " + service.log());
    }

    /** @return requests a second */
    private double preview(PackagedService service, int count) {
        AtomicInteger left = new AtomicInteger(count);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        long begun = System.nanoTime();
        try {
            CompletableFuture.allOf(Stream.generate(() -> CompletableFuture.runAsync(
                                    () -> {
                                        for (int i = left.getAndDecrement(); i > 0; i = left.getAndDecrement()) {
                                            ask(service, i, begun);
                                        }
                                    },
                                    clients))
                            .limit(CLIENTS)
                            .toArray(CompletableFuture[]::new))
                    .join();
            return count / ((System.nanoTime() - begun) / 1e9);
        } finally {
            clients.shutdown();
        }
    }

    private double onePreview(PackagedService service) {
        long begun = System.nanoTime();
        ask(service, 0, begun);
        return (System.nanoTime() - begun) / 1e6;
    }

    private void ask(PackagedService service, int seed, long begun) {
        if (System.nanoTime() - begun > LIMIT.toNanos()) {
            throw new IllegalStateException("too slow to go on");
        }
        byte[] body = pictures.json("base_64", false, "seed", seed);
        var answer = service.send(service.posting(PictureRequests.PATH, "application/json", body));
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(
                    answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8));
        }
    }

    private static long size(PackageForm form) throws IOException {
        Path folder = form == PackageForm.NATIVE ? PackageForm.FOLDER : Path.of("target/quarkus-app");
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static void add(Map<String, List<Double>> figures, String what, double value) {
        figures.computeIfAbsent(what, ignored -> new ArrayList<>()).add(value);
        System.err.printf(Locale.ROOT, "%s: %.1f%n", what, value);
    }

    private static void print(Map<PackageForm, Map<String, List<Double>>> figures, int runs, PrintStream out) {
        out.printf("| medians of %d runs | %s |%n", runs, String.join(" | ", names(figures)));
        out.println("|---|" + "---:|".repeat(figures.size()));
        for (String what : figures.values().iterator().next().keySet()) {
            StringBuilder row = new StringBuilder("| " + what + " |");
            for (Map<String, List<Double>> of : figures.values()) {
                double median = median(of.get(what));
                row.append(String.format(Locale.ROOT, median < 20 ? " %.1f |" : " %.0f |", median));
            }
            out.println(row);
        }
    }

    private static List<String> names(Map<PackageForm, ?> figures) {
        return figures.keySet().stream()
                .map(form -> form == PackageForm.NATIVE ? "native" : "JVM")
                .toList();
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
