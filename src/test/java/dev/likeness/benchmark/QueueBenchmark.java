package dev.likeness.benchmark;

import dev.likeness.generation.comfyui.FakeComfy;
import dev.likeness.packaged.PackageForm;
import dev.likeness.packaged.PackagedService;
import dev.likeness.store.TestRedis;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The queue in Redis, on this machine's loopback, with its file appended to as in production: how long a request of 268 KB
 * takes to be accepted while 2,000 wait, and whether 500 clients that ask once a second how far their requests are keep the
 * workers from their work. Service, Redis and clients share the processors.
 *
 * <pre>{@code
 * ./mvnw package -DskipTests
 * java -cp 'target/test-classes:target/classes:target/quarkus-app/lib/main/*:target/test-libraries/*' dev.likeness.benchmark.QueueBenchmark [native] [--smoke]
 * }</pre>
 */
public final class QueueBenchmark {

    private static final int WAITING = 2_000;
    private static final int POLLERS = 500;
    private static final Duration BETWEEN_POLLS = Duration.ofSeconds(1);

    /** Enough to see whether the workers lose time, at some eight a second. */
    private static final int WORK = 160;

    private static final int WARM_UP = 400;
    private static final int SMALL = 64;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final PackageForm form;
    private final int divisor;
    private final PrintStream out = System.out;
    private boolean good = true;

    private QueueBenchmark(PackageForm form, boolean smoke) {
        this.form = form;
        this.divisor = smoke ? 40 : 1;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> given = List.of(arguments);
        PackageForm form = given.contains("native") ? PackageForm.NATIVE : PackageForm.JVM;
        QueueBenchmark benchmark = new QueueBenchmark(form, given.contains("--smoke"));
        benchmark.submissions();
        benchmark.polling();
        System.exit(benchmark.good ? 0 : 1);
    }

    private static Map<String, String> properties(TestRedis redis, String... more) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "likeness.store", "redis",
                "quarkus.redis.hosts", redis.url(),
                "likeness.requests.link-secret", "a-secret-of-the-benchmark-0123456789",
                "likeness.requests.max-bytes-per-account", "4G"));
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        return properties;
    }

    private void submissions() throws IOException {
        byte[] body = new OverheadRequests(SMALL).json(true);
        try (TestRedis redis = TestRedis.start("--appendonly", "yes");
                PackagedService service = PackagedService.start(
                                form, properties(redis, "likeness.requests.workers", "0"))
                        .awaitReady()) {
            Submissions submissions = new Submissions(service.port(), body);
            submissions.run(WARM_UP / divisor, 2, LIMIT);
            out.printf(Locale.ROOT, "%s, %d bytes of JSON%n%n", form, body.length);
            out.println(
                    "| submitted while so many wait | clients | requests | not 200 | requests/s | p50 ms | p99 ms | max ms"
                            + " | processor ms a request |");
            out.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
            row(service, submissions, "400 and more", WAITING, 1);
            row(service, submissions, "2,400 and more", WAITING / 4, 1);
            row(service, submissions, "2,900 and more", WAITING / 4, 4);
        }
    }

    private void row(PackagedService service, Submissions submissions, String waiting, int requests, int clients) {
        Duration before = service.processorTime();
        Series series = submissions.run(requests / divisor, clients, LIMIT);
        Duration spent = service.processorTime().minus(before);
        good &= series.failures() == 0;
        out.printf(
                Locale.ROOT,
                "| %s | %d | %d | %d | %.0f | %.1f | %.1f | %.1f | %.2f |%n",
                waiting,
                clients,
                series.requests(),
                series.failures(),
                series.perSecond(),
                series.percentileMillis(50),
                series.percentileMillis(99),
                series.percentileMillis(100),
                spent.toNanos() / 1e6 / series.requests());
    }

    private void polling() throws Exception {
        byte[] body = new PictureRequests()
                .json("use_input_img_dimension", false, "custom_width", SMALL, "custom_height", SMALL);
        try (TestRedis redis = TestRedis.start("--appendonly", "yes");
                FakeComfy one = FakeComfy.start().pace(Duration.ofMillis(8));
                FakeComfy two = FakeComfy.start().pace(Duration.ofMillis(8));
                PackagedService service = PackagedService.start(
                                form,
                                properties(
                                        redis,
                                        "likeness.backend",
                                        "comfyui",
                                        "likeness.comfyui.read-pose",
                                        "false",
                                        "likeness.comfyui.urls",
                                        one.url() + "," + two.url()))
                        .awaitReady()) {
            Submissions submissions = new Submissions(service.port(), body);
            drained(redis, submissions, WORK / divisor);
            out.println();
            out.println(
                    "| clients that poll once a second | requests worked off | a second | polls | not 200 | p50 ms | p99 ms |");
            out.println("|---:|---:|---:|---:|---:|---:|---:|");
            double alone = drained(redis, submissions, WORK / divisor);
            out.printf(Locale.ROOT, "| 0 | %d | %.2f | | | | |%n", WORK / divisor, alone);
            try (Pollers pollers = new Pollers(service.port(), submissions.ids(), POLLERS, BETWEEN_POLLS)) {
                double polled = drained(redis, submissions, WORK / divisor);
                Series polls = pollers.end();
                good &= polls.failures() == 0;
                out.printf(
                        Locale.ROOT,
                        "| %d | %d | %.2f | %d | %d | %.1f | %.1f |%n",
                        POLLERS,
                        WORK / divisor,
                        polled,
                        polls.requests(),
                        polls.failures(),
                        polls.percentileMillis(50),
                        polls.percentileMillis(99));
            }
        }
    }

    /** @return how many a second */
    private double drained(TestRedis redis, Submissions submissions, int requests) throws InterruptedException {
        long begun = System.nanoTime();
        good &= submissions.run(requests, 4, LIMIT).failures() == 0;
        while (!redis.call("XLEN", "likeness:requests:queue").equals(":0\r\n")) {
            if (System.nanoTime() - begun > LIMIT.toNanos()) {
                good = false;
                break;
            }
            Thread.sleep(20);
        }
        return requests / ((System.nanoTime() - begun) / 1e9);
    }
}
