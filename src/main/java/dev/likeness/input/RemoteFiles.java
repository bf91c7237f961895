package dev.likeness.input;

import dev.likeness.error.InvalidRequest;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * Fetches the file behind a URL. Its host is looked up once and the connection goes to an address that was checked, so a
 * name server that answers differently the second time gains nothing; the request's Host header, and with https the name
 * that the certificate must bear, stay the URL's. Each redirect is a new URL and checked as one.
 *
 * <p>No message tells an address, nor whether an inner name exists: what may not be reached and what is unknown sound
 * alike.
 */
@Singleton
public final class RemoteFiles {

    /** How many of a host's addresses are tried; more would eat up the time that all of it has. */
    private static final int MOST_ADDRESSES = 2;

    /** Fetches to one address at a time; more wait, and their time runs. */
    private static final int MOST_CONNECTIONS = 64;

    private final InputConfig config;
    private final PublicHosts hosts;
    private final HttpClient client;
    private final int maxBytes;

    @Inject
    public RemoteFiles(InputConfig config, PublicHosts hosts, Vertx vertx) {
        this(config, hosts, vertx, new HttpClientOptions());
    }

    RemoteFiles(InputConfig config, PublicHosts hosts, Vertx vertx, HttpClientOptions options) {
        this.config = config;
        this.hosts = hosts;
        this.maxBytes = PictureLimits.of(config).bytes();
        // A connection serves one request, so none that was opened for one host's name is used for another's.
        this.client = vertx.createHttpClient(
                options.setKeepAlive(false)
                        .setVerifyHost(true)
                        .setDecompressionSupported(false)
                        .setConnectTimeout((int) config.urlConnectTimeout().toMillis())
                        .setMaxRedirects(0),
                new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
    }

    /** Fails with {@code image_unreachable}, naming the field and why; cancelling it closes the connection. */
    Uni<byte[]> fetch(String field, RemoteUrl url) {
        return follow(url, config.urlMaxRedirects(), maxBytes)
                .ifNoItem()
                .after(config.urlTimeout())
                .fail()
                .onFailure(TimeoutException.class)
                .transform(late -> new Refusal("not fetched within "
                        + config.urlTimeout().toSeconds() + " s; send the picture itself, or put it on a faster host"))
                .onFailure(Refusal.class)
                .transform(refusal -> InvalidRequest.unreachable(field, refusal.getMessage()));
    }

    /**
     * A picture that somebody else than a caller has named, under the same rules.
     *
     * @param timeout from looking up its host to its last byte
     * @return fails with an {@link IOException} that says why, without the address
     */
    public Uni<byte[]> fetch(String url, int mostBytes, Duration timeout) {
        return Uni.createFrom()
                .deferred(() -> follow(RemoteUrl.parse(url), config.urlMaxRedirects(), mostBytes))
                .ifNoItem()
                .after(timeout)
                .fail()
                .onFailure(TimeoutException.class)
                .transform(late -> new IOException("not fetched within " + timeout.toSeconds() + " s"))
                .onFailure(Refusal.class)
                .transform(refusal -> new IOException(refusal.getMessage()));
    }

    private Uni<byte[]> follow(RemoteUrl url, int redirectsLeft, int mostBytes) {
        return hosts.addresses(url)
                .chain(addresses -> attempt(url, addresses, 0, mostBytes))
                .chain(answer -> answer.location() == null
                        ? Uni.createFrom().item(answer.file())
                        : redirected(url, answer.location(), redirectsLeft, mostBytes));
    }

    private Uni<byte[]> redirected(RemoteUrl from, String location, int left, int mostBytes) {
        if (left == 0) {
            throw new Refusal("its address redirects more than " + config.urlMaxRedirects() + " times");
        }
        RemoteUrl to = from.resolve(location);
        if (from.secure() && !to.secure()) {
            throw new Refusal("its https address redirects to plain http");
        }
        return follow(to, left - 1, mostBytes);
    }

    private Uni<Transfer.Answer> attempt(RemoteUrl url, List<InetAddress> addresses, int index, int mostBytes) {
        Uni<Transfer.Answer> attempt = Uni.createFrom()
                .emitter(emitter -> new Transfer(mostBytes, emitter).start(client, url, addresses.get(index)));
        boolean last = index + 1 == Math.min(MOST_ADDRESSES, addresses.size());
        return attempt.onFailure(ConnectException.class)
                .recoverWithUni(failed -> last
                        ? Uni.createFrom().failure(new Refusal("its host cannot be connected to"))
                        : attempt(url, addresses, index + 1, mostBytes));
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
