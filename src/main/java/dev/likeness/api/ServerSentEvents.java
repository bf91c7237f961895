package dev.likeness.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.Unpooled;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/** The bytes of {@code text/event-stream}. */
final class ServerSentEvents {

    static final String MEDIA_TYPE = "text/event-stream";

    /** Proxies commonly give up on a connection that says nothing for 30 or 60 s. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    private ServerSentEvents() {}

    static Outgoing.Head head(Map<String, String> more) {
        Map<String, String> headers = new LinkedHashMap<>(more);
        headers.put("Cache-Control", "no-store");
        headers.put("X-Accel-Buffering", "no");
        return new Outgoing.Head(MEDIA_TYPE, Outgoing.Head.UNKNOWN, headers);
    }

    static Outgoing event(OptionalLong id, String name, ObjectNode json) {
        return data((begin(id, name) + json + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    /** With the picture as its last member; by hand, for the same reason as in {@link JsonAnswer}. */
    static Outgoing event(OptionalLong id, String name, ObjectNode json, byte[] picture) {
        String text = begin(id, name) + json;
        byte[] begin = (text.substring(0, text.length() - 1) + ",\"data\":\"").getBytes(StandardCharsets.UTF_8);
        byte[] end = "\"}\n\n".getBytes(StandardCharsets.US_ASCII);
        byte[] event = new byte[begin.length + Base64Bytes.lengthOf(picture.length) + end.length];
        System.arraycopy(begin, 0, event, 0, begin.length);
        int at = Base64Bytes.write(picture, event, begin.length);
        System.arraycopy(end, 0, event, at, end.length);
        return data(event);
    }

    private static String begin(OptionalLong id, String name) {
        return (id.isPresent() ? "id: " + id.getAsLong() + "\n" : "") + "event: " + name + "\ndata: ";
    }

    /** A comment now and then, for as long as the stream has begun and not ended. */
    static Multi<Outgoing> keptAlive(Multi<Outgoing> told, BooleanSupplier begun) {
        Multi<Optional<Outgoing>> ending = told.map(Optional::of).onCompletion().continueWith(Optional.empty());
        Multi<Optional<Outgoing>> comments = Multi.createFrom()
                .ticks()
                .startingAfter(KEEP_ALIVE)
                .every(KEEP_ALIVE)
                .onOverflow()
                .drop()
                .filter(tick -> begun.getAsBoolean())
                .map(tick -> Optional.of(data(":\n\n".getBytes(StandardCharsets.US_ASCII))));
        return Multi.createBy()
                .merging()
                .streams(ending, comments)
                .select()
                .first(Optional::isPresent)
                .map(Optional::get);
    }

    private static Outgoing data(byte[] bytes) {
        return new Outgoing.Data(Buffer.buffer(Unpooled.wrappedBuffer(bytes)));
    }
}
