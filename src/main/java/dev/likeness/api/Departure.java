package dev.likeness.api;

import dev.likeness.shutdown.Shutdown;
import io.netty.buffer.Unpooled;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.Priorities;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * What clients see of a shutdown: every request that has arrived is answered before the process ends, new work is refused,
 * and each answer asks the client to open its next connection to somebody else. Health and metrics are answered to the end.
 */
@ApplicationScoped
class Departure {

    /** After the request has its name, before anything is made of it. */
    private static final int EARLY = 900;

    private final Shutdown shutdown;

    Departure(Shutdown shutdown) {
        this.shutdown = shutdown;
    }

    void register(@Observes Filters filters) {
        filters.register(
                request -> {
                    Shutdown.Work work = shutdown.work();
                    request.addHeadersEndHandler(written -> sayGoodbye(request));
                    request.addEndHandler(ended -> {
                        Runnable whenSent = () -> whenSent(request.request().connection(), work::close);
                        if (ended.succeeded()) {
                            // A connection that closes on an unread body is reset, and the client never sees its
                            // answer.
                            BodyTransfer.discardRest(request, whenSent);
                        } else {
                            whenSent.run();
                        }
                    });
                    request.next();
                },
                EARLY);
    }

    private void sayGoodbye(RoutingContext request) {
        // HTTP/2 has no such header; its GOAWAY, while streams are open, makes the JDK's client (17) fail all of them.
        if (shutdown.begun() && request.request().version() != HttpVersion.HTTP_2) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    /** A response has ended when its last byte is handed over; with a slow client, it may lie in our memory for long. */
    private static void whenSent(HttpConnection connection, Runnable then) {
        ((ConnectionBase) connection)
                .channelHandlerContext()
                .writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(sent -> then.run());
    }

    /** Before the key is looked at: whose request it would have been does not matter, and counts for no limit. */
    @StartsWork
    @ServerRequestFilter(nonBlocking = true, priority = Priorities.AUTHENTICATION)
    void refuse() {
        shutdown.takesNewWork();
    }
}
