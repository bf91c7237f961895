package dev.likeness.requests;

import dev.likeness.store.RedisConnections;
import dev.likeness.store.RedisStore;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisConnection;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Subscribes to what all replicas change in Redis. There is one subscription at a time, on a connection of its own; when that
 * ends, in whatever way, the next one begins after a pause. A PING every few seconds finds out that the connection is dead.
 * Messages that are published meanwhile are lost; those who wait for changes also look for themselves.
 */
final class RedisChangeSubscriber implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RedisChangeSubscriber.class);

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final long PING_INTERVAL_MILLIS = 3_000;
    private static final Duration PING_LIMIT = Duration.ofSeconds(3);

    private final Redis redis;
    private final String channel;
    private final Changes changes;
    private final Vertx vertx;
    private Subscription current;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private boolean isClosed;

    RedisChangeSubscriber(Redis redis, RedisStore names, Changes changes, Vertx vertx) {
        this.redis = redis;
        this.channel = names.key("requests:changes");
        this.changes = changes;
        this.vertx = vertx;
    }

    synchronized void start() {
        if (!isClosed) {
            current = new Subscription();
            current.connect();
        }
    }

    /** Whether Redis has confirmed the subscription that there is now. */
    synchronized boolean isSubscribed() {
        return current != null && current.isConfirmed;
    }

    @Override
    public void close() {
        Subscription last;
        synchronized (this) {
            isClosed = true;
            last = current;
        }
        if (last != null) {
            last.end("the service ends");
        }
    }

    private synchronized void ended(Subscription subscription, Object reason) {
        if (subscription != current || isClosed) {
            return;
        }
        LOG.debugf("The subscription to changes has ended (%s); subscribing again in %d ms", reason, pauseMillis);
        current = null;
        vertx.setTimer(pauseMillis, timer -> start());
        pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    }

    private synchronized void confirmed(Subscription subscription) {
        subscription.isConfirmed = true;
        pauseMillis = FIRST_PAUSE_MILLIS;
    }

    /** {@code message}, the channel, and the message itself: what has happened and, of most, to which request. */
    private void received(Response message) {
        String[] words = message.get(2).toString().split(" ");
        switch (words[0]) {
            case "queued" -> changes.queued();
            case "hook" -> changes.hooked();
            case "cancelled" -> changes.cancelled(UUID.fromString(words[1]));
            default -> changes.changed(UUID.fromString(words[1]));
        }
    }

    /** One connection, from the attempt to make it to its end, which happens once however often it is reported. */
    private final class Subscription {

        private RedisConnection connection;
        private boolean hasEnded;
        private boolean isConfirmed;

        void connect() {
            redis.connect().subscribe().with(this::connected, this::end);
        }

        private void connected(RedisConnection opened) {
            boolean isWanted;
            synchronized (this) {
                connection = opened;
                isWanted = !hasEnded;
            }
            if (!isWanted) {
                RedisConnections.close(opened);
                return;
            }
            opened.handler(this::pushed);
            opened.exceptionHandler(this::end);
            opened.endHandler(() -> end("the connection was closed"));
            opened.send(Request.cmd(Command.SUBSCRIBE).arg(channel)).subscribe().with(sent -> {}, this::end);
            pingLater();
        }

        private void pingLater() {
            vertx.setTimer(PING_INTERVAL_MILLIS, timer -> ping());
        }

        private void ping() {
            synchronized (this) {
                if (hasEnded) {
                    return;
                }
            }
            connection
                    .send(Request.cmd(Command.PING))
                    .ifNoItem()
                    .after(PING_LIMIT)
                    .fail()
                    .subscribe()
                    .with(
                            pong -> {
                                pushed(pong);
                                pingLater();
                            },
                            this::end);
        }

        /** In RESP2 a message may also come in the place of the reply to PING. */
        private void pushed(Response push) {
            boolean isArray = push != null && (push.type() == ResponseType.PUSH || push.type() == ResponseType.MULTI);
            if (!isArray || push.size() < 3) {
                return;
            }
            switch (push.get(0).toString()) {
                case "subscribe" -> confirmed(this);
                case "message" -> received(push);
                default -> {}
            }
        }

        void end(Object reason) {
            RedisConnection last;
            synchronized (this) {
                if (hasEnded) {
                    return;
                }
                hasEnded = true;
                last = connection;
            }
            if (last != null) {
                RedisConnections.close(last);
            }
            ended(this, reason);
        }
    }
}
