package dev.likeness.api;

import dev.likeness.flow.FlowEvent;
import dev.likeness.output.EncodedImage;
import io.smallrye.mutiny.Multi;
import java.util.Locale;
import java.util.UUID;

/** The one picture as it is. */
final class FileAnswer implements Answer {

    @Override
    public Multi<Outgoing> to(Multi<FlowEvent> events, UUID requestId) {
        return Finished.all(events).onItem().transformToMulti(finished -> {
            EncodedImage image = finished.images().get(0);
            Pieces body = new Pieces().bytes(image.file());
            Outgoing.Head head = finished.head(image.format().mediaType(), body.length());
            head.headers()
                    .put(
                            "Content-Disposition",
                            String.format(
                                    Locale.ROOT,
                                    "inline; filename=\"%s.%s\"",
                                    requestId,
                                    image.format().extension()));
            return body.after(head);
        });
    }
}
