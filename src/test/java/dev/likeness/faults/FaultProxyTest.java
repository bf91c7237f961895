package dev.likeness.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that answers each line, or each Redis command, stands behind the proxy. */
class FaultProxyTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int SHORT_MILLIS = 300;

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();
    private final AtomicReference<IOException> serverSaw = new AtomicReference<>();
    private volatile boolean serverSawEnd;
    private ServerSocket server;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        FaultProxy.inBackground(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    accepted.add(socket);
                    FaultProxy.inBackground(() -> serve(socket));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
        for (Socket socket : accepted) {
            socket.close();
        }
    }

    /** Each message is answered by "+" and itself. */
    private void serve(Socket socket) {
        Framing framing = new RespFraming();
        byte[] buffer = new byte[10_000];
        try (socket) {
            for (int n = socket.getInputStream().read(buffer);
                    n >= 0;
                    n = socket.getInputStream().read(buffer)) {
                int from = 0;
                while (from < n) {
                    from += framing.read(buffer, from, n);
                    Message message = framing.recognised();
                    if (message != null) {
                        String text = String.join(" ", message.words());
                        received.add(text);
                        socket.getOutputStream().write(("+" + text + "\r\n").getBytes(StandardCharsets.UTF_8));
                    }
                }
            }
            serverSawEnd = true;
        } catch (IOException e) {
            serverSaw.set(e);
        }
    }

    private Socket client() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout((int) LONG.toMillis());
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String command(String... words) {
        StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return text.toString();
    }

    private static String line(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            line.write(next);
            if (next == '\n') {
                break;
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(SHORT_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout((int) LONG.toMillis());
    }

    private static void assertReset(Socket socket) {
        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(5);
        }
    }

    @Test
    void without_a_fault_everything_arrives_and_connections_are_counted() throws Exception {
        proxy = FaultProxy.redis(server.getLocalPort());
        try (Socket one = client();
                Socket two = client()) {
            send(one, command("SET", "a", "b\r\n*3") + command("GET", "a"));
            send(two, "PING\r\n");

            assertThat(line(one)).isEqualTo("+SET a b\r\n");
            assertThat(line(one)).isEqualTo("*3\r\n");
            assertThat(line(one)).isEqualTo("+GET a\r\n");
            assertThat(line(two)).isEqualTo("+PING\r\n");
            assertThat(proxy.openConnections()).isEqualTo(2);
        }
        eventually(() -> proxy.openConnections() == 0);
        assertThat(proxy.totalConnections()).isEqualTo(2);
        assertThat(proxy.messages()).extracting(Message::name).containsExactlyInAnyOrder("SET", "GET", "PING");
    }

    @Test
    void a_large_command_in_small_segments_is_one_message() throws Exception {
        proxy = FaultProxy.redis(server.getLocalPort());
        try (Socket socket = client()) {
            socket.setTcpNoDelay(true);
            for (char next : command("SET", "key", "x".repeat(300)).toCharArray()) {
                send(socket, String.valueOf(next));
            }
            assertThat(line(socket)).hasSize("+SET key \r\n".length() + 300);
            send(socket, command("SET", "key", "y".repeat(3_000_000)));
            assertThat(line(socket)).startsWith("+SET key y");
        }
        assertThat(proxy.messages()).hasSize(2);
        assertThat(proxy.messages().get(1).word(2)).hasSize(64 << 10);
    }

    @Test
    void all_connections_are_reset_by_rst_at_both_ends() throws Exception {
        proxy = FaultProxy.tcp(server.getLocalPort());
        try (Socket one = client();
                Socket two = client()) {
            send(one, "PING\r\n");
            send(two, "PING\r\n");
            line(one);
            line(two);

            assertThat(proxy.resetAll()).isEqualTo(2);

            assertReset(one);
            assertReset(two);
            eventually(() -> serverSaw.get() != null);
            assertThat(serverSaw.get()).hasMessageContaining("reset");
            assertThat(proxy.openConnections()).isZero();
        }
    }

    @Test
    void all_connections_are_closed_by_fin() throws Exception {
        proxy = FaultProxy.tcp(server.getLocalPort());
        try (Socket socket = client()) {
            send(socket, "PING\r\n");
            line(socket);

            proxy.closeAll();

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        eventually(() -> proxy.openConnections() == 0);
    }

    @Test
    void half_open_connections_are_silent_in_both_directions_and_stay_open() throws Exception {
        proxy = FaultProxy.tcp(server.getLocalPort());
        try (Socket before = client()) {
            send(before, "PING\r\n");
            line(before);

            proxy.halfOpen();
            try (Socket meanwhile = client()) {
                send(before, "PING\r\n");
                send(meanwhile, "PING\r\n");
                assertSilent(before);
                assertSilent(meanwhile);
                assertThat(received).hasSize(1);
                assertThat(proxy.openConnections()).isEqualTo(2);

                proxy.restore();
                try (Socket after = client()) {
                    send(after, "PING\r\n");
                    assertThat(line(after)).isEqualTo("+PING\r\n");
                    assertSilent(before);
                }
            }
        }
        eventually(() -> proxy.openConnections() == 0);
        assertThat(serverSawEnd && serverSaw.get() == null)
                .as("only the connection after the fault has ended for the server")
                .isTrue();
    }

    @Test
    void while_connections_are_refused_each_is_reset() throws Exception {
        proxy = FaultProxy.tcp(server.getLocalPort());
        proxy.refuse();
        try (Socket socket = client()) {
            assertReset(socket);
        }
        proxy.restore();
        try (Socket socket = client()) {
            send(socket, "PING\r\n");
            assertThat(line(socket)).isEqualTo("+PING\r\n");
        }
    }

    @Test
    void the_second_command_of_a_name_is_reset_before_the_server_has_it() throws Exception {
        proxy = FaultProxy.redis(server.getLocalPort());
        Injection injection =
                proxy.inject(Fault.reset(), FaultPoint.beforeCommand("DEL").number(2));
        try (Socket socket = client()) {
            send(socket, command("DEL", "1") + command("GET", "2"));
            assertThat(line(socket)).isEqualTo("+DEL 1\r\n");
            assertThat(line(socket)).isEqualTo("+GET 2\r\n");
            assertThat(injection.hasHit()).isFalse();

            send(socket, command("del", "3") + command("GET", "4"));
            assertReset(socket);
        }
        injection.awaitHit(LONG);
        assertThat(received).containsExactly("DEL 1", "GET 2");
        try (Socket socket = client()) {
            send(socket, command("DEL", "5"));
            assertThat(line(socket)).as("a fault happens once").isEqualTo("+DEL 5\r\n");
        }
    }

    @Test
    void a_command_is_carried_out_when_the_fault_comes_before_its_reply() throws Exception {
        proxy = FaultProxy.redis(server.getLocalPort());
        proxy.inject(
                Fault.reset(), FaultPoint.beforeReply(command -> command.word(1).equals("2")));
        try (Socket socket = client()) {
            send(socket, command("DEL", "1"));
            assertThat(line(socket)).isEqualTo("+DEL 1\r\n");
            send(socket, command("DEL", "2"));
            assertReset(socket);
        }
        assertThat(received).containsExactly("DEL 1", "DEL 2");
    }

    @Test
    void the_reply_of_a_pipelined_command_is_truncated_after_so_many_bytes() throws Exception {
        proxy = FaultProxy.redis(server.getLocalPort());
        proxy.inject(
                Fault.close(), FaultPoint.withinReply(command -> command.word(1).equals("2"), 3));
        try (Socket socket = client()) {
            send(socket, command("GET", "1") + command("GET", "2") + command("GET", "3"));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("+GET 1\r\n+GE");
        }
    }

    @Test
    void one_connection_becomes_half_open_at_a_command() throws Exception {
        proxy = FaultProxy.redis(server.getLocalPort());
        proxy.inject(Fault.halfOpen(), FaultPoint.beforeCommand("DEL"));
        try (Socket one = client();
                Socket two = client()) {
            send(one, command("DEL", "1"));
            assertSilent(one);
            send(two, command("DEL", "2"));
            assertThat(line(two)).isEqualTo("+DEL 2\r\n");
        }
        assertThat(received).containsExactly("DEL 2");
    }

    @Test
    void a_connection_is_held_at_a_command_until_it_is_released() throws Exception {
        proxy = FaultProxy.redis(server.getLocalPort());
        Injection injection = proxy.inject(Fault.hold(), FaultPoint.beforeReplyTo("DEL"));
        try (Socket socket = client()) {
            send(socket, command("DEL", "1"));
            injection.awaitHit(LONG);
            assertThat(received).containsExactly("DEL 1");
            assertSilent(socket);

            injection.release();

            assertThat(line(socket)).isEqualTo("+DEL 1\r\n");
        }
    }

    @Test
    void an_action_is_run_at_a_command() throws Exception {
        proxy = FaultProxy.redis(server.getLocalPort());
        List<Integer> receivedThen = new CopyOnWriteArrayList<>();
        proxy.inject(Fault.run(() -> receivedThen.add(received.size())), FaultPoint.beforeCommand("DEL"));
        try (Socket socket = client()) {
            send(socket, command("DEL", "1"));
            assertThat(line(socket)).isEqualTo("+DEL 1\r\n");
        }
        assertThat(receivedThen).containsExactly(0);
    }

    @Test
    void a_connection_is_reset_at_a_byte_of_either_direction() throws Exception {
        proxy = FaultProxy.tcp(server.getLocalPort());
        proxy.inject(Fault.close(), FaultPoint.atByte(Direction.TO_CLIENT, 10));
        try (Socket socket = client()) {
            send(socket, "PING 1\r\nPING 2\r\n");
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("+PING 1\r\n+");
        }
        proxy.inject(Fault.reset(), FaultPoint.atByte(Direction.TO_SERVER, 8));
        try (Socket socket = client()) {
            send(socket, "PING 3\r\nPING 4\r\n");
            assertReset(socket);
        }
        eventually(() -> serverSaw.get() != null);
        assertThat(received).doesNotContain("PING 4");
    }

    @Test
    void a_throttled_direction_takes_its_time_and_loses_nothing() throws Exception {
        proxy = FaultProxy.redis(server.getLocalPort());
        proxy.throttle(Direction.TO_SERVER, 10_000);
        try (Socket socket = client()) {
            long begin = System.nanoTime();
            send(socket, command("SET", "key", "x".repeat(5_000)));
            assertThat(line(socket)).hasSize("+SET key \r\n".length() + 5_000);
            assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(450));
        }
    }

    @Test
    void a_direction_is_delayed() throws Exception {
        proxy = FaultProxy.redis(server.getLocalPort());
        proxy.delay(Direction.TO_CLIENT, Duration.ofMillis(200));
        try (Socket socket = client()) {
            long begin = System.nanoTime();
            send(socket, command("PING"));
            line(socket);
            assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(199));
        }
    }

    @Test
    void a_client_that_has_gone_is_gone_for_the_server_too() throws Exception {
        proxy = FaultProxy.redis(server.getLocalPort());
        Socket socket = client();
        send(socket, command("PING"));
        line(socket);

        socket.close();

        eventually(() -> serverSawEnd);
        eventually(() -> proxy.openConnections() == 0);
    }

    @Test
    void where_no_server_listens_clients_are_reset() throws Exception {
        server.close();
        proxy = FaultProxy.redis(server.getLocalPort());
        try (Socket socket = client()) {
            assertReset(socket);
        }
        eventually(() -> proxy.openConnections() == 0);
    }
}
