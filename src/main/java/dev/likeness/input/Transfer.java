package dev.likeness.input;

import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.ConnectException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLException;

/** One request to one address: ends with a file, a redirect or a {@link Refusal}, and is broken off when cancelled. */
final class Transfer {

    /**
     * What came of it.
     *
     * @param location where a redirect points, or null
     * @param file what was fetched, or null
     */
    record Answer(String location, byte[] file) {}

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /** The first piece of the array that grows with the file: a length that is only claimed claims no memory. */
    private static final int FIRST = 64 << 10;

    private final int maxBytes;
    private final UniEmitter<? super Answer> result;
    private HttpClientRequest request;
    private volatile boolean over;
    private byte[] file = new byte[0];
    private int length;
    private long announced;

    Transfer(int maxBytes, UniEmitter<? super Answer> result) {
        this.maxBytes = maxBytes;
        this.result = result;
    }

    void start(HttpClient client, RemoteUrl url, InetAddress address) {
        result.onTermination(this::abort);
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(url.port(), address.getHostAddress()))
                .setHost(url.host().indexOf(':') >= 0 ? "[" + url.host() + "]" : url.host())
                .setPort(url.port())
                .setSsl(url.secure())
                .setURI(url.target())
                .setFollowRedirects(false)
                .putHeader(HttpHeaders.ACCEPT, "image/png, image/jpeg, image/webp, image/*;q=0.5, */*;q=0.1")
                .putHeader(HttpHeaders.ACCEPT_ENCODING, "identity")
                .putHeader(HttpHeaders.USER_AGENT, "Likeness");
        client.request(options).onSuccess(this::send).onFailure(this::notConnected);
    }

    private synchronized void send(HttpClientRequest opened) {
        request = opened;
        // What happens to the request is told by the future; without a handler it would be logged as an error as well.
        opened.exceptionHandler(x -> {});
        if (over) {
            opened.reset();
            return;
        }
        opened.send().onSuccess(this::receive).onFailure(this::broken);
    }

    private void receive(HttpClientResponse response) {
        response.exceptionHandler(this::broken);
        try {
            accept(response);
        } catch (Refusal refusal) {
            fail(refusal);
        }
    }

    private void accept(HttpClientResponse response) {
        String location = response.getHeader(HttpHeaders.LOCATION);
        if (REDIRECTS.contains(response.statusCode()) && location != null) {
            end(new Answer(location, null));
            return;
        }
        if (response.statusCode() != 200) {
            throw new Refusal("its host answers with status " + response.statusCode());
        }
        checkType(response.getHeader(HttpHeaders.CONTENT_TYPE));
        String coding = response.getHeader(HttpHeaders.CONTENT_ENCODING);
        String transfer = response.getHeader(HttpHeaders.TRANSFER_ENCODING);
        if ((coding != null && !coding.strip().equalsIgnoreCase("identity"))
                || (transfer != null && !transfer.strip().equalsIgnoreCase("chunked"))) {
            throw new Refusal("its host sends it compressed, although it was not asked to");
        }
        String claimed = response.getHeader(HttpHeaders.CONTENT_LENGTH);
        announced = claimed != null && claimed.matches("[0-9]{1,18}") ? Long.parseLong(claimed) : -1;
        if (announced > maxBytes) {
            throw tooLarge();
        }
        response.handler(this::take);
        response.endHandler(done -> end(new Answer(null, file.length == length ? file : Arrays.copyOf(file, length))));
    }

    private static void checkType(String header) {
        String type = header == null ? "" : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!type.isEmpty()
                && !type.startsWith("image/")
                && !type.equals("application/octet-stream")
                && !type.equals("binary/octet-stream")) {
            String shown = type.matches("[a-z0-9!#$&^_.+/-]{1,60}") ? type : "something else";
            throw new Refusal(
                    "its address leads to " + shown + " and not to a picture; send the picture's own address");
        }
    }

    private void take(Buffer piece) {
        if (over) {
            return;
        }
        int after = length + piece.length();
        if (after > maxBytes) {
            fail(tooLarge());
            return;
        }
        if (after > file.length) {
            int twice = Math.max(FIRST, (int) Math.min(maxBytes, 2L * file.length));
            int known = announced > 0 ? (int) Math.min(twice, announced) : twice;
            file = Arrays.copyOf(file, Math.max(after, known));
        }
        piece.getBytes(0, piece.length(), file, length);
        length = after;
        if (!mayBePicture()) {
            // What it is instead, the check of pictures says; the rest of it, which may never end, says no more.
            abort();
            result.complete(new Answer(null, Arrays.copyOf(file, length)));
        }
    }

    /** Whether the first bytes, as far as they are there, are those of a format that is accepted. */
    private boolean mayBePicture() {
        return begins(0, "\u0089PNG\r\n\u001a\n")
                || begins(0, "\u00ff\u00d8\u00ff")
                || (begins(0, "RIFF") && begins(8, "WEBP"));
    }

    private boolean begins(int from, String signature) {
        for (int i = 0; i < signature.length() && from + i < length; i++) {
            if ((file[from + i] & 0xFF) != signature.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private Refusal tooLarge() {
        return new Refusal("its file is larger than " + maxBytes + " bytes; send a smaller one");
    }

    private void notConnected(Throwable why) {
        if (why instanceof SSLException) {
            fail(new Refusal("no secure connection to its host: its certificate is not valid for it, or not trusted"));
            return;
        }
        // Refused, late or unreachable, which Vert.x tells by several types; nothing was sent, so another address may
        // do.
        ConnectException failed = new ConnectException("no connection");
        failed.initCause(why);
        fail(failed);
    }

    private void broken(Throwable why) {
        if (!over) {
            fail(new Refusal("its host breaks the transfer off"));
        }
    }

    private void end(Answer answer) {
        over = true;
        if (answer.file() == null) {
            request.reset();
        }
        result.complete(answer);
    }

    private void fail(Throwable why) {
        abort();
        result.fail(why);
    }

    private synchronized void abort() {
        if (!over) {
            over = true;
            if (request != null) {
                request.reset();
            }
        }
    }
}
