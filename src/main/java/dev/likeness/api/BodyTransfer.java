package dev.likeness.api;

import dev.likeness.error.InvalidRequest;
import dev.likeness.error.PayloadTooLarge;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Locale;
import org.jboss.logging.Logger;

/** One body on its way in. All of it happens on the request's event loop. */
final class BodyTransfer {

    private static final Logger LOG = Logger.getLogger(BodyTransfer.class);

    /** How long the rest of a refused body is still thrown away, so that the client comes to read the refusal. */
    private static final long LINGER_MILLIS = 5_000;

    private static final int FIRST_GUESS = 64 * 1024;

    private final RoutingContext context;
    private final HttpServerRequest request;
    private final BodyBudget.Share share;
    private final int maxBytes;
    private final long stallMillis;
    private final UniEmitter<? super byte[]> emitter;
    private final long stallTimer;
    private byte[] body;
    private int length;
    private long lastArrivalNanos = System.nanoTime();
    private boolean over;

    /** @param announced the body's length in bytes, or -1 when it is not known beforehand */
    BodyTransfer(
            RoutingContext context,
            BodyBudget.Share share,
            int announced,
            int maxBytes,
            long stallMillis,
            UniEmitter<? super byte[]> emitter) {
        this.context = context;
        this.request = context.request();
        this.share = share;
        this.maxBytes = maxBytes;
        this.stallMillis = stallMillis;
        this.emitter = emitter;
        int room = announced >= 0 ? announced : FIRST_GUESS;
        share.take(room);
        this.body = new byte[room];
        this.stallTimer = context.vertx().setPeriodic(Math.max(1, stallMillis / 10), timer -> cutWhenStalled());
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
            discardRest(context);
            return;
        }
        data.getBytes(body, length);
        length += data.length();
    }

    private void makeRoomFor(int more) {
        if (more > maxBytes - length) {
            throw tooLarge(maxBytes);
        }
        if (length + more > body.length) {
            int room = (int) Math.min(maxBytes, Math.max(2L * body.length, (long) length + more));
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

    private void cutWhenStalled() {
        if (System.nanoTime() - lastArrivalNanos > stallMillis * 1_000_000) {
            LOG.debugf("A body stood still for %s ms after %s bytes: cut off", stallMillis, length);
            fail(InvalidRequest.unreadable("The body stopped arriving"));
            request.connection().close();
        }
    }

    private void fail(RuntimeException failure) {
        if (end()) {
            emitter.fail(failure);
        }
    }

    private boolean end() {
        if (over) {
            return false;
        }
        over = true;
        context.vertx().cancelTimer(stallTimer);
        return true;
    }

    static PayloadTooLarge tooLarge(int maxBytes) {
        return new PayloadTooLarge(String.format(
                Locale.ROOT,
                "The request body is larger than %d MiB; send smaller images, or their URLs",
                maxBytes >> 20));
    }

    /** Reads on without keeping anything; who goes on sending is cut off after a while. */
    static void discardRest(RoutingContext context) {
        discardRest(context, () -> {});
    }

    /** @param done told, once or often, when nothing more comes */
    static void discardRest(RoutingContext context, Runnable done) {
        HttpServerRequest request = context.request();
        if (request.isEnded()) {
            done.run();
            return;
        }
        request.handler(data -> {});
        request.exceptionHandler(cause -> done.run());
        long timer = context.vertx().setTimer(LINGER_MILLIS, expired -> {
            if (!request.isEnded()) {
                request.connection().close();
            }
            done.run();
        });
        request.endHandler(ended -> {
            context.vertx().cancelTimer(timer);
            done.run();
        });
        request.resume();
    }
}
