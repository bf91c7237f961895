package dev.likeness.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.likeness.error.BackendFailed;
import dev.likeness.error.BackendTimeout;
import dev.likeness.error.FailedEarlier;
import dev.likeness.error.Failure;
import dev.likeness.error.FieldViolation;
import dev.likeness.error.IdempotencyConflict;
import dev.likeness.error.InsufficientCredits;
import dev.likeness.error.InvalidRequest;
import dev.likeness.error.NoFace;
import dev.likeness.error.NoPerson;
import dev.likeness.error.NotFound;
import dev.likeness.error.PayloadTooLarge;
import dev.likeness.error.RateLimited;
import dev.likeness.error.RequestTimeout;
import dev.likeness.error.RetryLater;
import dev.likeness.error.Unauthenticated;
import dev.likeness.error.UnsupportedMediaType;
import io.netty.handler.codec.http.HttpResponseStatus;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a failure is told to a caller: the one place where failures and statuses meet. */
record Problem(int status, String code, String message, List<FieldViolation> fields, Optional<Duration> retryAfter) {

    /** What passes has passed by then, in all likelihood; how long it was to take is not stored. */
    private static final Duration EARLIER_RETRY = Duration.ofSeconds(10);

    static Problem of(Throwable failure) {
        if (failure instanceof FailedEarlier earlier) {
            int status = statusOf(earlier.code());
            return new Problem(
                    status,
                    earlier.code(),
                    earlier.getMessage(),
                    List.of(),
                    status == 503 ? Optional.of(EARLIER_RETRY) : Optional.empty());
        }
        if (failure instanceof Failure known) {
            return new Problem(
                    status(known),
                    known.code(),
                    known.getMessage(),
                    known instanceof InvalidRequest invalid ? invalid.violations() : List.of(),
                    known instanceof RetryLater passing ? Optional.of(passing.retryAfter()) : Optional.empty());
        }
        if (failure instanceof WebApplicationException http) {
            return ofHttp(http.getResponse().getStatus());
        }
        return plain(500, "internal", "Something went wrong here; the request id helps to find out what");
    }

    /**
     * The status of a failure whose code alone is known: one of a request that was worked on. One that was cancelled has none
     * of its own; it answers as every failed one does when it is asked after.
     */
    static int statusOf(String code) {
        return switch (code) {
            case "invalid_request", "invalid_image", "image_unreachable", "no_face", "no_person" -> 400;
            case "insufficient_credits" -> 406;
            case "cancelled" -> 422;
            case "internal" -> 500;
            case "backend_failed" -> 502;
            case "backend_timeout" -> 504;
            default -> 503;
        };
    }

    static Problem notFound() {
        return plain(404, "not_found", "There is nothing at this address; see /q/openapi for what there is");
    }

    static Problem methodNotAllowed() {
        return plain(
                405,
                "method_not_allowed",
                "This address is not for this method, but for those in Allow; see /q/openapi");
    }

    private static int status(Failure failure) {
        if (failure instanceof InvalidRequest || failure instanceof NoFace || failure instanceof NoPerson) {
            return 400;
        }
        if (failure instanceof Unauthenticated) {
            return 401;
        }
        if (failure instanceof NotFound) {
            return 404;
        }
        if (failure instanceof InsufficientCredits) {
            return 406;
        }
        if (failure instanceof RequestTimeout) {
            return 408;
        }
        if (failure instanceof IdempotencyConflict) {
            return 409;
        }
        if (failure instanceof PayloadTooLarge) {
            return 413;
        }
        if (failure instanceof UnsupportedMediaType) {
            return 415;
        }
        if (failure instanceof RateLimited) {
            return 429;
        }
        if (failure instanceof BackendFailed) {
            return 502;
        }
        if (failure instanceof BackendTimeout) {
            return 504;
        }
        return 503;
    }

    /** What Quarkus REST refuses by itself, before any resource is asked. */
    static Problem ofHttp(int status) {
        return switch (status) {
            case 404 -> notFound();
            case 405 -> methodNotAllowed();
            case 415 -> plain(415, "unsupported_media_type", "This content type is not read here");
            default ->
                status < 500
                        ? plain(status, "invalid_request", "The request cannot be understood")
                        : plain(500, "internal", "Something went wrong here; the request id helps to find out what");
        };
    }

    /** A head that cannot be read, or that never became whole. */
    static Problem ofStatus(int status, String message) {
        return plain(status, status == 408 ? "request_timeout" : "invalid_request", message);
    }

    static Problem httpVersion(String version) {
        return ofStatus(505, version + " is not spoken here; send HTTP/1.1 or HTTP/2");
    }

    static Problem headTimeout() {
        return ofStatus(408, "The request's head did not arrive in time; send it without a pause");
    }

    private static Problem plain(int status, String code, String message) {
        return new Problem(status, code, message, List.of(), Optional.empty());
    }

    /** Of the status, as HTTP/1 writes it. */
    String reason() {
        return HttpResponseStatus.valueOf(status).reasonPhrase();
    }

    /** @param id the request's, as in {@code x-request-id} */
    byte[] body(String id, ObjectMapper json) {
        try {
            return json.writeValueAsBytes(new ErrorBody(message, code, id, fields));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings can always be written", e);
        }
    }

    boolean isOurs() {
        return status >= 500;
    }
}
