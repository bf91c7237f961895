package dev.likeness.generation.segmind;

import dev.likeness.remote.Answer;
import dev.likeness.remote.ExchangeFault;
import dev.likeness.remote.ExchangeFault.Kind;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.Response;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLHandshakeException;
import org.jboss.resteasy.reactive.client.api.QuarkusRestClientProperties;

/** The upstream's small calls: each with our key and a time limit, and with an {@link ExchangeFault} where there is no answer. */
final class SegmindClient implements AutoCloseable {

    /** What happens before a request can have left. */
    private static final Set<Class<? extends Throwable>> NOT_CONNECTED = Set.of(
            ConnectException.class,
            NoRouteToHostException.class,
            UnknownHostException.class,
            SSLHandshakeException.class,
            ConnectionPoolTooBusyException.class);

    private final SegmindApi asking;

    /**
     * Without connections that are kept: one that the upstream has closed meanwhile fails under the next request, and then
     * nobody knows whether a submission has arrived.
     */
    private final SegmindApi submitting;

    private final ApiKey key;
    private final String model;
    private final Duration patience;

    SegmindClient(Vertx vertx, Address address, ApiKey key, SegmindConfig config) {
        this.key = key;
        this.model = config.model();
        this.patience = config.callTimeout();
        this.asking = api(vertx, address, config, true);
        this.submitting = api(vertx, address, config, false);
    }

    private static SegmindApi api(Vertx vertx, Address address, SegmindConfig config, boolean kept) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(URI.create(address.root()))
                .connectTimeout(config.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                // A key must not follow a redirect.
                .followRedirects(false)
                .disableDefaultMapper(true)
                .userAgent("Likeness")
                .register(new UnderscoreHost(vertx))
                .register((ClientRequestFilter) request -> address.headers().forEach(request.getHeaders()::putSingle))
                .property(QuarkusRestClientProperties.KEEP_ALIVE_ENABLED, kept)
                .property(QuarkusRestClientProperties.CONNECTION_POOL_SIZE, 4 * config.maxInFlight() + 4)
                .build(SegmindApi.class);
    }

    Uni<Answer> credits() {
        return call(asking, api -> api.credits(key.value()));
    }

    Uni<Answer> submit(String idempotencyKey, byte[] body) {
        return call(submitting, api -> api.submit(key.value(), idempotencyKey, model, body));
    }

    Uni<Answer> status(String id) {
        return call(asking, api -> api.status(key.value(), id));
    }

    Uni<Answer> result(String id) {
        return call(asking, api -> api.result(key.value(), id));
    }

    Uni<Answer> cancel(String id) {
        return call(asking, api -> api.cancel(key.value(), id));
    }

    private Uni<Answer> call(SegmindApi api, Function<SegmindApi, Uni<Response>> asked) {
        return Uni.createFrom()
                .deferred(() -> asked.apply(api))
                .map(SegmindClient::whole)
                .ifNoItem()
                .after(patience)
                .fail()
                .onFailure()
                .transform(SegmindClient::fault);
    }

    private static Answer whole(Response response) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        response.getStringHeaders().forEach(headers::add);
        byte[] body = response.hasEntity() ? response.readEntity(byte[].class) : null;
        return new Answer(response.getStatus(), headers, body == null ? new byte[0] : body);
    }

    private static ExchangeFault fault(Throwable why) {
        if (why instanceof TimeoutException) {
            return new ExchangeFault(Kind.STALLED, "does not answer in time", why);
        }
        for (Throwable cause = why; cause != null; cause = cause.getCause()) {
            Throwable one = cause;
            if (NOT_CONNECTED.stream().anyMatch(type -> type.isInstance(one))) {
                return new ExchangeFault(Kind.NOT_CONNECTED, "cannot be connected to", why);
            }
        }
        return new ExchangeFault(Kind.BROKEN, "breaks its answer off", why);
    }

    @Override
    public void close() {
        try {
            ((Closeable) asking).close();
            ((Closeable) submitting).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
