package dev.likeness.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.likeness.flow.FlowEvent;
import dev.likeness.output.EncodedImage;
import io.netty.buffer.Unpooled;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Server-sent events: what happens, as it happens. A failure before {@code accepted} is a plain error; one after it is the
 * last event.
 */
@ApplicationScoped
class EventStreamAnswer implements Answer {

    /** Proxies commonly give up on a connection that says nothing for 30 or 60 s. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final ObjectMapper json;

    EventStreamAnswer(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public Multi<Outgoing> to(Multi<FlowEvent> events, UUID requestId) {
        return Multi.createFrom().deferred(() -> new Stream(requestId).of(events));
    }

    private final class Stream {

        private final UUID requestId;
        private volatile boolean begun;

        private Stream(UUID requestId) {
            this.requestId = requestId;
        }

        private Multi<Outgoing> of(Multi<FlowEvent> events) {
            Multi<Outgoing> told = events.onItem()
                    .transformToMultiAndConcatenate(event -> event instanceof FlowEvent.Accepted accepted
                            ? Multi.createFrom().items(head(accepted), told(event))
                            : Multi.createFrom().item(told(event)))
                    .onFailure(failure -> begun)
                    .recoverWithItem(EventStreamAnswer.this::error);
            return keptAlive(told);
        }

        private Outgoing head(FlowEvent.Accepted accepted) {
            begun = true;
            Map<String, String> headers = BillingHeaders.of(accepted);
            headers.put("Cache-Control", "no-store");
            headers.put("X-Accel-Buffering", "no");
            return new Outgoing.Head("text/event-stream", Outgoing.Head.UNKNOWN, headers);
        }

        /** A comment now and then, for as long as the stream has begun and not ended. */
        private Multi<Outgoing> keptAlive(Multi<Outgoing> told) {
            Multi<Optional<Outgoing>> ending =
                    told.map(Optional::of).onCompletion().continueWith(Optional.empty());
            Multi<Optional<Outgoing>> comments = Multi.createFrom()
                    .ticks()
                    .startingAfter(KEEP_ALIVE)
                    .every(KEEP_ALIVE)
                    .onOverflow()
                    .drop()
                    .filter(tick -> begun)
                    .map(tick -> Optional.of(data(COMMENT)));
            return Multi.createBy()
                    .merging()
                    .streams(ending, comments)
                    .select()
                    .first(Optional::isPresent)
                    .map(Optional::get);
        }

        private Outgoing told(FlowEvent event) {
            if (event instanceof FlowEvent.Accepted accepted) {
                return event("accepted", node -> node.put("request_id", requestId.toString())
                        .put("cost", BillingHeaders.plain(accepted.cost())));
            }
            if (event instanceof FlowEvent.PoseRead pose) {
                return event("pose", node -> {
                    node.put("people", pose.people())
                            .put("source", pose.source().name().toLowerCase(Locale.ROOT));
                    return node.set("face", json.valueToTree(FaceBody.of(pose.face())));
                });
            }
            if (event instanceof FlowEvent.Taken taken) {
                return event("backend", node -> node.put("name", taken.backend()));
            }
            if (event instanceof FlowEvent.Advanced advanced) {
                return event("progress", node -> node.put(
                                "sample", advanced.progress().sample())
                        .put("value", advanced.progress().value())
                        .put("max", advanced.progress().max()));
            }
            if (event instanceof FlowEvent.Previewed previewed) {
                return event("preview", node -> node.put(
                                "sample", previewed.frame().sample())
                        .put("content_type", "image/jpeg")
                        .put(
                                "data",
                                Base64.getEncoder()
                                        .encodeToString(previewed.frame().jpeg())));
            }
            if (event instanceof FlowEvent.ImageReady ready) {
                return image(ready.image());
            }
            FlowEvent.Done done = (FlowEvent.Done) event;
            return event("done", node -> node.put("cost", BillingHeaders.plain(done.cost()))
                    .put("remaining_credits", BillingHeaders.plain(done.remainingCredits()))
                    .put("generation_time", BillingHeaders.seconds(done.generationTime())));
        }
    }

    private Outgoing error(Throwable failure) {
        Problem problem = Problem.of(failure);
        ErrorMapping.log(failure, problem);
        return event("error", node -> node.put("status", problem.status())
                .put("error", problem.message())
                .put("code", problem.code()));
    }

    /** By hand, for the same reason as in {@link JsonAnswer}. */
    private static Outgoing image(EncodedImage image) {
        byte[] begin = "event: image\ndata: {\"index\":%d,\"seed\":%d,\"content_type\":\"%s\",\"data\":\""
                .formatted(image.sample(), image.seed(), image.format().mediaType())
                .getBytes(StandardCharsets.US_ASCII);
        byte[] end = "\"}\n\n".getBytes(StandardCharsets.US_ASCII);
        byte[] event = new byte[begin.length + Base64Bytes.lengthOf(image.file()) + end.length];
        System.arraycopy(begin, 0, event, 0, begin.length);
        int at = Base64Bytes.write(image.file(), event, begin.length);
        System.arraycopy(end, 0, event, at, end.length);
        return data(event);
    }

    private Outgoing event(String name, UnaryOperator<ObjectNode> filled) {
        String text = "event: %s\ndata: %s\n\n".formatted(name, filled.apply(json.createObjectNode()));
        return data(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Outgoing data(byte[] bytes) {
        return new Outgoing.Data(Buffer.buffer(Unpooled.wrappedBuffer(bytes)));
    }
}
