package dev.likeness.store;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisConnection;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.time.Duration;

/**
 * One command on a pooled connection, from waiting for the connection to the reply, with a time limit for each step. A
 * connection whose reply does not come in time is closed: it may be dead, and whatever is sent on it next would wait in vain,
 * too. When the caller cancels a command that was sent, its connection is kept until the reply has come.
 */
final class Exchange {

    private enum Step {
        WAITING,
        CONNECTING,
        SENT,
        ENDED
    }

    private final Redis redis;
    private final Permits permits;
    private final Request request;
    private final Limits limits;
    private final UniEmitter<? super Response> emitter;
    private Step step = Step.WAITING;
    private boolean isAbandoned;
    private Permits.Request permit;
    private RedisConnection connection;
    private Cancellable timer = () -> {};

    private Exchange(
            Redis redis, Permits permits, Request request, Limits limits, UniEmitter<? super Response> emitter) {
        this.redis = redis;
        this.permits = permits;
        this.request = request;
        this.limits = limits;
        this.emitter = emitter;
    }

    /**
     * Time limits of the steps.
     *
     * @param permit for one of the connections to be free
     * @param connection for the connection to be made
     * @param reply from the sending to the whole reply
     */
    record Limits(Duration permit, Duration connection, Duration reply) {}

    /**
     * Fails with {@link NoPermit}, {@link NotConnected} or {@link NoReply}, with an error that Redis replies, or, when the
     * connection breaks, with the client's own failure.
     *
     * @param permits bound the connections in use
     */
    static Uni<Response> of(Redis redis, Permits permits, Request request, Limits limits) {
        return Uni.createFrom().emitter(emitter -> new Exchange(redis, permits, request, limits, emitter).begin());
    }

    /** All connections were in use: nothing was sent. */
    static final class NoPermit extends RuntimeException {
        private NoPermit() {
            super("all connections to Redis are in use", null, false, false);
        }
    }

    /** The connection could not be made. */
    static final class NotConnected extends RuntimeException {
        private NotConnected(Throwable cause) {
            super("could not connect to Redis: " + cause, cause, false, false);
        }
    }

    /** Redis has not answered in time. */
    static final class NoReply extends RuntimeException {
        private NoReply(Duration limit) {
            super("no reply from Redis within " + limit.toMillis() + " ms", null, false, false);
        }
    }

    private void begin() {
        emitter.onTermination(this::cancelled);
        Permits.Request requested = permits.acquire(this::connect);
        synchronized (this) {
            if (step != Step.WAITING) {
                return;
            }
            permit = requested;
            startTimer(limits.permit);
        }
    }

    private void connect() {
        boolean isWanted;
        synchronized (this) {
            isWanted = !isAbandoned;
            step = isWanted ? Step.CONNECTING : Step.ENDED;
            if (isWanted) {
                startTimer(limits.connection);
            }
        }
        if (isWanted) {
            redis.connect().subscribe().with(this::connected, this::notConnected);
        } else {
            permits.release();
        }
    }

    private void notConnected(Throwable failure) {
        end(null, RedisError.of(failure).isNoReply() ? new NotConnected(failure) : failure);
    }

    private void connected(RedisConnection opened) {
        boolean isWanted;
        synchronized (this) {
            connection = opened;
            isWanted = !isAbandoned;
            if (isWanted) {
                step = Step.SENT;
                startTimer(limits.reply);
            }
        }
        if (isWanted) {
            opened.send(request).subscribe().with(reply -> end(reply, null), failure -> end(null, failure));
        } else {
            end(null, null);
        }
    }

    /** The step has taken too long. The connection's end, which closing it brings about, ends the exchange. */
    private void expired() {
        RuntimeException failure;
        RedisConnection dead;
        synchronized (this) {
            if (step == Step.ENDED) {
                return;
            }
            failure = step == Step.WAITING
                    ? new NoPermit()
                    : new NoReply(step == Step.SENT ? limits.reply : limits.connection);
            abandon();
            dead = step == Step.SENT ? connection : null;
        }
        emitter.fail(failure);
        if (dead != null) {
            RedisConnections.close(dead);
        }
    }

    private synchronized void cancelled() {
        if (step == Step.WAITING || step == Step.CONNECTING) {
            abandon();
        }
    }

    /** The permit is released once the connection is given back. */
    private void abandon() {
        isAbandoned = true;
        timer.cancel();
        if (step == Step.WAITING && permit != null && permit.withdraw()) {
            step = Step.ENDED;
        }
    }

    private void end(Response reply, Throwable failure) {
        synchronized (this) {
            step = Step.ENDED;
            timer.cancel();
        }
        if (connection != null) {
            connection.closeAndForget();
        }
        permits.release();
        if (failure != null) {
            emitter.fail(failure);
        } else {
            emitter.complete(reply);
        }
    }

    private void startTimer(Duration limit) {
        timer.cancel();
        timer = Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(limit)
                .subscribe()
                .with(ignored -> expired());
    }
}
