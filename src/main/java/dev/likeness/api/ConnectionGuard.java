package dev.likeness.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Holds one connection to the time limits of {@link ConnectionLimits}, and has request heads that cannot be read
 * answered. It stands where plain bytes pass: first in the pipeline, or behind TLS. All of it happens on the connection's event
 * loop.
 *
 * <p>A request in flight keeps its connection open however long it takes: its own limits are {@link BodyTransfer}'s and the
 * backend's. Only its answer is watched here, when the caller does not read it.
 */
final class ConnectionGuard extends ChannelDuplexHandler {

    private static final Logger LOG = Logger.getLogger(ConnectionGuard.class);

    /** With which HTTP/2 begins; up to the first byte that differs, Vert.x does not know the protocol. */
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** The part of it that reads as a whole head of HTTP/1. */
    private static final int HEAD_OF_PREFACE = "PRI * HTTP/2.0\r\n\r\n".length();

    /** How long a refused caller's bytes are still thrown away: a connection closed on unread ones is reset, and the
     * refusal lost. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long NEVER = -1;

    private final ConnectionLimits limits;
    private final ObjectMapper json;
    private final RequestHeads heads = new RequestHeads(this);

    private ChannelHandlerContext context;
    private Future<?> checks;
    private Http2Connection.PropertyKey progressKey;
    private int prefaceSeen;
    private boolean protocolKnown;
    private long lastUse = System.nanoTime();
    private long headBegan = NEVER;
    private long closing = NEVER;
    private Problem refusal;
    private boolean refused;

    /** Bytes handed on to be written; with what waits, how many have left. */
    private long submitted;

    private long waitingSince = NEVER;
    private long deliveredThen;

    ConnectionGuard(ConnectionLimits limits, ObjectMapper json) {
        this.limits = limits;
        this.json = json;
    }

