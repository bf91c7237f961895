package dev.likeness.input;

import dev.likeness.error.InvalidRequest;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Gets the pictures that a request names: fetches those that are elsewhere, and reads each one's header and structure, so
 * that a picture that is no good is refused before anything is paid for. Pixels stay encoded.
 */
@Singleton
public final class ImageLoader {

    private final PictureReader reader;
    private final RemoteFiles remote;
    private final Executor workers;

    public ImageLoader(InputConfig config, RemoteFiles remote, @Identifier("workers") Executor workers) {
        this.reader = new PictureReader(PictureLimits.of(config));
        this.remote = remote;
        this.workers = workers;
    }

    /**
     * One picture.
     *
     * @param field the request's field that names it
     * @return fails with {@link InvalidRequest}, {@code invalid_image} or {@code image_unreachable}; cancelling it breaks
     *     off a transfer
     */
    public Uni<Picture> load(String field, ImageSource source) {
        Uni<byte[]> file = source instanceof ImageSource.Remote elsewhere
                ? remote.fetch(field, elsewhere.url())
                : Uni.createFrom().item(((ImageSource.Inline) source).file());
        return file.emitOn(workers).map(bytes -> reader.read(field, bytes));
    }

    /**
     * All pictures of a request at the same time, in the given order. Where several are no good, the one failure names them
     * all; it comes when the last one is known.
     */
    public Uni<Map<String, Picture>> loadAll(Map<String, ImageSource> sources) {
        List<Map.Entry<String, ImageSource>> wanted = List.copyOf(sources.entrySet());
        if (wanted.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return Uni.join()
                .all(wanted.stream()
                        .map(entry -> load(entry.getKey(), entry.getValue())
                                .map(Outcome::of)
                                .onFailure(InvalidRequest.class)
                                .recoverWithItem(failure -> new Outcome(null, (InvalidRequest) failure)))
                        .toList())
                .andFailFast()
                .map(ImageLoader::together);
    }

    private static Map<String, Picture> together(List<Outcome> outcomes) {
        List<InvalidRequest> failures = new ArrayList<>();
        Map<String, Picture> pictures = new LinkedHashMap<>();
        for (Outcome outcome : outcomes) {
            if (outcome.failure() != null) {
                failures.add(outcome.failure());
            } else {
                pictures.put(outcome.picture().field(), outcome.picture());
            }
        }
        if (!failures.isEmpty()) {
            throw InvalidRequest.all(failures);
        }
        return pictures;
    }

    private record Outcome(Picture picture, InvalidRequest failure) {

        static Outcome of(Picture picture) {
            return new Outcome(picture, null);
        }
    }
}
