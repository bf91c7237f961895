package dev.likeness.benchmark;

import dev.likeness.packaged.PackagedService;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that each ask for a picture, wait for it, and ask for the next one; the pictures differ by their seeds. */
final class Load {

    private static final int SEED_AT = 7919;

    private final PictureRequests pictures = new PictureRequests();
    private final AtomicInteger seed = new AtomicInteger(SEED_AT);
    private final PackagedService service;
    private final int side;

    /** @param side of the pictures, which are square, in pixels */
    Load(PackagedService service, int side) {
        this.service = service;
        this.side = side;
    }

    Series run(int requests, int concurrency, Duration limit) {
        return Clients.ask(requests, concurrency, limit, () -> this::askForOne);
    }

    private OptionalLong askForOne() {
        byte[] body = pictures.json(
                "base_64",
                false,
                "use_input_img_dimension",
                false,
                "custom_width",
                side,
                "custom_height",
                side,
                "seed",
                seed.getAndIncrement());
        long begun = System.nanoTime();
        try {
            HttpResponse<byte[]> answer = service.send(service.posting(PictureRequests.PATH, "application/json", body));
            if (answer.statusCode() == 200 && answer.body().length > 0) {
                return OptionalLong.of(System.nanoTime() - begun);
            }
            System.err.println(answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8));
        } catch (UncheckedIOException e) {
            System.err.println(e.getMessage());
        }
        return OptionalLong.empty();
    }
}
