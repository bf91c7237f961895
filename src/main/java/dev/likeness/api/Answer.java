package dev.likeness.api;

import dev.likeness.flow.FlowEvent;
import dev.likeness.output.ZipArchive;
import io.smallrye.mutiny.Multi;
import java.util.UUID;

/** A form in which the pictures are answered. */
interface Answer {

    String MULTIPART = "multipart/mixed";

    /** What goes out while the request is on its way; fails as the events fail. */
    Multi<Outgoing> to(Multi<FlowEvent> events, UUID requestId);

    /**
     * The form that the request asks for: {@code base_64} and {@code samples} say which one is usual; events, or multipart
     * instead of a ZIP archive, are for clients that name them and do not prefer the usual one.
     */
    static Answer askedFor(RequestParser.Parsed parsed, AcceptHeader accept, EventStreamAnswer eventStream) {
        Answer usual;
        String type;
        if (parsed.base64()) {
            usual = new JsonAnswer(parsed.request().samples() > 1);
            type = "application/json";
        } else if (parsed.request().samples() == 1) {
            usual = new FileAnswer();
            type = parsed.request().format().mediaType();
        } else if (accept.prefers(MULTIPART, ZipArchive.MEDIA_TYPE)) {
            usual = ArchiveAnswer.MULTIPART;
            type = MULTIPART;
        } else {
            usual = ArchiveAnswer.ZIP;
            type = ZipArchive.MEDIA_TYPE;
        }
        return accept.prefers("text/event-stream", type) ? eventStream : usual;
    }
}
