package dev.likeness.api;

import dev.likeness.error.InvalidRequest;
import dev.likeness.error.PayloadTooLarge;
import dev.likeness.error.UnsupportedMediaType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;

/**
 * Reads a request's body as it arrives, without holding a thread, into one array. Nothing is kept of a body that is
 * announced as too large.
 */
@ApplicationScoped
class BodyReader {

    private final BodyBudget budget;
    private final BodyLimits limits;

    BodyReader(BodyBudget budget, ApiConfig config) {
        this.budget = budget;
        this.limits = BodyLimits.of(config);
    }

    /**
     * The body; its memory counts against the budget until the response has ended. Call it on the event loop.
     *
     * @return fails with {@link PayloadTooLarge}, {@link UnsupportedMediaType} for a content encoding, {@link
     *     dev.likeness.error.RequestTimeout} when it comes too slowly, or {@link dev.likeness.error.Overloaded} when the
     *     budget is used up before it has arrived
     */
    Uni<byte[]> read(RoutingContext request) {
        return Uni.createFrom().emitter(emitter -> {
            BodyBudget.Share share = budget.share();
            request.addEndHandler(ended -> share.close());
            try {
                refuseEncoded(request.request());
                int announced = announcedLength(request.request());
                if (announced > limits.maxBytes()) {
                    throw BodyTransfer.tooLarge(limits.maxBytes());
                }
                new BodyTransfer(request, share, announced, limits, emitter).begin();
            } catch (RuntimeException refused) {
                emitter.fail(refused);
            }
        });
    }

    private static void refuseEncoded(HttpServerRequest request) {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.strip().toLowerCase(Locale.ROOT).equals("identity")) {
            throw new UnsupportedMediaType(String.format(
                    Locale.ROOT, "Content-Encoding %s is not read here; send the body as it is", encoding));
        }
    }

    /** -1 when the length is not announced. */
    private static int announcedLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            return -1;
        }
        try {
            return (int) Math.min(Integer.MAX_VALUE, Long.parseLong(length.strip()));
        } catch (NumberFormatException e) {
            throw InvalidRequest.unreadable("Content-Length is not a number");
        }
    }
}
