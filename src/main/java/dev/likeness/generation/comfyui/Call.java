package dev.likeness.generation.comfyui;

import dev.likeness.generation.comfyui.ServerFault.Kind;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.util.Arrays;

/** One request to one server: ends with its whole answer or a {@link ServerFault}, and is broken off when cancelled. */
final class Call {

    /** The first piece of the array that grows with an answer of unknown length. */
    private static final int FIRST = 8 << 10;

    private final Address address;
    private final int maxBytes;
    private final UniEmitter<? super Reply> result;
    private HttpClientRequest request;
    private boolean over;
    private byte[] body = new byte[0];
    private int length;
    private long announced;

    Call(Address address, int maxBytes, UniEmitter<? super Reply> result) {
        this.address = address;
        this.maxBytes = maxBytes;
        this.result = result;
    }

    /** @param sent the body, or null */
    void start(HttpClient client, RequestOptions options, Buffer sent) {
        result.onTermination(this::abort);
        client.request(options)
                .onSuccess(opened -> send(opened, sent))
                .onFailure(why -> fail(new ServerFault(Kind.UNREACHABLE, address + " cannot be connected to", why)));
    }

    private synchronized void send(HttpClientRequest opened, Buffer sent) {
        request = opened;
        if (over) {
            opened.reset();
            return;
        }
        (sent == null ? opened.send() : opened.send(sent))
                .onSuccess(this::receive)
                .onFailure(this::broken);
    }

    private void receive(HttpClientResponse response) {
        response.exceptionHandler(this::broken);
        String claimed = response.getHeader(HttpHeaders.CONTENT_LENGTH);
        announced = claimed != null && claimed.matches("[0-9]{1,18}") ? Long.parseLong(claimed) : -1;
        if (announced > maxBytes) {
            tooLarge();
            return;
        }
        response.handler(this::take);
        response.endHandler(x -> end(response.statusCode()));
    }

    private void take(Buffer piece) {
        int after = length + piece.length();
        if (after > maxBytes) {
            tooLarge();
            return;
        }
        if (after > body.length) {
            // A length that is announced is believed, so that the answer is written into one array that fits.
            int next = announced >= after ? (int) announced : Math.max(FIRST, (int) Math.min(maxBytes, 2L * after));
            body = Arrays.copyOf(body, next);
        }
        piece.getBytes(0, piece.length(), body, length);
        length = after;
    }

    private void tooLarge() {
        fail(new ServerFault(Kind.LOST, address + " answers with more than " + maxBytes + " bytes"));
    }

    private void broken(Throwable why) {
        fail(new ServerFault(Kind.LOST, address + " breaks its answer off", why));
    }

    private void end(int status) {
        synchronized (this) {
            over = true;
        }
        result.complete(new Reply(status, body.length == length ? body : Arrays.copyOf(body, length)));
    }

    private void fail(ServerFault why) {
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