    /** Vert.x takes every handler out of the pipeline when HTTP/1 is upgraded; this one comes back. */
    @Override
    public boolean isSharable() {
        return true;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        if (added.channel().isActive()) {
            begin();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        standBehindTls();
        begin();
        active.fireChannelActive();
    }

    /** @return whether it has just gone there, away from the head of the pipeline */
    private boolean standBehindTls() {
        ChannelPipeline pipeline = context.pipeline();
        SslHandler tls = pipeline.get(SslHandler.class);
        if (tls == null || pipeline.first() != this) {
            return false;
        }
        String name = context.name();
        pipeline.remove(this);
        pipeline.addAfter(pipeline.context(tls).name(), name, this);
        return true;
    }

    private void begin() {
        if (checks == null) {
            long period = limits.checkMillis();
            checks = context.executor().scheduleAtFixedRate(this::check, period, period, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        if (removed.channel().isActive() && removed.pipeline().get(SslHandler.class) == null) {
            protocolKnown = true;
            removed.pipeline().addFirst(removed.name(), this);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        checks.cancel(false);
        inactive.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object message) {
        if (!protocolKnown && reading.pipeline().get(SniHandler.class) != null) {
            // What comes until TLS has chosen a certificate is its own.
            reading.fireChannelRead(message);
            return;
        }
        if (!protocolKnown && standBehindTls()) {
            context.pipeline().fireChannelRead(message);
            return;
        }
        if (refusal != null || closing != NEVER) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (headBegan == NEVER && !inFlight() && !heads.withinBody()) {
            headBegan = System.nanoTime();
        }
        if (!protocolKnown && message instanceof ByteBuf bytes) {
            int decisive = decisive(bytes);
            if (decisive == bytes.readableBytes()) {
                reading.fireChannelRead(bytes);
                watchHeads();
                return;
            }
            if (prefaceSeen > HEAD_OF_PREFACE && prefaceSeen < PREFACE.length) {
                bytes.release();
                refuse(Problem.httpVersion("HTTP/2.0 without its preface"));
                return;
            }
            // So that the protocol's handlers are in the pipeline before the first head is whole.
            reading.fireChannelRead(bytes.readRetainedSlice(decisive));
        }
        watchHeads();
        reading.fireChannelRead(message);
    }

    /** How many of the bytes let Vert.x decide on a protocol: those that are the preface's, and the first that is not. */
    private int decisive(ByteBuf bytes) {
        for (int i = 0; i < bytes.readableBytes(); i++) {
            if (bytes.getByte(bytes.readerIndex() + i) != PREFACE[prefaceSeen++] || prefaceSeen == PREFACE.length) {
                protocolKnown = true;
                return i + 1;
            }
        }
        return bytes.readableBytes();
    }

    private void watchHeads() {
        ChannelPipeline pipeline = context.pipeline();
        if (pipeline.get("httpEncoder") != null && pipeline.get(RequestHeads.class) == null) {
            protocolKnown = true;
            pipeline.addAfter("httpEncoder", "likeness-heads", heads);
        }
        Http2ConnectionHandler http2 = http2();
        if (http2 != null) {
            Http2RequestHeads.watch(http2, json);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext triggered, Object event) {
        if (event instanceof SslHandshakeCompletionEvent) {
            lastUse = System.nanoTime();
        }
        triggered.fireUserEventTriggered(event);
    }

    @Override
    public void write(ChannelHandlerContext writing, Object message, ChannelPromise promise) {
        submitted += sizeOf(message);
        writing.write(message, promise);
    }

    private static long sizeOf(Object message) {
        if (message instanceof ByteBuf bytes) {
            return bytes.readableBytes();
        }
        if (message instanceof ByteBufHolder holder) {
            return holder.content().readableBytes();
        }
        return message instanceof FileRegion file ? file.count() : 0;
    }

    /** A head is whole: from now on a request is in flight. */
    void headArrived() {
        headBegan = NEVER;
    }

    /** An answer's last byte was handed over. */
    void answered() {
        lastUse = System.nanoTime();
        if (refusal != null && !inFlight()) {
            sendRefusal();
        }
    }

    boolean refusing() {
        return refusal != null;
    }

    /** Answers a head that cannot be read, after what was asked for before, and closes the connection. */
    void refuse(Problem problem) {
        refusal = problem;
        if (!inFlight()) {
            sendRefusal();
        }
    }

    private void sendRefusal() {
        if (refused) {
            return;
        }
        refused = true;
        closing = System.nanoTime();
        String id = UUID.randomUUID().toString();
        byte[] body = refusal.body(id, json);
        String head = String.format(
                Locale.ROOT,
                "HTTP/1.1 %d %s\r\n%s: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n",
                refusal.status(),
                refusal.reason(),
                RequestId.HEADER,
                id,
                body.length);
        LOG.debugf("Refused a request head with %s: %s", refusal.status(), refusal.message());
        context.writeAndFlush(Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.US_ASCII), body))
                .addListener(sent -> {
                    SslHandler tls = context.pipeline().get(SslHandler.class);
                    if (tls == null) {
                        shutdownOutput();
                    } else {
                        tls.closeOutbound().addListener(told -> shutdownOutput());
                    }
                });
    }

    private void shutdownOutput() {
        if (context.channel() instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        } else {
            context.close();
        }
    }

    private Http2ConnectionHandler http2() {
        return context.pipeline().get(Http2ConnectionHandler.class);
    }

    private boolean inFlight() {
        Http2ConnectionHandler http2 = http2();
        return http2 == null ? heads.inFlight() : http2.connection().numActiveStreams() > 0;
    }

    private void check() {
        long now = System.nanoTime();
        if (closing != NEVER) {
            if (now - closing > LINGER_NANOS) {
                context.close();
            }
            return;
        }
        if (unread(now)) {
            LOG.debugf("A caller reads its answer more slowly than %s bytes a second: cut off", limits.minRate());
            context.close();
            return;
        }
        Http2ConnectionHandler http2 = http2();
        if (inFlight()) {
            lastUse = now;
            if (http2 != null) {
                resetUnread(http2, now);
            }
        } else if (http2 == null && headBegan != NEVER) {
            if (now - headBegan > limits.head()) {
                refuse(Problem.headTimeout());
            }
        } else if (now - lastUse > limits.idle()) {
            closing = now;
            context.channel().close();
        }
    }

    /** Whether bytes have waited to be sent for the whole of a {@link ConnectionLimits#stall} and too few have left. */
    private boolean unread(long now) {
        ChannelOutboundBuffer waiting = context.channel().unsafe().outboundBuffer();
        if (waiting == null || waiting.totalPendingWriteBytes() == 0) {
            waitingSince = NEVER;
            return false;
        }
        long delivered = submitted - waiting.totalPendingWriteBytes() + waiting.currentProgress();
        if (waitingSince == NEVER) {
            waitingSince = now;
            deliveredThen = delivered;
        } else if (now - waitingSince > limits.stall()) {
            if (delivered - deliveredThen < limits.minRate() * ((now - waitingSince) / 1e9)) {
                return true;
            }
            waitingSince = now;
            deliveredThen = delivered;
        }
        return false;
    }

    /** A stream's window, which changes with each byte that is sent and each that the caller makes room for. */
    private record Progress(int window, long since) {}

    private void resetUnread(Http2ConnectionHandler http2, long now) {
        Http2Connection connection = http2.connection();
        if (progressKey == null) {
            progressKey = connection.newKey();
        }
        Http2RemoteFlowController flow = connection.remote().flowController();
        try {
            connection.forEachActiveStream(stream -> {
                resetUnread(http2, flow, stream, now);
                return true;
            });
        } catch (Http2Exception e) {
            throw new IllegalStateException("the visitor throws none", e);
        }
    }

    private void resetUnread(
            Http2ConnectionHandler http2, Http2RemoteFlowController flow, Http2Stream stream, long now) {
        if (!flow.hasFlowControlled(stream)) {
            stream.removeProperty(progressKey);
            return;
        }
        Progress progress = stream.getProperty(progressKey);
        if (progress == null || progress.window() != flow.windowSize(stream)) {
            stream.setProperty(progressKey, new Progress(flow.windowSize(stream), now));
        } else if (now - progress.since() > limits.stall()) {
            ChannelHandlerContext at = context.pipeline().context(http2);
            http2.resetStream(at, stream.id(), Http2Error.CANCEL.code(), at.newPromise());
            at.flush();
        }
    }
}
