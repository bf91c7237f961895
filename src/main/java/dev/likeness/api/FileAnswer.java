package dev.likeness.api;

import dev.likeness.flow.FlowEvent;
import dev.likeness.output.EncodedImage;
import io.netty.buffer.Unpooled;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.util.UUID;

/** The one picture as it is. */
final class FileAnswer implements Answer {

    @Override
    public Multi<Outgoing> to(Multi<FlowEvent> events, UUID requestId) {
        return Finished.all(events).onItem().transformToMulti(finished -> {
            EncodedImage image = finished.images().get(0);
            Outgoing.Head head = finished.head(image.format().mediaType(), image.file().length);
            head.headers()
                    .put(
                            "Content-Disposition",
                            "inline; filename=\"%s.%s\""
                                    .formatted(requestId, image.format().extension()));
            return Multi.createFrom()
                    .items(head, new Outgoing.Data(Buffer.buffer(Unpooled.wrappedBuffer(image.file()))));
        });
    }
}
