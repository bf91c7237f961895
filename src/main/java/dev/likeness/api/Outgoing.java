package dev.likeness.api;

import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** What goes out: one head, then data. Before the head a failure is still an answer of its own; after it, a cut. */
sealed interface Outgoing {

    /**
     * Of a 200.
     *
     * @param length of the data in bytes, or {@link #UNKNOWN}
     */
    record Head(String contentType, long length, Map<String, String> headers) implements Outgoing {

        static final long UNKNOWN = -1;

        Head with(Map<String, String> more) {
            Map<String, String> all = new LinkedHashMap<>(headers);
            all.putAll(more);
            return new Head(contentType, length, all);
        }
    }

    record Data(Buffer bytes) implements Outgoing {}
}
