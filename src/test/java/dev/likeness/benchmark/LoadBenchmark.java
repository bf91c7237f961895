package dev.likeness.benchmark;

import dev.likeness.packaged.PackageForm;
import dev.likeness.packaged.PackagedService;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How fast the packaged service makes previews, and how much memory many at once take. It starts the service itself, on this
 * machine, so that the processors are shared with the few threads that send the requests and drop the answers.
 *
 * <pre>{@code
 * ./mvnw package -DskipTests && java -cp target/test-classes dev.likeness.benchmark.LoadBenchmark
 * }</pre>
 *
 * {@code --smoke} takes a handful of requests only, to see that the benchmark itself works.
 */
public final class LoadBenchmark {

    private static final List<Integer> CONCURRENCIES = List.of(1, 2, 8);
    private static final int BURST = 64;
    private static final String BURST_HEAP = "512m";

    /** Compilers and networks are warm by then: latencies no longer fall. */
    private static final int WARM_UP = 150;

    private static final int REQUESTS = 300;

    /** No series goes on for longer, whatever the machine. */
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final boolean smoke;
    private final PrintStream out;

    private LoadBenchmark(boolean smoke, PrintStream out) {
        this.smoke = smoke;
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        boolean smoke = List.of(arguments).contains("--smoke");
        boolean good = new LoadBenchmark(smoke, System.out).run();
        System.exit(good ? 0 : 1);
    }

    private boolean run() throws Exception {
        List<Series> all = new ArrayList<>(latencies());
        all.add(memory());
        List<Series> failed =
                all.stream().filter(series -> series.failures() > 0).toList();
        failed.forEach(series -> out.println("FAILED: " + series));
        return failed.isEmpty();
    }

    private List<Series> latencies() throws Exception {
        List<Series> measured = new ArrayList<>();
        try (PackagedService service =
                PackagedService.start(PackageForm.JVM, Map.of()).awaitReady()) {
            Load load = new Load(service, 512);
            load.run(smoke ? 2 : WARM_UP, 2, LIMIT);
            out.println(
                    "| 512x512 PNG, clients at once | requests | not 200 | requests/s | against 1 client | p50 ms | p99 ms"
                            + " | processor ms a picture |");
            out.println("|---|---|---|---|---|---|---|---|");
            for (int concurrency : CONCURRENCIES) {
                Duration before = service.processorTime();
                Series series = load.run(smoke ? 2 * concurrency : REQUESTS, concurrency, LIMIT);
                Duration spent = service.processorTime().minus(before);
                measured.add(series);
                out.printf(
                        Locale.ROOT,
                        "| %d | %d | %d | %.1f | %.2f | %.0f | %.0f | %.0f |%n",
                        concurrency,
                        series.requests(),
                        series.failures(),
                        series.perSecond(),
                        series.perSecond() / measured.get(0).perSecond(),
                        series.percentileMillis(50),
                        series.percentileMillis(99),
                        spent.toMillis() / (double) series.requests());
            }
        }
        return measured;
    }

    private Series memory() throws Exception {
        int burst = smoke ? 8 : BURST;
        Path collectorLog = Path.of("target", "benchmark-gc.log");
        List<String> options = List.of("-Xmx" + BURST_HEAP, "-Xlog:gc:file=" + collectorLog);
        try (PackagedService service =
                PackagedService.start(PackageForm.JVM, Map.of(), options).awaitReady()) {
            Load load = new Load(service, 1024);
            long idle = service.residentMebibytes();
            Series series = load.run(burst, burst, LIMIT);
            Heap heap = Heap.of(service, collectorLog);
            out.println();
            out.println("| 1024x1024 PNG, requests at once | not 200 | seconds for all | heap given | heap used, peak"
                    + " | heap used after a collection, peak | resident when idle | resident, peak |");
            out.println("|---|---|---|---|---|---|---|---|");
            out.printf(
                    Locale.ROOT,
                    "| %d | %d | %.1f | %s | %d MiB | %d MiB | %d MiB | %d MiB |%n",
                    burst,
                    series.failures(),
                    series.took().toMillis() / 1000.0,
                    "-Xmx" + BURST_HEAP,
                    heap.peakMebibytes(),
                    heap.peakLiveMebibytes(),
                    idle,
                    service.peakResidentMebibytes());
            return series;
        }
    }
}
