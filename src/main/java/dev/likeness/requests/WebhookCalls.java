package dev.likeness.requests;

import dev.likeness.input.PublicHosts;
import dev.likeness.input.RemoteUrl;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Posts to addresses that callers have named: each is looked up and checked anew, redirects are not followed, and nothing of
 * what comes back is read but the status.
 */
@ApplicationScoped
class WebhookCalls {

    /** Long enough for what receivers say beside the status to arrive, so that they see no broken connection. */
    private static final long LINGER_MILLIS = 2_000;

    private static final String FIELD = "webhook_url";

    private final PublicHosts hosts;
    private final Vertx vertx;
    private final HttpClient client;

    WebhookCalls(PublicHosts hosts, WebhooksConfig config, Vertx vertx) {
        this.hosts = hosts;
        this.vertx = vertx;
        // A connection serves one request, so none that was opened for one host's name is used for another's.
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setKeepAlive(false)
                        .setVerifyHost(true)
                        .setDecompressionSupported(false)
                        .setConnectTimeout((int) config.timeout().toMillis())
                        .setMaxRedirects(0),
                new PoolOptions().setHttp1MaxSize(2 * config.inFlight()));
    }

    /**
     * The status of the answer; cancelling it closes the connection.
     *
     * @param attempt of several addresses of a host, each attempt takes another one
     */
    Uni<Integer> post(String url, int attempt, Map<String, String> headers, byte[] body) {
        return Uni.createFrom().deferred(() -> {
            RemoteUrl to = hosts.parse(FIELD, url);
            return hosts.addresses(to)
                    .chain(addresses -> posted(to, addresses.get((attempt - 1) % addresses.size()), headers, body));
        });
    }

    private Uni<Integer> posted(RemoteUrl url, InetAddress address, Map<String, String> headers, byte[] body) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(url.port(), address.getHostAddress()))
                .setHost(url.host().indexOf(':') >= 0 ? "[" + url.host() + "]" : url.host())
                .setPort(url.port())
                .setSsl(url.secure())
                .setURI(url.target())
                .setFollowRedirects(false)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.USER_AGENT, "Likeness");
        headers.forEach(options::putHeader);
        return Uni.createFrom().emitter(emitter -> client.request(options)
                .onSuccess(request -> send(request, body, emitter))
                .onFailure(emitter::fail));
    }

    private void send(HttpClientRequest request, byte[] body, UniEmitter<? super Integer> emitter) {
        // What happens is told by the future; without a handler it would be logged as an error as well.
        request.exceptionHandler(x -> {});
        AtomicBoolean answered = new AtomicBoolean();
        emitter.onTermination(() -> {
            if (!answered.get()) {
                request.reset();
            }
        });
        request.send(Buffer.buffer(body)).onFailure(emitter::fail).onSuccess(response -> {
            answered.set(true);
            drain(request, response);
            emitter.complete(response.statusCode());
        });
    }

    private void drain(HttpClientRequest request, HttpClientResponse response) {
        long timer = vertx.setTimer(LINGER_MILLIS, late -> request.reset());
        response.exceptionHandler(x -> vertx.cancelTimer(timer));
        response.handler(ignored -> {});
        response.endHandler(all -> vertx.cancelTimer(timer));
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
