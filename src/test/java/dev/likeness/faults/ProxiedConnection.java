package dev.likeness.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** One connection of a client through the proxy to the server: two threads, one a direction. */
public final class ProxiedConnection {

    private static final int BUFFER = 64 << 10;
    private static final int READS_A_SECOND = 20;

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket server = new Socket();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger directionsOpen = new AtomicInteger(2);
    /** How many messages of the client were recognised, and so how many replies are to come in all. */
    private final AtomicLong sent = new AtomicLong();

    /** How many replies were forwarded whole. */
    private final AtomicLong answered = new AtomicLong();

    private final Queue<Awaited> awaited = new ConcurrentLinkedQueue<>();
    private volatile boolean silent;

    /** @param reply whose number on this connection it is, from 0 on */
    private record Awaited(Injection injection, long reply) {}

    ProxiedConnection(FaultProxy proxy, Socket client) {
        this.proxy = proxy;
        this.client = client;
    }

    void start() {
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.setReceiveBufferSize(BUFFER);
            server.connect(proxy.server());
        } catch (IOException refused) {
            reset();
            return;
        }
        FaultProxy.inBackground(() -> pump(Direction.TO_CLIENT));
        pump(Direction.TO_SERVER);
    }

    private void pump(Direction direction) {
        try {
            if (direction == Direction.TO_SERVER) {
                forwardRequests();
            } else {
                forwardReplies();
            }
            endOf(direction);
        } catch (IOException broken) {
            // One end has reset the connection: so does the proxy with the other one, unless it lets neither end know.
            if (!silent || direction == Direction.TO_SERVER) {
                reset();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** This side has sent its FIN. */
    private void endOf(Direction direction) throws IOException {
        boolean fromClient = direction == Direction.TO_SERVER;
        if (silent) {
            if (fromClient) {
                endForClient();
            }
            return;
        }
        (fromClient ? server : client).shutdownOutput();
        if (directionsOpen.decrementAndGet() == 0) {
            endForClient();
            server.close();
        }
    }

    private void endForClient() throws IOException {
        client.close();
        if (ended.compareAndSet(false, true)) {
            proxy.ended(this);
        }
    }

    private void forwardRequests() throws IOException, InterruptedException {
        Framing framing = proxy.requests();
        ByteArrayOutputStream held = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        for (int length = next(Direction.TO_SERVER, buffer); length >= 0; length = next(Direction.TO_SERVER, buffer)) {
            int from = 0;
            while (from < length && !silent) {
                int read = framing.read(buffer, from, length);
                held.write(buffer, from, read);
                from += read;
                Message message = framing.recognised();
                if (message != null) {
                    arrived(message);
                }
                if (message != null || framing.passes()) {
                    forward(Direction.TO_SERVER, held.toByteArray(), 0, held.size());
                    held.reset();
                }
            }
        }
    }

    private void arrived(Message message) throws InterruptedException {
        proxy.seen(message);
        // All injections count the message before one of them holds it.
        List<Injection> before = proxy.injections().stream()
                .filter(injection -> injection.isFor(message, FaultPoint.Place.BEFORE_MESSAGE))
                .toList();
        for (Injection injection : before) {
            injection.strike(this);
        }
        for (Injection injection : proxy.injections()) {
            if (injection.isFor(message, FaultPoint.Place.IN_REPLY)) {
                awaited.add(new Awaited(injection, sent.get()));
            }
        }
        sent.incrementAndGet();
    }

    private void forwardReplies() throws IOException, InterruptedException {
        Framing framing = proxy.replies();
        RespFraming redis = framing instanceof RespFraming resp ? resp : null;
        byte[] buffer = new byte[BUFFER];
        long reply = 0;
        long offset = 0;
        for (int length = next(Direction.TO_CLIENT, buffer); length >= 0; length = next(Direction.TO_CLIENT, buffer)) {
            int from = 0;
            while (from < length && !silent) {
                int read = framing.read(buffer, from, length);
                boolean isComplete = framing.recognised() != null;
                if (redis == null && reply != sent.get() - 1) {
                    reply = sent.get() - 1;
                    offset = 0;
                }
                if (redis != null && redis.isPush()) {
                    forward(Direction.TO_CLIENT, buffer, from, read);
                } else {
                    forwardReply(reply, offset, buffer, from, read, isComplete);
                    offset = isComplete ? 0 : offset + read;
                    reply += isComplete ? 1 : 0;
                    answered.set(reply);
                }
                from += read;
            }
        }
    }

    /** @param offset bytes of this reply that were forwarded before */
    private void forwardReply(long reply, long offset, byte[] bytes, int from, int length, boolean isComplete)
            throws IOException, InterruptedException {
        int forwarded = 0;
        for (Iterator<Awaited> all = awaited.iterator(); all.hasNext(); ) {
            Awaited next = all.next();
            long place = next.injection.point().offset();
            boolean isHere = next.reply == reply && (place < offset + length || isComplete);
            if (!isHere) {
                continue;
            }
            all.remove();
            int before = (int) Math.min(Math.max(place - offset, forwarded), length);
            forward(Direction.TO_CLIENT, bytes, from + forwarded, before - forwarded);
            forwarded = before;
            next.injection.strike(this);
        }
        forward(Direction.TO_CLIENT, bytes, from + forwarded, length - forwarded);
    }

    /** Reads at the pace of the direction; the delay begins with the arrival. */
    private int next(Direction direction, byte[] buffer) throws IOException, InterruptedException {
        InputStream in = (direction == Direction.TO_SERVER ? client : server).getInputStream();
        long rate = proxy.bytesPerSecond(direction);
        if (rate == 0) {
            int length = in.read(buffer);
            Thread.sleep(proxy.delay(direction).toMillis());
            return length;
        }
        int length = in.read(buffer, 0, (int) Math.min(BUFFER, Math.max(1, rate / READS_A_SECOND)));
        Thread.sleep(proxy.delay(direction).toMillis() + Math.max(0, length) * 1_000L / rate);
        return length;
    }

    private void forward(Direction direction, byte[] bytes, int from, int length)
            throws IOException, InterruptedException {
        if (length <= 0) {
            return;
        }
        int forwarded = 0;
        for (Injection injection : proxy.injections()) {
            long before = injection.bytesBefore(this, direction, length);
            if (before >= 0) {
                write(direction, bytes, from + forwarded, (int) Math.max(before - forwarded, 0));
                forwarded = (int) Math.max(before, forwarded);
                injection.strike(this);
            }
        }
        write(direction, bytes, from + forwarded, length - forwarded);
    }

    private void write(Direction direction, byte[] bytes, int from, int length) throws IOException {
        if (!silent && length > 0) {
            (direction == Direction.TO_SERVER ? server : client)
                    .getOutputStream()
                    .write(bytes, from, length);
        }
    }

    void reset() {
        silent = true;
        try {
            for (Socket socket : new Socket[] {client, server}) {
                if (!socket.isClosed()) {
                    socket.setSoLinger(true, 0);
                }
                socket.close();
            }
        } catch (IOException alreadyGone) {
            // Then there is no connection to reset.
        }
        if (ended.compareAndSet(false, true)) {
            proxy.ended(this);
        }
    }

    /** Commands whose replies are to come. */
    long unanswered() {
        return silent ? 0 : sent.get() - answered.get();
    }

    void silence() {
        silent = true;
        proxy.silenced(this);
    }

    /** Nothing but a FIN to the client; what it still sends is discarded, for else the kernel would send an RST. */
    void finish() {
        silent = true;
        try {
            client.shutdownOutput();
            server.close();
        } catch (IOException alreadyGone) {
            // Then there is no connection to close.
        }
    }
}
