package dev.likeness.api;

import dev.likeness.flow.FlowEvent;
import dev.likeness.output.EncodedImage;
import dev.likeness.output.MultipartMixed;
import dev.likeness.output.ZipArchive;
import io.netty.buffer.Unpooled;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** Several pictures in one file, each sent as soon as it is ready; the file's end follows when all are paid. */
enum ArchiveAnswer implements Answer {
    ZIP {
        @Override
        String mediaType(String boundary) {
            return ZipArchive.MEDIA_TYPE;
        }

        @Override
        Multi<byte[]> archive(Multi<EncodedImage> images, String boundary) {
            return ZipArchive.of(images);
        }
    },
    MULTIPART {
        @Override
        String mediaType(String boundary) {
            return MultipartMixed.mediaType(boundary);
        }

        @Override
        Multi<byte[]> archive(Multi<EncodedImage> images, String boundary) {
            return MultipartMixed.of(images, boundary);
        }
    };

    abstract String mediaType(String boundary);

    abstract Multi<byte[]> archive(Multi<EncodedImage> images, String boundary);

    /** The head goes out with the first picture: until then a failure still has a status of its own. */
    @Override
    public Multi<Outgoing> to(Multi<FlowEvent> events, UUID requestId) {
        return Multi.createFrom().deferred(() -> {
            String boundary = requestId.toString();
            long begunNanos = System.nanoTime();
            AtomicReference<FlowEvent.Accepted> unannounced = new AtomicReference<>();
            AtomicReference<FlowEvent.Taken> taken = new AtomicReference<>();
            Multi<EncodedImage> images = events.invoke(event -> {
                        if (event instanceof FlowEvent.Accepted accepted) {
                            unannounced.set(accepted);
                        } else if (event instanceof FlowEvent.Taken by) {
                            taken.set(by);
                        }
                    })
                    .filter(FlowEvent.ImageReady.class::isInstance)
                    .map(event -> ((FlowEvent.ImageReady) event).image());
            return archive(images, boundary).onItem().transformToMultiAndConcatenate(bytes -> {
                Outgoing data = new Outgoing.Data(Buffer.buffer(Unpooled.wrappedBuffer(bytes)));
                FlowEvent.Accepted accepted = unannounced.getAndSet(null);
                return accepted == null
                        ? Multi.createFrom().item(data)
                        : Multi.createFrom().items(head(accepted, taken.get(), begunNanos, boundary), data);
            });
        });
    }

    private Outgoing head(FlowEvent.Accepted accepted, FlowEvent.Taken taken, long begunNanos, String boundary) {
        Duration untilFirst = Duration.ofNanos(System.nanoTime() - begunNanos);
        return new Outgoing.Head(
                mediaType(boundary), Outgoing.Head.UNKNOWN, BillingHeaders.of(accepted, taken, untilFirst));
    }
}
