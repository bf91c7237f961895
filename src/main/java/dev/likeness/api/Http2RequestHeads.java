package dev.likeness.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Checks the heads of HTTP/2 requests before anything else sees them. Of those that Vert.x and Quarkus cannot read, some would
 * be answered without a word, some never, and a method that is no token would end the whole connection.
 */
final class Http2RequestHeads extends Http2FrameListenerDecorator {

    private static final Logger LOG = Logger.getLogger(Http2RequestHeads.class);

    /** RFC 9110, 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** Of a stream: {@link Boolean#TRUE} when its head was refused, {@link Boolean#FALSE} when it was passed on. */
    private final Http2Connection.PropertyKey refused;

    private final Http2ConnectionHandler http2;
    private final ObjectMapper json;

    private Http2RequestHeads(
            Http2FrameListener vertx,
            Http2Connection.PropertyKey refused,
            Http2ConnectionHandler http2,
            ObjectMapper json) {
        super(vertx);
        this.refused = refused;
        this.http2 = http2;
        this.json = json;
    }

    /** Has the heads of a connection checked from now on. */
    static void watch(Http2ConnectionHandler http2, ObjectMapper json) {
        Http2FrameListener vertx = http2.decoder().frameListener();
        if (!(vertx instanceof Http2RequestHeads)) {
            Http2Connection.PropertyKey refused = http2.connection().newKey();
            http2.decoder().frameListener(new Http2RequestHeads(vertx, refused, http2, json));
        }
    }

    /** Vert.x puts another listener in the place of its first one when it has the caller's settings. */
    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) throws Http2Exception {
        super.onSettingsRead(context, settings);
        watch(http2, json);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context, int streamId, Http2Headers headers, int padding, boolean endOfStream)
            throws Http2Exception {
        if (passes(context, streamId, headers, endOfStream)) {
            super.onHeadersRead(context, streamId, headers, padding, endOfStream);
        }
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endOfStream)
            throws Http2Exception {
        if (passes(context, streamId, headers, endOfStream)) {
            super.onHeadersRead(context, streamId, headers, streamDependency, weight, exclusive, padding, endOfStream);
        }
    }

    /** What still comes of a refused request is taken from the connection's window all the same. */
    @Override
    public int onDataRead(ChannelHandlerContext context, int streamId, ByteBuf data, int padding, boolean endOfStream)
            throws Http2Exception {
        Http2Stream stream = http2.connection().stream(streamId);
        return stream != null && Boolean.TRUE.equals(stream.getProperty(refused))
                ? data.readableBytes() + padding
                : super.onDataRead(context, streamId, data, padding, endOfStream);
    }

    private boolean passes(ChannelHandlerContext context, int streamId, Http2Headers headers, boolean endOfStream) {
        Http2Stream stream = http2.connection().stream(streamId);
        Boolean known = stream.getProperty(refused);
        if (known != null) {
            // Trailers.
            return !known;
        }
        Optional<Problem> problem = problem(headers);
        stream.setProperty(refused, problem.isPresent());
        problem.ifPresent(what -> refuse(context, streamId, what, headers, endOfStream));
        return problem.isEmpty();
    }

    private Optional<Problem> problem(Http2Headers headers) {
        if (headers.method() == null || headers.scheme() == null || headers.path() == null) {
            return HeadRules.bad("The request has no :method, no :scheme or no :path; send all three");
        }
        if (!TOKEN.matcher(headers.method()).matches()) {
            return HeadRules.bad("The request's method is malformed; send GET, POST or DELETE");
        }
        String path = headers.path().toString();
        if (headers.method().length() + path.length() > HeadRules.MAX_LINE) {
            return Optional.of(HeadRules.lineTooLong());
        }
        if (size(headers) > HeadRules.MAX_HEADERS) {
            return Optional.of(HeadRules.headersTooLong());
        }
        Set<String> hosts = new LinkedHashSet<>();
        headers.getAll(HttpHeaderNames.HOST).forEach(host -> hosts.add(host.toString()));
        if (headers.authority() != null) {
            hosts.add(headers.authority().toString());
        }
        return HeadRules.target(path, false).or(() -> HeadRules.host(hosts));
    }

    private static long size(Http2Headers headers) {
        long size = 0;
        for (Map.Entry<CharSequence, CharSequence> header : headers) {
            size += header.getKey().length() + header.getValue().length();
        }
        return size;
    }

    private void refuse(
            ChannelHandlerContext context, int streamId, Problem problem, Http2Headers asked, boolean endOfStream) {
        String id = UUID.randomUUID().toString();
        byte[] body = problem.body(id, json);
        Http2Headers head = new DefaultHttp2Headers()
                .status(Integer.toString(problem.status()))
                .add(RequestId.HEADER, id)
                .add(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .addInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        LOG.debugf("Refused a request head with %s: %s", problem.status(), problem.message());
        boolean bodiless = "HEAD".contentEquals(asked.method() == null ? "" : asked.method());
        http2.encoder().writeHeaders(context, streamId, head, 0, bodiless, context.newPromise());
        if (!bodiless) {
            http2.encoder()
                    .writeData(context, streamId, Unpooled.wrappedBuffer(body), 0, true, context.newPromise())
                    .addListener(sent -> {
                        if (!endOfStream) {
                            http2.resetStream(context, streamId, Http2Error.NO_ERROR.code(), context.newPromise());
                            context.flush();
                        }
                    });
        }
    }
}
