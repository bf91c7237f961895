package dev.likeness.api;

import dev.likeness.flow.FlowEvent;
import dev.likeness.output.EncodedImage;
import io.netty.buffer.Unpooled;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
            byte[] body = body(finished.images());
            return Multi.createFrom()
                    .items(
                            finished.head("application/json;charset=UTF-8", body.length),
                            new Outgoing.Data(Buffer.buffer(Unpooled.wrappedBuffer(body))));
        });
    }

    /** By hand: a JSON library would make a string of each picture, and then bytes of the string. */
    private byte[] body(List<EncodedImage> images) {
        byte[] begin = ascii(several ? "{\"images\":[\"" : "{\"image\":\"");
        byte[] between = ascii("\",\"");
        byte[] end = ascii("\"%s,\"seed\":%d,\"content_type\":\"%s\"}"
                .formatted(
                        several ? "]" : "",
                        images.get(0).seed(),
                        images.get(0).format().mediaType()));
        long length = begin.length + (long) between.length * (images.size() - 1) + end.length;
        for (EncodedImage image : images) {
            length += Base64Bytes.lengthOf(image.file());
        }
        byte[] body = new byte[Math.toIntExact(length)];
        int at = put(begin, body, 0);
        for (int i = 0; i < images.size(); i++) {
            at = i == 0 ? at : put(between, body, at);
            at = Base64Bytes.write(images.get(i).file(), body, at);
        }
        put(end, body, at);
        return body;
    }

    private static int put(byte[] source, byte[] to, int at) {
        System.arraycopy(source, 0, to, at, source.length);
        return at + source.length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
