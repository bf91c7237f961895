package dev.likeness.api;

import dev.likeness.flow.FlowEvent;
import io.smallrye.mutiny.Multi;
import java.util.UUID;

/** A form in which the pictures are answered. */
interface Answer {

    /** What goes out while the request is on its way; fails as the events fail. */
    Multi<Outgoing> to(Multi<FlowEvent> events, UUID requestId);

    /** The form that the request asks for. */
    static Answer askedFor(RequestParser.Parsed parsed, AcceptHeader accept, EventStreamAnswer eventStream) {
        if (accept.names("text/event-stream")) {
            return eventStream;
        }
        if (parsed.base64()) {
            return new JsonAnswer(parsed.request().samples() > 1);
        }
        if (parsed.request().samples() == 1) {
            return new FileAnswer();
        }
        return accept.names("multipart/mixed") ? ArchiveAnswer.MULTIPART : ArchiveAnswer.ZIP;
    }
}
