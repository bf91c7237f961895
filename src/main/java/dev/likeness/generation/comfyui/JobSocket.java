package dev.likeness.generation.comfyui;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The WebSocket of one job under a client id of its own: reusing one would displace another's socket, and a preview names no
 * job. It is not opened again once it is closed, since the server forgets to whom it should tell what; who listens then has
 * to ask.
 */
final class JobSocket implements AutoCloseable {

    private final Vertx vertx;
    private final SocketMessages messages;
    private final Consumer<Signal> listener;
    private final long pingMillis;
    private final ClientWebSocket socket;
    private UniEmitter<? super Boolean> opening;
    private boolean connected;
    private boolean closed;
    private volatile boolean answered = true;
    private long timer = -1;

    JobSocket(
            Vertx vertx, WebSocketClient client, SocketMessages messages, long pingMillis, Consumer<Signal> listener) {
        this.vertx = vertx;
        this.messages = messages;
        this.pingMillis = pingMillis;
        this.listener = listener;
        this.socket = client.webSocket();
    }

    /** True once the server has said its first word, before which it may lose ours; false when there will be no socket. */
    Uni<Boolean> open(Address address, String clientId, long timeoutMillis) {
        return Uni.createFrom().emitter(emitter -> {
            synchronized (this) {
                opening = emitter;
                timer = vertx.setTimer(timeoutMillis, x -> close());
            }
            socket.textMessageHandler(text -> tell(messages.text(text)));
            socket.binaryMessageHandler(this::binary);
            socket.pongHandler(x -> answered = true);
            socket.closeHandler(x -> close());
            socket.exceptionHandler(x -> close());
            WebSocketConnectOptions options = address.onto(new WebSocketConnectOptions(), "/ws?clientId=" + clientId);
            socket.connect(options.setTimeout(timeoutMillis))
                    .onSuccess(x -> connected())
                    .onFailure(x -> close());
        });
    }

    private void binary(Buffer message) {
        tell(messages.binary(message));
    }

    private void tell(Optional<Signal> signal) {
        UniEmitter<? super Boolean> opened;
        synchronized (this) {
            if (closed) {
                return;
            }
            answered = true;
            opened = opening;
            opening = null;
            if (opened != null) {
                vertx.cancelTimer(timer);
                timer = vertx.setPeriodic(pingMillis, x -> ping());
            }
        }
        signal.ifPresent(listener);
        if (opened != null) {
            opened.complete(true);
        }
    }

    /** A socket whose other end is gone without a word is noticed by nothing else. */
    private void ping() {
        if (answered) {
            answered = false;
            socket.writePing(Buffer.buffer("likeness"));
        } else {
            close();
        }
    }

    private synchronized void connected() {
        connected = true;
        if (closed) {
            socket.close();
        }
    }

    @Override
    public void close() {
        UniEmitter<? super Boolean> opened;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            vertx.cancelTimer(timer);
            opened = opening;
            opening = null;
            if (connected) {
                socket.close();
            }
        }
        listener.accept(new Signal.Closed());
        if (opened != null) {
            opened.complete(false);
        }
    }
}
