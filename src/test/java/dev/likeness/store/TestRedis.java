package dev.likeness.store;

import dev.likeness.faults.RedisReplies;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis server, on a free port of this machine, with a folder of its own, gone with the test: the {@code redis-server}
 * of the {@code PATH}, or the one that the library embedded-redis brings. {@code -Dredis=embedded} always takes the latter.
 */
public final class TestRedis implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;

    private final Path folder;
    private final int port;
    private final String executable;
    private final List<String> options;
    private Process process;

    private TestRedis(String executable, Path folder, int port, List<String> options) {
        this.executable = executable;
        this.folder = folder;
        this.port = port;
        this.options = options;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
    }

    private static String executable() {
        boolean isInstalled = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "redis-server")));
        return isInstalled && !"embedded".equals(System.getProperty("redis")) ? "redis-server" : Embedded.EXECUTABLE;
    }

    /** Unpacked once a process; the library deletes it when the process ends. */
    static final class Embedded {

        static final String EXECUTABLE = unpacked();

        private Embedded() {}

        private static String unpacked() {
            try {
                return ExecutableProvider.newJarResourceProvider().get().getAbsolutePath();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** @param options such as {@code --appendonly yes} */
    public static TestRedis start(String... options) {
        return startFrom(executable(), options);
    }

    static TestRedis startFrom(String executable, String... options) {
        try {
            TestRedis redis = new TestRedis(
                    executable, Files.createTempDirectory("likeness-redis-"), freePort(), List.of(options));
            redis.begin();
            return redis;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same server again, on the same port and with what it has written, after {@link #stop} or {@link #kill}. */
    public void begin() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                executable,
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--dir",
                folder.toString(),
                "--save",
                ""));
        command.addAll(options);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("Redis did not start: " + Files.readString(folder.resolve("log")));
            }
            pause();
        }
    }

    private boolean answers() {
        try {
            return call("PING").startsWith("+PONG");
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    /** For {@code quarkus.redis.hosts}. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** One command, on a connection of its own, past the client under test; the whole reply as it came. */
    public String call(String... command) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            StringBuilder request = new StringBuilder("*" + command.length + "\r\n");
            for (String word : command) {
                request.append('$')
                        .append(word.getBytes(StandardCharsets.UTF_8).length)
                        .append("\r\n")
                        .append(word)
                        .append("\r\n");
            }
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            return new String(RedisReplies.read(socket.getInputStream()), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGSTOP: connections stay open, nothing is answered. */
    public void freeze() {
        signal("-STOP");
    }

    /** SIGCONT. */
    public void thaw() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            int status = new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill " + signal + " ended with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SIGTERM; what is to be written is. */
    public void stop() {
        process.destroy();
        awaitEnd();
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Redis does not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
