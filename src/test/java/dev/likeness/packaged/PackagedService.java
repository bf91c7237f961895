package dev.likeness.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The packaged service as a process of its own, on a free port of this machine, with one rich account. */
public final class PackagedService implements AutoCloseable {

    public static final String KEY = "packaged";

    /** When a test gives up, not what is expected. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final Thread atExit;
    private final Path log;
    private final int port;
    private final long startNanos;

    private PackagedService(Process process, Path log, int port, long startNanos) {
        this.process = process;
        this.log = log;
        this.port = port;
        this.startNanos = startNanos;
        this.atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Started, and perhaps not yet listening. */
    public static PackagedService start(PackageForm form, Map<String, String> properties) {
        return start(form, properties, List.of());
    }

    /** @param options such as {@code -Xmx512m} */
    public static PackagedService start(PackageForm form, Map<String, String> properties, List<String> options) {
        return start(List.of(), form, properties, options);
    }

    /** @param before the command that is given this one to start, such as {@code taskset} */
    public static PackagedService start(
            List<String> before, PackageForm form, Map<String, String> properties, List<String> options) {
        List<String> given = new ArrayList<>(options);
        properties.forEach((name, value) -> given.add("-D" + name + "=" + value));
        return start(before, form.command(given), Map.of());
    }

    static PackagedService start(List<String> command, Map<String, String> environment) {
        return start(List.of(), command, environment);
    }

    private static PackagedService start(List<String> before, List<String> command, Map<String, String> environment) {
        try {
            int port = freePort();
            List<String> whole = new ArrayList<>(before);
            whole.addAll(command);
            // After the program, or after "java".
            whole.addAll(
                    before.size() + 1,
                    List.of(
                            "-Dquarkus.http.host=127.0.0.1",
                            "-Dquarkus.http.port=" + port,
                            "-Dlikeness.auth.accounts.packaged.key-sha256=" + sha256(KEY),
                            "-Dlikeness.auth.accounts.packaged.credits=1000000000"));
            Path log = Files.createTempFile(Files.createDirectories(Path.of("target/packaged")), "service-", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            long startNanos = System.nanoTime();
            return new PackagedService(builder.start(), log, port, startNanos);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return port;
    }

    /** {@link System#nanoTime} just before the process was made. */
    public long startNanos() {
        return startNanos;
    }

    public PackagedService awaitReady() {
        awaitStatus("/q/health/ready", 200);
        return this;
    }

    void awaitStatus(String path, int status) {
        await(path, answer -> answer.statusCode() == status);
    }

    void awaitMetrics(Predicate<String> wanted) {
        await("/q/metrics", answer -> wanted.test(text(answer)));
    }

    private void await(String path, Predicate<HttpResponse<byte[]>> wanted) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (process.isAlive() && System.nanoTime() < end) {
            try {
                if (wanted.test(send(to(path)))) {
                    return;
                }
            } catch (UncheckedIOException notYetListening) {
                // Tried again.
            }
            pause(20);
        }
        close();
        throw new IllegalStateException(path + " did not become what was waited for: " + log());
    }

    String metrics() {
        return text(send(to("/q/metrics")));
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    public HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .header("x-api-key", KEY);
    }

    public HttpRequest.Builder posting(String path, String contentType, byte[] body) {
        return to(path).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body));
    }

    public HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpClient http() {
        return http;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Memory of the process that is in the machine's, libraries and networks included, MiB. */
    public long residentMebibytes() throws IOException {
        return status("VmRSS");
    }

    /** The most that it ever was. */
    public long peakResidentMebibytes() throws IOException {
        return status("VmHWM");
    }

    private long status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    /** Processor time that the process has taken so far, all threads together. */
    public Duration processorTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        exitCode();
    }

    int exitCode() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still running: " + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
