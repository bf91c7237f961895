package dev.likeness.generation.segmind;

import dev.likeness.remote.Answer;
import dev.likeness.remote.Exchange;
import dev.likeness.remote.ExchangeFault;
import dev.likeness.remote.ExchangeFault.Kind;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The upstream's calls whose answers are small, as the hosted API documents them: each with our key and a time limit, and with
 * an {@link ExchangeFault} where there is no answer. Every status is an answer and no failure.
 */
final class SegmindClient implements AutoCloseable {

    /** Bytes of an answer. Output is links here; a Likeness or the hosted API sends some hundred bytes. */
    private static final int MAX_ANSWER = 4 << 20;

    private final Vertx vertx;
    private final HttpClient asking;

    /**
     * Without connections that are kept: one that the upstream has closed meanwhile fails under the next request, and then
     * nobody knows whether a submission has arrived.
     */
    private final HttpClient submitting;

    private final Address address;
    private final ApiKey key;
    private final String model;
    private final Duration patience;

    SegmindClient(Vertx vertx, Address address, ApiKey key, SegmindConfig config) {
        this.vertx = vertx;
        this.address = address;
        this.key = key;
        this.model = config.model();
        this.patience = config.callTimeout();
        this.asking = client(config, true);
        this.submitting = client(config, false);
    }

    private HttpClient client(SegmindConfig config, boolean kept) {
        return vertx.createHttpClient(
                new HttpClientOptions()
                        .setKeepAlive(kept)
                        .setVerifyHost(true)
                        .setDecompressionSupported(false)
                        .setConnectTimeout((int) config.connectTimeout().toMillis())
                        // A key must not follow a redirect.
                        .setMaxRedirects(0),
                new PoolOptions().setHttp1MaxSize(4 * config.maxInFlight() + 4));
    }

    Uni<Answer> credits() {
        return call(asking, request(HttpMethod.GET, address.v1("get-user-credits")), null);
    }

    /** @param idempotencyKey what Likeness takes; the hosted API does not look at it */
    Uni<Answer> submit(String idempotencyKey, byte[] body) {
        return call(
                submitting,
                request(HttpMethod.POST, address.v2(segment(model)))
                        .putHeader("Idempotency-Key", idempotencyKey)
                        .putHeader("Content-Type", "application/json"),
                Buffer.buffer(body));
    }

    /** Without the output. */
    Uni<Answer> status(String id) {
        return call(asking, request(HttpMethod.GET, address.v2("requests/" + segment(id) + "/status")), null);
    }

    /** With the output. */
    Uni<Answer> result(String id) {
        return call(asking, request(HttpMethod.GET, address.v2("requests/" + segment(id))), null);
    }

    /** Likeness has it; the hosted API does not. */
    Uni<Answer> cancel(String id) {
        return call(asking, request(HttpMethod.POST, address.v2("requests/" + segment(id) + "/cancel")), null);
    }

    /** Ids are the upstream's: whatever is in one, it is one segment of a path. */
    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private RequestOptions request(HttpMethod method, String url) {
        return new RequestOptions()
                .setAbsoluteURI(url)
                .setMethod(method)
                .setFollowRedirects(false)
                .putHeader("x-api-key", key.value())
                .putHeader("Accept", "application/json")
                .putHeader("User-Agent", "Likeness");
    }

    private Uni<Answer> call(HttpClient client, RequestOptions request, Buffer body) {
        return Exchange.of(vertx, client, request, body, MAX_ANSWER, patience)
                .ifNoItem()
                .after(patience)
                .fail()
                .onFailure(TimeoutException.class)
                .transform(late -> new ExchangeFault(Kind.STALLED, "does not answer in time", late));
    }

    @Override
    public void close() {
        asking.close();
        submitting.close();
    }
}
