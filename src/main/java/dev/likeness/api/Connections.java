package dev.likeness.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Puts a {@link ConnectionGuard} on every connection when it is accepted. Neither Quarkus nor Vert.x hands a connection out
 * before its first whole request head, which is what a slow caller never sends; so the guards are added where Netty passes
 * accepted connections on: in the pipeline of the listening channel.
 */
@ApplicationScoped
class Connections {

    private static final String GUARD = "likeness-guard";

    private final VertxInternal vertx;
    private final ConnectionLimits limits;
    private final ObjectMapper json;

    Connections(Vertx vertx, ApiConfig config, ObjectMapper json) {
        this.vertx = (VertxInternal) vertx;
        this.limits = ConnectionLimits.of(config);
        this.json = json;
    }

    void guard(@ObservesAsync HttpServerStart started) {
        guard();
    }

    /** The port for TLS opens at another time than the one for clear text. */
    void guard(@ObservesAsync HttpsServerStart started) {
        guard();
    }

    /** A port is open. The events are asynchronous, so connections that are there already get their guard now. */
    private void guard() {
        forEachChannel(vertx.getAcceptorEventLoopGroup(), listening -> {
            if (listening instanceof ServerChannel && listening.pipeline().get(GUARD) == null) {
                listening.pipeline().addFirst(GUARD, new Accepting());
            }
        });
        forEachChannel(vertx.getEventLoopGroup(), connection -> {
            if (connection.parent() != null && connection.pipeline().get(GUARD) == null) {
                add(connection);
            }
        });
    }

    private static void forEachChannel(EventLoopGroup loops, Consumer<Channel> action) {
        for (EventExecutor executor : loops) {
            SingleThreadEventLoop loop = (SingleThreadEventLoop) executor;
            loop.execute(() -> {
                List<Channel> channels = new ArrayList<>();
                Iterator<Channel> registered = loop.registeredChannelsIterator();
                registered.forEachRemaining(channels::add);
                channels.forEach(action);
            });
        }
    }

    private void add(Channel connection) {
        connection.pipeline().addFirst(GUARD, new ConnectionGuard(limits, json));
    }

    /** Of the listening channel, whose messages are the accepted connections. */
    private final class Accepting extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            add((Channel) accepted);
            context.fireChannelRead(accepted);
        }
    }
}
