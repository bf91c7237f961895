package dev.likeness.api;

import dev.likeness.flow.FlowEvent;
import dev.likeness.output.EncodedImage;
import io.smallrye.mutiny.Multi;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * All pictures as base64 in one JSON object, when all are ready and paid.
 *
 * @param several whether the pictures are a list, {@code images}, or the one {@code image}
 */
record JsonAnswer(boolean several) implements Answer {

    @Override
    public Multi<Outgoing> to(Multi<FlowEvent> events, UUID requestId) {
        return Finished.all(events).onItem().transformToMulti(finished -> {
            Pieces body = body(finished.images());
            return body.after(finished.head("application/json;charset=UTF-8", body.length()));
        });
    }

    /** By hand: a JSON library would make a string of each picture, and then bytes of the string. */
    private Pieces body(List<EncodedImage> images) {
        Pieces body = new Pieces();
        for (int i = 0; i < images.size(); i++) {
            body.ascii(i > 0 ? "\",\"" : several ? "{\"images\":[\"" : "{\"image\":\"");
            body.base64(images.get(i).file());
        }
        return body.ascii(String.format(
                Locale.ROOT,
                "\"%s,\"seed\":%d,\"content_type\":\"%s\"}",
                several ? "]" : "",
                images.get(0).seed(),
                images.get(0).format().mediaType()));
    }
}
