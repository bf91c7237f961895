package dev.likeness.api;

import dev.likeness.error.InvalidRequest;
import dev.likeness.error.PayloadTooLarge;
import dev.likeness.error.RequestTimeout;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Receives one body into an array that grows with it: a length that is only announced claims no memory. An array is at
 * least twice as long as the one before it, so that no byte is copied more than twice on average. All of it happens on the
 * request's event loop.
 */
final class BodyTransfer {

    /** How long the rest of a refused body is still thrown away, so that the client comes to read the refusal. */
    private static final long LINGER_MILLIS = 5_000;

    /** The first array's length in bytes. */
    private static final int FIRST = 64 * 1024;

    private final RoutingContext context;
    private final HttpServerRequest request;
    private final BodyBudget.Share share;
    private final int announced;
    private final BodyLimits limits;
    private final UniEmitter<? super byte[]> emitter;
    private final long checks;
    private final long begunNanos = System.nanoTime();
    private byte[] body = new byte[0];
    private int length;
    private long lastArrivalNanos = begunNanos;
    private boolean over;

    /** @param announced the body's length in bytes, or -1 when it is not known beforehand */
    BodyTransfer(
            RoutingContext context,
            BodyBudget.Share share,
            int announced,
            BodyLimits limits,
            UniEmitter<? super byte[]> emitter) {
        this.context = context;
        this.request = context.request();
        this.share = share;
        this.announced = announced;
        this.limits = limits;
        this.emitter = emitter;
        this.checks = context.vertx().setPeriodic(limits.checkMillis(), timer -> refuseWhenSlow());
    }

    void begin() {
        emitter.onTermination(this::end);
        request.exceptionHandler(this::broken);
        request.handler(this::arrived);
        request.endHandler(ended -> complete());
        if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            request.response().writeContinue();
        }
        request.resume();
    }

    private void arrived(Buffer data) {
        if (over) {
            return;
        }
        lastArrivalNanos = System.nanoTime();
        try {
            makeRoomFor(data.length());
        } catch (RuntimeException refused) {
            fail(refused);
            return;
        }
        data.getBytes(body, length);
        length += data.length();
    }

    private void makeRoomFor(int more) {
        if (more > limits.maxBytes() - length) {
            throw tooLarge(limits.maxBytes());
        }
        if (length + more > body.length) {
            int known = announced < 0 ? limits.maxBytes() : announced;
            int room = (int) Math.max((long) length + more, Math.min(known, Math.max(FIRST, 2L * body.length)));
            share.take(room - body.length);
            body = Arrays.copyOf(body, room);
        }
    }

    private void complete() {
        if (end()) {
            byte[] whole = length == body.length ? body : Arrays.copyOf(body, length);
            // The request, which lives until it is answered, keeps this object: what is read of the body outlasts it.
            body = null;
            emitter.complete(whole);
        }
    }

    private void broken(Throwable cause) {
        fail(InvalidRequest.unreadable("The connection broke before the whole body had arrived"));
    }

    private void refuseWhenSlow() {
        long now = System.nanoTime();
        if (now - lastArrivalNanos > limits.stallNanos()) {
            timeOut(String.format(
                    Locale.ROOT,
                    "The body stopped arriving: no byte in %d s; send it without a pause",
                    TimeUnit.NANOSECONDS.toSeconds(limits.stallNanos())));
        } else if (now - begunNanos > limits.minRateAfterNanos()
                && length < limits.minRate() * ((now - begunNanos) / 1e9)) {
            timeOut(String.format(
                    Locale.ROOT,
                    "The body comes too slowly: less than %d bytes a second on average; send smaller images, or their URLs",
                    limits.minRate()));
        }
    }

    private void timeOut(String message) {
        if (request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        fail(new RequestTimeout(message));
    }

    /** The memory is free at once, not only when the refusal has been read. */
    private void fail(RuntimeException failure) {
        if (end()) {
            body = null;
            share.close();
            emitter.fail(failure);
        }
    }

    private boolean end() {
        if (over) {
            return false;
        }
        over = true;
        context.vertx().cancelTimer(checks);
        return true;
    }

    static PayloadTooLarge tooLarge(int maxBytes) {
        return new PayloadTooLarge(String.format(
                Locale.ROOT,
                "The request body is larger than %d MiB; send smaller images, or their URLs",
                maxBytes >> 20));
    }

    /**
     * Reads on without keeping anything, for a while, so that the client comes to read its answer; then the rest is cut off:
     * HTTP/1 by closing the connection, HTTP/2 by resetting the one stream.
     *
     * @param done called once, when nothing more comes
     */
    static void discardRest(RoutingContext context, Runnable done) {
        HttpServerRequest request = context.request();
        if (request.isEnded()) {
            done.run();
            return;
        }
        request.handler(data -> {});
        long timer = context.vertx().setTimer(LINGER_MILLIS, expired -> {
            cutOff(request);
            done.run();
        });
        Runnable ended = () -> {
            if (context.vertx().cancelTimer(timer)) {
                done.run();
            }
        };
        request.exceptionHandler(cause -> ended.run());
        request.endHandler(nothing -> ended.run());
        request.resume();
    }

    private static void cutOff(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            // RFC 9113, 8.1: a whole answer was sent, and the rest of the request is not wanted.
            request.response().reset(0);
        } else {
            request.connection().close();
        }
    }
}
