package dev.likeness.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.likeness.auth.Caller;
import dev.likeness.error.InvalidRequest;
import dev.likeness.error.NotFound;
import dev.likeness.requests.EventData;
import dev.likeness.requests.Requests;
import dev.likeness.requests.StoredEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Executor;

/** The events of a stored request, from its first or from where a listener had come to. */
@ApplicationScoped
class StoredEventStream {

    private final Requests requests;
    private final ObjectMapper json;
    private final Executor workers;

    StoredEventStream(Requests requests, ObjectMapper json, @Identifier("workers") Executor workers) {
        this.requests = requests;
        this.json = json;
        this.workers = workers;
    }

    /** @param lastEventId what the listener has seen last, or null */
    Multi<Outgoing> of(Caller caller, UUID id, String lastEventId) {
        // A request that is not there is a plain error: the head goes out when it is known to be.
        return requests.find(caller, id).onItem().transformToMulti(found -> {
            Multi<Outgoing> told = requests.events(caller, id, number(lastEventId))
                    .onItem()
                    .transformToUniAndConcatenate(event -> told(id, event));
            return ServerSentEvents.keptAlive(
                    Multi.createBy()
                            .concatenating()
                            .streams(Multi.createFrom().item(ServerSentEvents.head(Map.of())), told),
                    () -> true);
        });
    }

    private static long number(String lastEventId) {
        if (lastEventId == null || lastEventId.isBlank()) {
            return 0;
        }
        if (!lastEventId.strip().matches("[0-9]{1,18}")) {
            throw InvalidRequest.unreadable("Last-Event-ID is not one that was given out here");
        }
        return Long.parseLong(lastEventId.strip());
    }

    private Uni<Outgoing> told(UUID id, StoredEvent event) {
        OptionalLong number = OptionalLong.of(event.number());
        ObjectNode data = read(event);
        if (event.isImage()) {
            return requests.picture(id, data.get("index").intValue())
                    .emitOn(workers)
                    .map(picture -> ServerSentEvents.event(number, event.name(), data, picture))
                    .onFailure(NotFound.class)
                    .recoverWithItem(() -> ServerSentEvents.event(number, event.name(), data));
        }
        if (event.name().equals(EventData.ERROR)) {
            String code = data.get("code").textValue();
            ObjectNode error =
                    EventData.error(Problem.statusOf(code), data.get("error").textValue(), code);
            return Uni.createFrom().item(ServerSentEvents.event(number, event.name(), error));
        }
        return Uni.createFrom().item(ServerSentEvents.event(number, event.name(), data));
    }

    private ObjectNode read(StoredEvent event) {
        try {
            return (ObjectNode) json.readTree(event.data());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what is stored was written here", e);
        }
    }
}
