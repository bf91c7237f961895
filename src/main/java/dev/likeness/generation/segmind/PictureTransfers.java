package dev.likeness.generation.segmind;

import dev.likeness.input.RemoteFiles;
import dev.likeness.remote.Answer;
import dev.likeness.remote.Exchange;
import dev.likeness.remote.ExchangeFault;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** Whatever carries pictures: read piece by piece, up to a limit, and broken off when it is cancelled. */
final class PictureTransfers implements AutoCloseable {

    /** JSON around the pictures. */
    private static final int REST = 64 << 10;

    private final Vertx vertx;
    private final Address address;
    private final ApiKey key;
    private final SegmindConfig config;
    private final RemoteFiles elsewhere;
    private final HttpClient client;
    private final int maxImage;

    PictureTransfers(Vertx vertx, Address address, ApiKey key, SegmindConfig config, RemoteFiles elsewhere) {
        this.vertx = vertx;
        this.address = address;
        this.key = key;
        this.config = config;
        this.elsewhere = elsewhere;
        this.maxImage = array(config.maxImageBytes().asLongValue());
        // A connection serves one request: see SegmindClient.
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setKeepAlive(false)
                        .setVerifyHost(true)
                        .setDecompressionSupported(false)
                        .setConnectTimeout((int) config.connectTimeout().toMillis())
                        .setMaxRedirects(0),
                new PoolOptions().setHttp1MaxSize(5 * config.maxInFlight()));
    }

    /** A v1 request, which waits for its pictures. */
    Uni<Answer> post(byte[] body, String idempotencyKey, int pictures) {
        return Uni.createFrom().deferred(() -> {
            RequestOptions request = to(address.v1(config.model()))
                    .setMethod(HttpMethod.POST)
                    .putHeader("x-api-key", key.value())
                    .putHeader("Idempotency-Key", idempotencyKey)
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Accept", "image/png, application/json;q=0.9, */*;q=0.1");
            // Base64 takes four bytes for three.
            int most = pictures == 1 ? maxImage : array(pictures * (maxImage * 4L / 3 + 4) + REST);
            return Exchange.of(vertx, client, request, Buffer.buffer(body), most, config.pictureTimeout());
        });
    }

    /**
     * A picture of a finished v2 job. From the upstream itself it comes however inner that may be, since the operator has named
     * it; from anywhere else under the rules for callers' URLs. Our key goes to neither.
     *
     * @return fails with {@link IOException} when it cannot be had
     */
    Uni<byte[]> fetch(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            return Uni.createFrom().failure(new IOException("the picture's address is none"));
        }
        if (!address.isOriginOf(uri)) {
            return elsewhere.fetch(url, maxImage, config.callTimeout());
        }
        return Exchange.of(vertx, client, to(url).setMethod(HttpMethod.GET), null, maxImage, config.callTimeout())
                .onFailure(ExchangeFault.class)
                .transform(fault -> new IOException("the upstream " + fault.getMessage(), fault))
                .chain(PictureTransfers::file)
                .ifNoItem()
                .after(total())
                .failWith(() -> new IOException("the picture does not arrive in time"));
    }

    private static Uni<byte[]> file(Answer answer) {
        return answer.status() == 200
                ? Uni.createFrom().item(answer.body())
                : Uni.createFrom()
                        .failure(new IOException("the upstream answers " + answer.status() + " for the picture"));
    }

    /** However steadily it trickles. */
    private Duration total() {
        return config.callTimeout().multipliedBy(4);
    }

    /** @param url of the upstream, which alone is sent its headers */
    private RequestOptions to(String url) {
        RequestOptions request = new RequestOptions()
                .setAbsoluteURI(url)
                .setFollowRedirects(false)
                .putHeader("User-Agent", "Likeness");
        address.headers().forEach(request::putHeader);
        return request;
    }

    private static int array(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE - 8, bytes);
    }

    @Override
    public void close() {
        client.close();
    }
}
