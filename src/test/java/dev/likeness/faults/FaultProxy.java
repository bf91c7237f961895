package dev.likeness.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A TCP proxy on loopback that injects faults between a client and a server: resets, half-open connections, slow links and
 * truncated replies, at once, at a chosen byte, or at a chosen Redis command or HTTP request.
 *
 * <p>Replies are paired with commands in their order, also when commands are pipelined. On a connection that has subscribed to
 * channels the pairing is off.
 */
public final class FaultProxy implements AutoCloseable {

    private enum Protocol {
        TCP,
        REDIS,
        HTTP
    }

    private final InetSocketAddress server;
    private final Protocol protocol;
    private final ServerSocket listening;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    /** Their connections to the server stay open when the client leaves, until the proxy is closed. */
    private final Set<ProxiedConnection> silenced = ConcurrentHashMap.newKeySet();

    private final AtomicInteger total = new AtomicInteger();
    private final List<Injection> injections = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Message> messages = new ConcurrentLinkedQueue<>();
    private final Map<Direction, Long> bytesPerSecond = new ConcurrentHashMap<>(new EnumMap<>(Direction.class));
    private final Map<Direction, Duration> delays = new ConcurrentHashMap<>(new EnumMap<>(Direction.class));
    private volatile boolean isHalfOpen;
    private volatile boolean refuses;

    private FaultProxy(InetSocketAddress server, Protocol protocol) {
        this.server = server;
        this.protocol = protocol;
        try {
            listening = new ServerSocket();
            listening.setReceiveBufferSize(64 << 10);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        inBackground(this::accept);
    }

    /** In front of a server on loopback whose protocol does not matter. */
    public static FaultProxy tcp(int port) {
        return new FaultProxy(loopback(port), Protocol.TCP);
    }

    /** In front of a Redis server on loopback. */
    public static FaultProxy redis(int port) {
        return new FaultProxy(loopback(port), Protocol.REDIS);
    }

    /** In front of an HTTP/1.1 server on loopback, also one of web sockets. */
    public static FaultProxy http(int port) {
        return new FaultProxy(loopback(port), Protocol.HTTP);
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                total.incrementAndGet();
                if (refuses) {
                    client.setSoLinger(true, 0);
                    client.close();
                    continue;
                }
                ProxiedConnection connection = new ProxiedConnection(this, client);
                connections.add(connection);
                if (isHalfOpen) {
                    connection.silence();
                }
                inBackground(connection::start);
            } catch (IOException closed) {
                // Either the proxy was closed, or this client has gone already.
            }
        }
    }

    static void inBackground(Runnable work) {
        Thread thread = new Thread(work, "fault-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    InetSocketAddress server() {
        return server;
    }

    Framing requests() {
        return switch (protocol) {
            case TCP -> Framing.none();
            case REDIS -> new RespFraming();
            case HTTP -> new HttpFraming();
        };
    }

    Framing replies() {
        return protocol == Protocol.REDIS ? new RespFraming() : Framing.none();
    }

    void seen(Message message) {
        messages.add(message);
    }

    void silenced(ProxiedConnection connection) {
        silenced.add(connection);
    }

    void ended(ProxiedConnection connection) {
        connections.remove(connection);
    }

    List<Injection> injections() {
        return injections;
    }

    /** 0 when the direction has no limit. */
    long bytesPerSecond(Direction direction) {
        return bytesPerSecond.getOrDefault(direction, 0L);
    }

    Duration delay(Direction direction) {
        return delays.getOrDefault(direction, Duration.ZERO);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** How many connections clients have open. */
    public int openConnections() {
        return connections.size();
    }

    /** How many connections clients have made, those that were refused included. */
    public int totalConnections() {
        return total.get();
    }

    /** The commands or requests that have come from clients, in the order of their arrival. */
    public List<Message> messages() {
        return List.copyOf(messages);
    }

    public long count(Predicate<Message> which) {
        return messages.stream().filter(which).count();
    }

    /** How many Redis commands have come whose replies are not forwarded yet, on connections that are not silenced. */
    public long unanswered() {
        return connections.stream().mapToLong(ProxiedConnection::unanswered).sum();
    }

    /** The fault happens once, when the traffic from now on reaches the point. */
    public Injection inject(Fault fault, FaultPoint point) {
        Injection injection = new Injection(point, fault);
        injections.add(injection);
        return injection;
    }

    /**
     * Resets all connections that are open.
     *
     * @return how many there were
     */
    public int resetAll() {
        List<ProxiedConnection> all = List.copyOf(connections);
        all.forEach(ProxiedConnection::reset);
        return all.size();
    }

    /** Closes all connections that are open with a FIN. */
    public void closeAll() {
        List.copyOf(connections).forEach(ProxiedConnection::finish);
    }

    /** The connections that are open now forward nothing any more, for good; new ones are not touched. */
    public void silenceAll() {
        List.copyOf(connections).forEach(ProxiedConnection::silence);
    }

    /** All connections, and those that are accepted until {@link #restore}, forward nothing any more, for good. */
    public void halfOpen() {
        isHalfOpen = true;
        silenceAll();
    }

    /** Resets all connections, and each that is made until {@link #restore}. */
    public void refuse() {
        refuses = true;
        resetAll();
    }

    /** Limits each connection's bytes a second in one direction; the sender feels it as it does a slow network. */
    public void throttle(Direction direction, long bytesASecond) {
        bytesPerSecond.put(direction, bytesASecond);
    }

    /** Holds all that is sent in one direction back for so long. */
    public void delay(Direction direction, Duration delay) {
        delays.put(direction, delay);
    }

    /** Ends all faults, except that connections that were silenced stay so, and withdraws those that wait for their place. */
    public void restore() {
        isHalfOpen = false;
        refuses = false;
        bytesPerSecond.clear();
        delays.clear();
        injections.forEach(Injection::close);
        injections.clear();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        restore();
        resetAll();
        silenced.forEach(ProxiedConnection::reset);
    }
}
