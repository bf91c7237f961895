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
        return file(field, source).emitOn(workers).map(bytes -> reader.read(field, bytes));
    }

    /**
     * All pictures of a request, fetched at the same time, in the given order. Where several are no good, the one failure
     * names them all; it comes when the last one is known.
     */
    public Uni<Map<String, Picture>> loadAll(Map<String, ImageSource> sources) {
        List<Uni<Fetched>> files = sources.entrySet().stream()
                .map(entry -> fetched(entry.getKey(), entry.getValue()))
                .toList();
        if (files.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        // All in one turn: a header is read in less time than it takes to get to a worker and back.
        return Uni.join().all(files).andFailFast().emitOn(workers).map(this::together);
    }

    private Uni<Fetched> fetched(String field, ImageSource source) {
        return file(field, source)
                .map(file -> new Fetched(field, file, null))
                .onFailure(InvalidRequest.class)
                .recoverWithItem(failure -> new Fetched(field, null, (InvalidRequest) failure));
    }

    private Uni<byte[]> file(String field, ImageSource source) {
        return source instanceof ImageSource.Remote elsewhere
                ? remote.fetch(field, elsewhere.url())
                : Uni.createFrom().item(((ImageSource.Inline) source).file());
    }

    private Map<String, Picture> together(List<Fetched> files) {
        List<InvalidRequest> failures = new ArrayList<>();
        Map<String, Picture> pictures = new LinkedHashMap<>();
        for (Fetched fetched : files) {
            try {
                pictures.put(fetched.field(), fetched.readBy(reader));
            } catch (InvalidRequest refused) {
                failures.add(refused);
            }
        }
        if (!failures.isEmpty()) {
            throw InvalidRequest.all(failures);
        }
        return pictures;
    }

    private record Fetched(String field, byte[] file, InvalidRequest failure) {

        Picture readBy(PictureReader reader) {
            if (failure != null) {
                throw failure;
            }
            return reader.read(field, file);
        }
    }
}
