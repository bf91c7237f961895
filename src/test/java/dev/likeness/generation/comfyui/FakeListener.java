package dev.likeness.generation.comfyui;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Where a {@link FakeComfy} listens, and who is connected to it. Used on the server's event loop, but for its questions. */
final class FakeListener {

    /** Below the ports of outgoing connections: one of those could take the port while the server is down. */
    private static final int FIRST_PORT = 15000;

    private static final int LAST_PORT = 32000;
    private static final int BIND_TRIES = 250;
    private static final long BETWEEN_TRIES_MILLIS = 20;

    /** Previews of 4096 x 4096 fit; a real server has no limit. */
    private static final int LARGEST_MESSAGE = 64 << 20;

    private final Vertx vertx;
    private final String host;
    private final Handler<HttpServerRequest> routes;
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile int port;
    private HttpServer server;

    /** @param port 0 for one that is free, which it then keeps */
    FakeListener(Vertx vertx, String host, int port, Handler<HttpServerRequest> routes) {
        this.vertx = vertx;
        this.host = host;
        this.port = port;
        this.routes = routes;
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    int connections() {
        return connections.size();
    }

    Future<Void> listen() {
        return listen(BIND_TRIES);
    }

    private Future<Void> listen(int tries) {
        HttpServerOptions options = new HttpServerOptions()
                .setMaxWebSocketFrameSize(LARGEST_MESSAGE)
                .setMaxWebSocketMessageSize(LARGEST_MESSAGE)
                .setMaxInitialLineLength(16384);
        HttpServer starting =
                vertx.createHttpServer(options).requestHandler(routes).connectionHandler(this::connected);
        int wanted = port > 0 ? port : ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
        return starting.listen(wanted, host)
                .onSuccess(up -> {
                    port = wanted;
                    server = up;
                })
                .<Void>mapEmpty()
                .recover(taken -> tries == 0
                        ? Future.failedFuture(taken)
                        : vertx.timer(BETWEEN_TRIES_MILLIS, TimeUnit.MILLISECONDS)
                                .compose(tick -> listen(tries - 1)));
    }

    private void connected(HttpConnection connection) {
        connections.add(connection);
        connection.closeHandler(closed -> connections.remove(connection));
    }

    /** Torn, not closed: a process that dies says no goodbye. */
    Future<Void> tear() {
        HttpServer closing = server;
        server = null;
        connections.forEach(
                connection -> ((ConnectionBase) connection).channel().close());
        return closing == null ? Future.succeededFuture() : closing.close();
    }
}
