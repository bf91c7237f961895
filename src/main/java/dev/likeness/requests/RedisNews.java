package dev.likeness.requests;

import dev.likeness.store.RedisStore;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisConnection;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Hears from Redis what other replicas, and this one, have changed. A connection that breaks is made anew; what was said
 * meanwhile is lost, and found by those who look for themselves.
 */
final class RedisNews {

    private static final Logger LOG = Logger.getLogger(RedisNews.class);

    private static final long AGAIN_AFTER_MILLIS = 1_000;

    private final Redis redis;
    private final String channel;
    private final Changes changes;
    private final Vertx vertx;
    private volatile RedisConnection connection;
    private volatile boolean over;

    RedisNews(Redis redis, RedisStore names, Changes changes, Vertx vertx) {
        this.redis = redis;
        this.channel = names.key("requests:changes");
        this.changes = changes;
        this.vertx = vertx;
    }

    void listen() {
        if (!over) {
            redis.connect().subscribe().with(this::connected, this::again);
        }
    }

    private void connected(RedisConnection opened) {
        connection = opened;
        opened.handler(this::heard);
        opened.exceptionHandler(this::again);
        opened.endHandler(() -> again(null));
        opened.send(Request.cmd(Command.SUBSCRIBE).arg(channel)).subscribe().with(subscribed -> {}, this::again);
    }

    /** Once for each connection, however many ways it tells that it is gone. */
    private void again(Throwable why) {
        LOG.debugf("No news from Redis: %s", why);
        RedisConnection gone = connection;
        connection = null;
        if (gone != null) {
            gone.closeAndForget();
        }
        vertx.setTimer(AGAIN_AFTER_MILLIS, timer -> {
            if (connection == null) {
                listen();
            }
        });
    }

    /** {@code message}, the channel, and the message itself: what has happened and, of most, to which request. */
    private void heard(Response pushed) {
        if (pushed.size() < 3 || !pushed.get(0).toString().equals("message")) {
            return;
        }
        String[] words = pushed.get(2).toString().split(" ");
        switch (words[0]) {
            case "queued" -> changes.queued();
            case "hook" -> changes.hooked();
            case "cancelled" -> changes.cancelled(UUID.fromString(words[1]));
            default -> changes.changed(UUID.fromString(words[1]));
        }
    }

    void close() {
        over = true;
        if (connection != null) {
            connection.closeAndForget();
        }
    }
}
