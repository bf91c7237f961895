package dev.likeness.generation.comfyui;

import dev.likeness.remote.Timers;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.util.function.Consumer;

/** What every conversation with a server needs. */
final class Toolbox implements AutoCloseable {

    /** Sockets to one server; one for each job there, and cancelled ones that are still closing. */
    private static final int SOCKETS = 256;

    private static final int CLOSING_SECONDS = 2;

    private final Vertx vertx;
    private final ComfyConfig config;
    private final Timers timers;
    private final ComfyHttp http;
    private final WebSocketClient sockets;
    private final SocketMessages messages;

    Toolbox(Vertx vertx, ComfyConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.timers = new Timers(vertx);
        this.http = new ComfyHttp(vertx, config);
        this.messages = new SocketMessages();
        int most = (int) Math.min(Integer.MAX_VALUE, config.maxMessage().asLongValue());
        this.sockets = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxConnections(SOCKETS)
                .setClosingTimeout(CLOSING_SECONDS)
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setMaxFrameSize(most)
                .setMaxMessageSize(most));
    }

    Vertx vertx() {
        return vertx;
    }

    ComfyConfig config() {
        return config;
    }

    Timers timers() {
        return timers;
    }

    ComfyServer server(Address address) {
        return new ComfyServer(address, http, config);
    }

    JobSocket socket(Consumer<Signal> listener) {
        return new JobSocket(vertx, sockets, messages, config.pingInterval().toMillis(), listener);
    }

    @Override
    public void close() {
        sockets.close();
        http.close();
    }
}
