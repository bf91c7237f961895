package dev.likeness.replicas;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * What lies between a replica and Redis: a network that takes its time, so that what happens in one millisecond on a loopback
 * can be hit by a kill, and the place from which a kill is aimed at one step.
 */
final class SlowLink implements AutoCloseable {

    private static final int BUFFER = 64 << 10;

    private final ServerSocket listening;
    private final int redisPort;
    private final Random random;
    private final int mostMillis;
    private final AtomicReference<Shot> next;
    private final Replica replica;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile String consumer = "";

    /**
     * @param mostMillis that it takes one way
     * @param next what is aimed at, whichever replica comes to it first; null when nothing is
     * @param replica whose link it is
     */
    SlowLink(int redisPort, long seed, int mostMillis, AtomicReference<Shot> next, Replica replica) {
        this.redisPort = redisPort;
        this.random = new Random(seed);
        this.mostMillis = mostMillis;
        this.next = next;
        this.replica = replica;
        try {
            this.listening = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        inBackground(this::accept);
    }

    /** An aim, and what is done when it has hit. */
    record Shot(Aim aim, Consumer<Replica> hit) {}

    int port() {
        return listening.getLocalPort();
    }

    /** By which name the replica takes requests from the queue; empty before it has asked for one. */
    String consumer() {
        return consumer;
    }

    /** The replica is dead; what it has sent may still arrive, as it would in a network. */
    void forget() {
        consumer = "";
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Socket redis = new Socket(InetAddress.getLoopbackAddress(), redisPort);
                client.setTcpNoDelay(true);
                redis.setTcpNoDelay(true);
                sockets.addAll(Set.of(client, redis));
                AtomicReference<Shot> awaited = new AtomicReference<>();
                inBackground(() -> pass(client, redis, (bytes, length) -> sent(bytes, length, awaited)));
                inBackground(() -> pass(redis, client, (bytes, length) -> answered(bytes, length, awaited)));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private interface Watch {
        /** Whether it goes on. */
        boolean sees(byte[] bytes, int length);
    }

    private void pass(Socket from, Socket to, Watch watch) {
        byte[] buffer = new byte[BUFFER];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
                Thread.sleep(delay());
                if (!watch.sees(buffer, length)) {
                    return;
                }
                out.write(buffer, 0, length);
                out.flush();
            }
        } catch (IOException | InterruptedException gone) {
            // One end has died; the other one is closed, too.
        } finally {
            sockets.removeAll(Set.of(from, to));
        }
    }

    private synchronized int delay() {
        return random.nextInt(mostMillis + 1);
    }

    private boolean sent(byte[] bytes, int length, AtomicReference<Shot> awaited) {
        if (Step.TAKE.isIn(bytes, length)) {
            consumer = nameIn(bytes, length);
        }
        Shot shot = next.get();
        if (shot == null || !shot.aim().step().isIn(bytes, length)) {
            return true;
        }
        if (shot.aim().done()) {
            awaited.set(shot);
            return true;
        }
        return !fired(shot);
    }

    /** An answer that says that there was nothing to do is none of the step. */
    private boolean answered(byte[] bytes, int length, AtomicReference<Shot> awaited) {
        Shot shot = awaited.getAndSet(null);
        boolean nothing = new String(bytes, 0, Math.min(length, 4), StandardCharsets.ISO_8859_1)
                .matches("(?s)\\*0\r\n.*|\\$-1.*|-.*");
        return shot == null || nothing || !fired(shot);
    }

    private boolean fired(Shot shot) {
        if (!next.compareAndSet(shot, null)) {
            return false;
        }
        replica.kill();
        shot.hit().accept(replica);
        return true;
    }

    /** EVALSHA, script, 1, the key, and then the consumer: each after its length. */
    private static String nameIn(byte[] bytes, int length) {
        String[] lines = new String(Arrays.copyOf(bytes, length), StandardCharsets.ISO_8859_1).split("\r\n");
        return lines.length > 10 ? lines[10] : "";
    }

    private static void inBackground(Runnable work) {
        Thread thread = new Thread(work, "link");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
