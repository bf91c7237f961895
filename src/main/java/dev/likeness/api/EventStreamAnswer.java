package dev.likeness.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.likeness.flow.FlowEvent;
import dev.likeness.requests.EventData;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Server-sent events: what happens, as it happens. A failure before {@code accepted} is a plain error; one after it is the
 * last event.
 */
@ApplicationScoped
class EventStreamAnswer implements Answer {

    @Override
    public Multi<Outgoing> to(Multi<FlowEvent> events, UUID requestId) {
        return Multi.createFrom().deferred(() -> new Stream(requestId).of(events));
    }

    private static final class Stream {

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
                    .recoverWithItem(EventStreamAnswer::error);
            return ServerSentEvents.keptAlive(told, () -> begun);
        }

        private Outgoing head(FlowEvent.Accepted accepted) {
            begun = true;
            return ServerSentEvents.head(BillingHeaders.of(accepted));
        }

        private Outgoing told(FlowEvent event) {
            if (event instanceof FlowEvent.Accepted accepted) {
                return event(EventData.ACCEPTED, EventData.accepted(requestId, accepted.cost()));
            }
            if (event instanceof FlowEvent.PoseRead pose) {
                return event(EventData.POSE, EventData.pose(pose));
            }
            if (event instanceof FlowEvent.Taken taken) {
                return event(EventData.BACKEND, EventData.backend(taken));
            }
            if (event instanceof FlowEvent.Advanced advanced) {
                return event(EventData.PROGRESS, EventData.progress(advanced));
            }
            if (event instanceof FlowEvent.Previewed previewed) {
                return event(EventData.PREVIEW, EventData.preview(previewed));
            }
            if (event instanceof FlowEvent.ImageReady ready) {
                return ServerSentEvents.event(
                        OptionalLong.empty(),
                        EventData.IMAGE,
                        EventData.image(ready.image()),
                        ready.image().file());
            }
            FlowEvent.Done done = (FlowEvent.Done) event;
            return event(EventData.DONE, EventData.done(done.cost(), done.remainingCredits(), done.generationTime()));
        }
    }

    private static Outgoing error(Throwable failure) {
        Problem problem = Problem.of(failure);
        ErrorMapping.log(failure, problem);
        return event(EventData.ERROR, EventData.error(problem.status(), problem.message(), problem.code()));
    }

    private static Outgoing event(String name, ObjectNode data) {
        return ServerSentEvents.event(OptionalLong.empty(), name, data);
    }
}
