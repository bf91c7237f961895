package dev.likeness.pose.remote;

import dev.likeness.remote.Exchange;
import dev.likeness.remote.ExchangeFault;
import dev.likeness.remote.ExchangeFault.Kind;
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
import java.util.Map;
import java.util.Set;

/** {@code POST /v1/pose} of another deployment, over connections that are kept. Vert.x closes them when it ends. */
final class PoseCalls implements Destination {

    /**
     * The most that is read of an answer, bytes. Somebody with hands and face, the longest that there is, takes some 7,000 in
     * JSON: there is room for 140 of them, and a network that sees hands looks at 32 people at most.
     */
    static final int MOST = 1 << 20;

    /** More pictures than these wait for a connection, and their time runs. */
    private static final int CONNECTIONS = 64;

    /** As proxies say it: the protocol that a request came by, and to whom. So it is not passed on a second time. */
    private static final String VIA = "1.1 likeness";

    /** What its requests carry anyway. */
    static final Set<String> HEADERS = Set.of("x-api-key", "via", "accept");

    private final Vertx vertx;
    private final HttpClient client;
    private final String route;
    private final String key;
    private final Map<String, String> headers;
    private final Duration patience;

    /**
     * @param route the whole URL, without a query
     * @param headers sent beside its own
     */
    PoseCalls(Vertx vertx, RemotePassConfig config, String route, String key, Map<String, String> headers) {
        this.vertx = vertx;
        this.route = route;
        this.key = key;
        this.headers = headers;
        // Longer than anybody waits for it: the time-out is RemotePass' own, over both tries.
        this.patience = config.timeout().multipliedBy(2);
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) config.connectTimeout().toMillis())
                        .setDecompressionSupported(false)
                        .setMaxRedirects(0),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    @Override
    public Uni<Reply> read(String faces, byte[] picture) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(route + "?faces=" + faces)
                .setFollowRedirects(false)
                .putHeader("x-api-key", key)
                .putHeader("Via", VIA)
                .putHeader(HttpHeaders.USER_AGENT, "Likeness")
                .putHeader(HttpHeaders.ACCEPT, "application/json")
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream");
        headers.forEach(request::putHeader);
        Traces.pass(request::putHeader);
        return Exchange.of(vertx, client, request, Buffer.buffer(picture), MOST, patience)
                .map(answer -> new Reply(answer.status(), answer.body()))
                .onFailure(ExchangeFault.class)
                .transform(fault -> said((ExchangeFault) fault));
    }

    private static Fault said(ExchangeFault fault) {
        return fault.kind() == Kind.TOO_LARGE
                ? Fault.lasting("answers with more than " + MOST + " bytes, which is no pose")
                : Fault.passing("cannot be reached, or breaks its answer off", fault);
    }
}
