package dev.likeness.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged service as a process of its own, on a free port, with one rich account; it ends with {@link #close}. */
final class Service implements AutoCloseable {

    static final String KEY = "benchmark";

    private static final Duration START = Duration.ofSeconds(90);
    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+)");
    private static final Pattern HEAP = Pattern.compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\".*\\} (\\S+)$");

    private final Process process;
    private final Thread atExit;
    private final Path collectorLog;
    private final URI address;

    private Service(Process process, Thread atExit, Path collectorLog, URI address) {
        this.process = process;
        this.atExit = atExit;
        this.collectorLog = collectorLog;
        this.address = address;
    }

    /** @return the service, when its networks are loaded and it takes requests */
    static Service started(Path target, List<String> jvmOptions) throws IOException, InterruptedException {
        Path log = target.resolve("benchmark-service.log");
        Path collectorLog = target.resolve("benchmark-gc.log");
        Files.deleteIfExists(collectorLog);
        String account = "-Dlikeness.auth.accounts.benchmark.";
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "-Xlog:gc:file=" + collectorLog,
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=0",
                account + "key-sha256=" + sha256(KEY),
                account + "credits=1000000",
                "-jar",
                target.resolve("quarkus-app/quarkus-run.jar").toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Thread atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
        URI address = readyAddress(process, log);
        return new Service(process, atExit, collectorLog, address);
    }

    private static URI readyAddress(Process process, Path log) throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        long begun = System.nanoTime();
        while (process.isAlive() && System.nanoTime() - begun < START.toNanos()) {
            Matcher listening = LISTENING.matcher(Files.readString(log));
            if (listening.find()) {
                URI address = URI.create(listening.group(1));
                HttpRequest ready = HttpRequest.newBuilder(address.resolve("/q/health/ready"))
                        .build();
                if (http.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
                    return address;
                }
            }
            Thread.sleep(100);
        }
        process.destroyForcibly();
        throw new IllegalStateException("The service did not start; is it packaged? See " + log);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    URI address() {
        return address;
    }

    Heap heap() throws IOException, InterruptedException {
        HttpRequest metrics =
                HttpRequest.newBuilder(address.resolve("/q/metrics")).build();
        String text = HttpClient.newHttpClient()
                .send(metrics, BodyHandlers.ofString())
                .body();
        double used = HEAP.matcher(text)
                .results()
                .mapToDouble(gauge -> Double.parseDouble(gauge.group(1)))
                .sum();
        return Heap.of(collectorLog, Math.round(used / (1 << 20)));
    }

    /** Memory of the process that is in the machine's, the heap's touched part, networks and threads included. */
    long residentMebibytes() throws IOException {
        return status("VmRSS");
    }

    long peakResidentMebibytes() throws IOException {
        return status("VmHWM");
    }

    /** @return 0 where the system does not tell */
    private long status(String name) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
