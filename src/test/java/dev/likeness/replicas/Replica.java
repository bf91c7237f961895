package dev.likeness.replicas;

import dev.likeness.packaged.PackageForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One replica of the packaged service, which is killed and started again and again. */
final class Replica implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+)");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int number;
    private final PackageForm form;
    private final Map<String, String> properties;
    private final SlowLink link;
    private final Web web;
    private final List<Path> logs = new ArrayList<>();
    private volatile Process process;
    /** The last one that was killed. */
    private volatile Process dead;

    private volatile String url;

    Replica(
            int number,
            PackageForm form,
            Map<String, String> properties,
            int redisPort,
            long seed,
            int slowness,
            AtomicReference<SlowLink.Shot> next,
            Web web) {
        this.number = number;
        this.form = form;
        this.properties = properties;
        this.web = web;
        this.link = new SlowLink(redisPort, seed, slowness, next, this);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (process != null) {
                process.destroyForcibly();
            }
        }));
    }

    /** Returns when it takes requests, or was killed before it could. */
    void start() {
        Path log =
                Path.of("target", "replicas", String.format(Locale.ROOT, "replica-%d-%02d.log", number, logs.size()));
        Process started;
        try {
            Files.createDirectories(log.getParent());
            started = new ProcessBuilder(command())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = started;
        synchronized (logs) {
            logs.add(log);
        }
        awaitReady(started, log);
    }

    private List<String> command() {
        List<String> options = new ArrayList<>(List.of("-Xmx256m"));
        if (form == PackageForm.JVM) {
            options.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        }
        properties.forEach((name, value) -> options.add("-D" + name + "=" + value));
        options.add("-Dquarkus.http.host=127.0.0.1");
        options.add("-Dquarkus.http.port=0");
        options.add("-Dquarkus.redis.hosts=redis://127.0.0.1:" + link.port());
        return form.command(options);
    }

    private void awaitReady(Process started, Path log) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && started.isAlive()) {
            Matcher listening = LISTENING.matcher(read(log));
            if (listening.find() && isReady(listening.group(1))) {
                isUp(started, listening.group(1));
                return;
            }
            Pause.millis(50);
        }
        if (started != dead) {
            throw new IllegalStateException("A replica did not start: " + read(log));
        }
    }

    private synchronized void isUp(Process started, String at) {
        url = started == dead ? null : at;
    }

    private boolean isReady(String base) {
        return web.send(HttpRequest.newBuilder(URI.create(base + "/q/health/ready")))
                .isOk();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL. */
    void kill() {
        Process dying = process;
        synchronized (this) {
            dead = dying;
            url = null;
        }
        dying.destroyForcibly();
        try {
            dying.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** By which name it took requests from the queue; to be asked between its death and its next start. */
    String consumer() {
        String name = link.consumer();
        link.forget();
        return name;
    }

    boolean isUp() {
        return url != null;
    }

    /** Null while it is down. */
    String url() {
        return url;
    }

    int number() {
        return number;
    }

    /** What it should not have had to say. */
    List<String> errors() {
        synchronized (logs) {
            return logs.stream()
                    .flatMap(log -> read(log).lines())
                    .filter(line -> line.contains(" ERROR "))
                    .toList();
        }
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
        link.close();
    }
}
