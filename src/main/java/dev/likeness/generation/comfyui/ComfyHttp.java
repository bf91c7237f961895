package dev.likeness.generation.comfyui;

import dev.likeness.generation.comfyui.ServerFault.Kind;
import dev.likeness.remote.Exchange;
import dev.likeness.remote.ExchangeFault;
import dev.likeness.trace.Traces;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;

/** Requests to servers, over connections that are kept for the next one. */
final class ComfyHttp implements AutoCloseable {

    /** Connections to one server; a job needs two at most, probes and cancellations some more. */
    private static final int CONNECTIONS = 32;

    /** Below aiohttp's 75 s, ComfyUI's server: a connection is closed here before the server closes it under a request. */
    private static final int KEPT_SECONDS = 30;

    /**
     * What is read of an answer at once, bytes: as much as Netty reads from a socket at most. By default it is cut into pieces
     * of 8 KiB, each of which takes the whole way up to the reader.
     */
    private static final int CHUNK = 64 << 10;

    private final Vertx vertx;
    private final HttpClient client;
    private final Duration patience;

    ComfyHttp(Vertx vertx, ComfyConfig config) {
        this.vertx = vertx;
        this.patience = config.callTimeout();
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setKeepAliveTimeout(KEPT_SECONDS)
                        .setConnectTimeout((int) config.connectTimeout().toMillis())
                        .setDecompressionSupported(false)
                        .setMaxChunkSize(CHUNK)
                        .setMaxRedirects(0),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    Uni<Reply> get(Address address, String target, int maxBytes) {
        return exchange(address, request(address, HttpMethod.GET, target), null, maxBytes);
    }

    Uni<Reply> post(Address address, String target, String contentType, Buffer body, int maxBytes) {
        RequestOptions request =
                request(address, HttpMethod.POST, target).putHeader(HttpHeaders.CONTENT_TYPE, contentType);
        return exchange(address, request, body, maxBytes);
    }

    private RequestOptions request(Address address, HttpMethod method, String target) {
        RequestOptions request = address.onto(new RequestOptions(), target).setMethod(method);
        Traces.pass(request::putHeader);
        return request;
    }

    private Uni<Reply> exchange(Address address, RequestOptions request, Buffer body, int maxBytes) {
        return Exchange.of(vertx, client, request, body, maxBytes, patience)
                .map(answer -> new Reply(answer.status(), answer.body()))
                .onFailure(ExchangeFault.class)
                .transform(fault -> said(address, (ExchangeFault) fault));
    }

    private static RuntimeException said(Address address, ExchangeFault fault) {
        String what = address + " " + fault.getMessage();
        return switch (fault.kind()) {
            case NOT_CONNECTED -> new ServerFault(Kind.UNREACHABLE, what, fault.getCause());
            case BROKEN, STALLED -> new ServerFault(Kind.LOST, what, fault.getCause());
            case TOO_LARGE -> Refusals.failed(what);
        };
    }

    @Override
    public void close() {
        client.close();
    }
}
