package dev.likeness.api;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Checks the heads of HTTP/1 requests before anything else sees them, and counts requests and answers. What Vert.x and
 * Quarkus refuse before any of our code runs would have pages of their own, or none; some of it they let pass.
 */
final class RequestHeads extends ChannelDuplexHandler {

    private final ConnectionGuard guard;
    private int unanswered;
    private boolean bodyOpen;
    private boolean informational;

    RequestHeads(ConnectionGuard guard) {
        this.guard = guard;
    }

    /** A request is in flight until it is answered, whether its body is whole by then or not. */
    boolean inFlight() {
        return unanswered > 0;
    }

    /** Whether what comes next belongs to a body, and begins no head. */
    boolean withinBody() {
        return bodyOpen;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            guard.headArrived();
            Optional<Problem> problem = problem(request);
            if (problem.isPresent()) {
                ReferenceCountUtil.release(message);
                guard.refuse(problem.get());
                return;
            }
            unanswered++;
            bodyOpen = true;
        } else if (guard.refusing()) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof LastHttpContent) {
            bodyOpen = false;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            informational = response.status().code() < 200;
        }
        context.write(message, promise);
        if (message instanceof LastHttpContent && !informational && unanswered > 0) {
            unanswered--;
            guard.answered();
        }
    }

    private static Optional<Problem> problem(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return Optional.of(unreadable(request.decoderResult().cause()));
        }
        HttpVersion version = request.protocolVersion();
        if (!version.protocolName().equals("HTTP")) {
            return HeadRules.bad("The request line does not end with an HTTP version; send HTTP/1.1");
        }
        if (version.majorVersion() != 1) {
            return Optional.of(Problem.httpVersion(version.text()));
        }
        if (version.minorVersion() > 1) {
            request.setProtocolVersion(HttpVersion.HTTP_1_1);
        }
        return HeadRules.target(request.uri(), true)
                .or(() -> host(request))
                .or(() -> framing(request))
                .or(() -> upgrade(request));
    }

    private static Problem unreadable(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return HeadRules.lineTooLong();
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return HeadRules.headersTooLong();
        }
        return Problem.ofStatus(
                400,
                "The request line or a header is malformed; send \"<method> <path> HTTP/1.1\" and \"name: value\" lines");
    }

    private static Optional<Problem> host(HttpRequest request) {
        List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
        return hosts.isEmpty() && request.protocolVersion().equals(HttpVersion.HTTP_1_0)
                ? Optional.empty()
                : HeadRules.host(hosts);
    }

    /** What is chunked and something else as well would be read as if it were chunked alone. */
    private static Optional<Problem> framing(HttpRequest request) {
        List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return codings.isEmpty()
                        || (codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase("chunked"))
                ? Optional.empty()
                : HeadRules.bad("The Transfer-Encoding is not read here; send chunked, or a Content-Length");
    }

    /** Vert.x answers malformed settings without a body, and then waits. */
    private static Optional<Problem> upgrade(HttpRequest request) {
        String settings = request.headers().get("HTTP2-Settings");
        if (settings == null || request.method().equals(HttpMethod.CONNECT)) {
            return Optional.empty();
        }
        try {
            // A setting has two bytes of an identifier and four of a value.
            if (Base64.getUrlDecoder().decode(settings.strip()).length % 6 == 0) {
                return Optional.empty();
            }
        } catch (IllegalArgumentException noBase64) {
            // Refused below.
        }
        return HeadRules.bad(
                "The HTTP2-Settings header is malformed; send the base64url of a SETTINGS frame's payload");
    }
}
