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
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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

    private static final Set<String> COMPRESSIONS =
            Set.of("gzip", "x-gzip", "deflate", "compress", "x-compress", "br", "zstd");

    private final int maxBytes;
    private final UniEmitter<? super Answer> result;
    private HttpClientRequest request;
    private volatile boolean over;
    private byte[] file = new byte[0];
    private int length;
    private long announced;
    private String doubt;

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
            end(new Answer(decoded(location), null));
            return;
        }
        if (response.statusCode() != 200) {
            throw new Refusal("its host answers with status " + response.statusCode());
        }
        String transfer = response.getHeader(HttpHeaders.TRANSFER_ENCODING);
        if (transfer != null && !transfer.strip().equalsIgnoreCase("chunked")) {
            // Neither its bytes nor its end can be told then.
            throw new Refusal("its host sends it with Transfer-Encoding " + shown(transfer)
                    + ", although it was not asked to; send the picture itself");
        }
        doubt = doubtOf(response.getHeader(HttpHeaders.CONTENT_TYPE), response.getHeader(HttpHeaders.CONTENT_ENCODING));
        String claimed = response.getHeader(HttpHeaders.CONTENT_LENGTH);
        announced = claimed != null && claimed.matches("[0-9]{1,18}") ? Long.parseLong(claimed) : -1;
        if (announced > maxBytes) {
            throw tooLarge();
        }
        response.handler(this::take);
        response.endHandler(done -> complete());
    }

    /**
     * HTTP headers come as ISO 8859-1, one character a byte; hosts write UTF-8 into this one without encoding it, and
     * browsers read it so. Bytes that are no UTF-8 are sent on as they are.
     */
    private static String decoded(String location) {
        byte[] bytes = location.getBytes(StandardCharsets.ISO_8859_1);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            StringBuilder encoded = new StringBuilder(location.length());
            for (byte b : bytes) {
                encoded.append(b < 0 ? String.format(Locale.ROOT, "%%%02X", b) : String.valueOf((char) b));
            }
            return encoded.toString();
        }
    }

    /**
     * What the headers say against the file's being a picture, for a caller; null when they say nothing. The bytes decide:
     * stores answer with whatever type and coding an uploader has named.
     */
    private static String doubtOf(String contentType, String contentEncoding) {
        String coding = shown(contentEncoding);
        if (COMPRESSIONS.contains(coding)) {
            return "its host sends it compressed (" + coding + "), although it was not asked to; ";
        }
        if (!coding.isEmpty() && !coding.equals("identity")) {
            return "its host sends it with Content-Encoding " + coding + "; ";
        }
        String type = shown(contentType == null ? null : contentType.split(";", 2)[0]);
        return type.isEmpty() || type.startsWith("image/") || type.endsWith("/octet-stream")
                ? null
                : "its address leads to " + type + " and not to a picture; ";
    }

    /** In lower case; an unprintable or endless value is not repeated. */
    private static String shown(String header) {
        String value = header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
        return value.matches("[a-z0-9!#$&^_.+/, -]{0,60}") ? value : "something else";
    }

    /** Of what its headers make doubtful no more is fetched than it takes to see that it is no picture. */
    private void checkHead() {
        if (doubt != null && length > 0 && !ImageFile.isPicture(new ByteSlice(file, 0, length))) {
            throw new Refusal(doubt + "what comes is " + FileKind.of(new ByteSlice(file, 0, length))
                    + "; give the address of a PNG, JPEG or WebP, or send the picture itself");
        }
        doubt = null;
    }

    private void complete() {
        try {
            checkHead();
            end(new Answer(null, file.length == length ? file : Arrays.copyOf(file, length)));
        } catch (Refusal refusal) {
            fail(refusal);
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
            giveUp();
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

    /** What it is instead, its first bytes say; the rest of it, which may never end, says no more. */
    private void giveUp() {
        abort();
        try {
            checkHead();
            result.complete(new Answer(null, Arrays.copyOf(file, length)));
        } catch (Refusal refusal) {
            result.fail(refusal);
        }
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
