package dev.likeness.remote;

import dev.likeness.remote.ExchangeFault.Kind;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Arrays;

/** One request: ends with its whole answer or an {@link ExchangeFault}, and is broken off when cancelled. */
public final class Exchange {

    /** The first piece of the array that grows with an answer of unknown length. */
    private static final int FIRST = 8 << 10;

    /** On average, after the time in which a first byte has to come. */
    private static final int LEAST_BYTES_PER_SECOND = 8 << 10;

    private final Vertx vertx;
    private final int maxBytes;
    private final long patienceMillis;
    private final UniEmitter<? super Answer> result;
    private HttpClientRequest request;
    private boolean over;
    private byte[] body = new byte[0];
    private volatile int length;
    private long announced;
    private long timer;
    private final long startNanos = System.nanoTime();
    private volatile long lastByteNanos = startNanos;

    private Exchange(Vertx vertx, int maxBytes, long patienceMillis, UniEmitter<? super Answer> result) {
        this.vertx = vertx;
        this.maxBytes = maxBytes;
        this.patienceMillis = patienceMillis;
        this.result = result;
    }

    /**
     * Begins when subscribed to.
     *
     * @param sent the body, or null
     * @param maxBytes of the answer
     * @param patience after how long without a byte it is given up; after that time it is, too, when fewer than 8 KiB/s have come
     */
    public static Uni<Answer> of(
            Vertx vertx, HttpClient client, RequestOptions options, Buffer sent, int maxBytes, Duration patience) {
        return Uni.createFrom().emitter(emitter -> new Exchange(vertx, maxBytes, patience.toMillis(), emitter)
                .start(client, options, sent));
    }

    private void start(HttpClient client, RequestOptions options, Buffer sent) {
        result.onTermination(this::abort);
        watch(patienceMillis);
        client.request(options)
                .onSuccess(opened -> send(opened, sent))
                .onFailure(why -> fail(Kind.NOT_CONNECTED, "cannot be connected to", why));
    }

    /**
     * Vert.x' own idle timeout ends with the head of the answer: a body that stands still, or comes a byte at a time, would never
     * be given up.
     */
    private synchronized void watch(long millis) {
        if (over) {
            return;
        }
        timer = vertx.setTimer(Math.max(1, millis), x -> {
            long now = System.nanoTime();
            long silence = (now - lastByteNanos) / 1_000_000;
            long allowed = patienceMillis + length * 1000L / LEAST_BYTES_PER_SECOND;
            long left = Math.min(patienceMillis - silence, allowed - (now - startNanos) / 1_000_000);
            if (left > 0) {
                watch(left);
            } else {
                fail(request == null ? Kind.NOT_CONNECTED : Kind.STALLED, "does not go on with its answer", null);
            }
        });
    }

    private synchronized void send(HttpClientRequest opened, Buffer sent) {
        request = opened;
        // What happens to the request is told by the future; without a handler it would be logged as an error as well.
        opened.exceptionHandler(x -> {});
        if (over) {
            opened.reset();
            return;
        }
        (sent == null ? opened.send() : opened.send(sent))
                .onSuccess(this::receive)
                .onFailure(this::broken);
    }

    private void receive(HttpClientResponse response) {
        lastByteNanos = System.nanoTime();
        response.exceptionHandler(this::broken);
        String claimed = response.getHeader(HttpHeaders.CONTENT_LENGTH);
        announced = claimed != null && claimed.matches("[0-9]{1,18}") ? Long.parseLong(claimed) : -1;
        if (announced > maxBytes) {
            tooLarge();
            return;
        }
        response.handler(this::take);
        response.endHandler(x -> end(response));
    }

    private void take(Buffer piece) {
        lastByteNanos = System.nanoTime();
        int after = length + piece.length();
        if (after > maxBytes) {
            tooLarge();
            return;
        }
        if (after > body.length) {
            // A length that is announced is believed, so that the answer is written into one array that fits.
            int next = announced >= after ? (int) announced : Math.max(FIRST, (int) Math.min(maxBytes, 2L * after));
            body = Arrays.copyOf(body, next);
        }
        piece.getBytes(0, piece.length(), body, length);
        length = after;
    }

    private void tooLarge() {
        fail(Kind.TOO_LARGE, "answers with more than " + maxBytes + " bytes", null);
    }

    private void broken(Throwable why) {
        fail(Kind.BROKEN, "breaks its answer off", why);
    }

    private void end(HttpClientResponse response) {
        synchronized (this) {
            over = true;
            vertx.cancelTimer(timer);
        }
        result.complete(new Answer(
                response.statusCode(), response.headers(), body.length == length ? body : Arrays.copyOf(body, length)));
    }

    private void fail(Kind kind, String what, Throwable why) {
        // First, since breaking it off is told as a broken answer.
        result.fail(new ExchangeFault(kind, what, why));
        abort();
    }

    private synchronized void abort() {
        if (!over) {
            over = true;
            vertx.cancelTimer(timer);
            if (request != null) {
                request.reset();
            }
        }
    }
}
