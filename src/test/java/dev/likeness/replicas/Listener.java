package dev.likeness.replicas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Listens to a request's events, and goes on at another replica where a dead one has left off. */
final class Listener {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Fleet fleet;
    private final Web web;
    private final Call call;
    private long last;
    private int ends;

    Listener(Fleet fleet, Web web, Call call) {
        this.fleet = fleet;
        this.web = web;
        this.call = call;
    }

    /** Returns when the last event was heard. */
    void listen() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (ends == 0 && System.nanoTime() < end) {
            try {
                HttpResponse<Stream<String>> answer = web.client().send(request(), HttpResponse.BodyHandlers.ofLines());
                try (Stream<String> lines = answer.body()) {
                    if (answer.statusCode() == 200) {
                        hear(lines.iterator());
                    } else if (answer.statusCode() != 503) {
                        call.wrong("its events were answered " + answer.statusCode());
                        return;
                    }
                }
            } catch (IOException | UncheckedIOException died) {
                // On to the next one.
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            Pause.millis(100);
        }
        if (ends != 1) {
            call.wrong(String.format(Locale.ROOT, "it has told of %d ends", ends));
        }
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(
                        URI.create(fleet.url() + "/v2/requests/" + call.id().orElseThrow() + "/events"))
                .timeout(PATIENCE)
                .header("x-api-key", call.account.key())
                .header("Last-Event-ID", Long.toString(last))
                .build();
    }

    private void hear(Iterator<String> lines) {
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("id:")) {
                long id = Long.parseLong(line.substring(3).strip());
                if (id <= last) {
                    call.wrong(String.format(Locale.ROOT, "event %d came after %d", id, last));
                }
                last = id;
            } else if (line.startsWith("event:")
                    && Set.of("done", "error").contains(line.substring(6).strip())) {
                ends++;
            }
        }
    }
}
