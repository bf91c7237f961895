package dev.likeness.pose;

import dev.likeness.context.CallerContext;
import dev.likeness.input.Picture;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What was read from pictures, by their content: the latest so many, and those that are being read just now, which whoever
 * else comes with the same picture waits for. What decides the result besides the picture, formats and thresholds, is the
 * same for the life of a process. Failures are not kept.
 *
 * @param <T> what is read from a picture; immutable
 */
final class Readings<T> {

    private final int entries;
    private final Executor workers;
    private final Counter hits;
    private final Counter shared;
    private final Counter misses;
    /** The longest unused first. Guarded by this, as are {@link #flights} and all that is in them. */
    private final Map<Key, T> known = new LinkedHashMap<>(16, 0.75f, true);

    private final Map<Key, Flight<T>> flights = new HashMap<>();

    /** @param what is read, for the metrics */
    Readings(String what, int entries, Executor workers, MeterRegistry metrics) {
        this.entries = entries;
        this.workers = workers;
        this.hits = counter(metrics, what, "hit");
        this.shared = counter(metrics, what, "shared");
        this.misses = counter(metrics, what, "miss");
        Gauge.builder("likeness.pose.cache.entries", this, Readings::size)
                .description("Pictures whose reading is remembered")
                .tag("what", what)
                .register(metrics);
    }

    private static Counter counter(MeterRegistry metrics, String what, String result) {
        return Counter.builder("likeness.pose.cache.requests")
                .description("Pictures to be read, by whether their reading was remembered")
                .tag("what", what)
                .tag("result", result)
                .register(metrics);
    }

    /** @param field what a failure names: pictures of different fields are not waited for together */
    private record Key(String field, String sha256) {}

    /** A picture that is being read, and who waits for it. */
    private static final class Flight<T> {

        final Set<Waiting<T>> waiting = new LinkedHashSet<>();
        Cancellable reading;
        boolean over;
    }

    /** Whoever waits, by identity. */
    private static final class Waiting<T> {

        final UniEmitter<? super T> emitter;
        final Executor context;

        Waiting(UniEmitter<? super T> emitter, Executor context) {
            this.emitter = emitter;
            this.context = context;
        }
    }

    /** @param reading begun at most once at a time for the same picture, and cancelled when nobody waits for it any more */
    Uni<T> of(Picture picture, Supplier<Uni<? extends T>> reading) {
        if (entries == 0) {
            return Uni.createFrom().deferred(reading);
        }
        return Uni.createFrom().deferred(() -> {
            Executor context = CallerContext.executor();
            return Uni.createFrom()
                    .item(() -> key(picture))
                    .runSubscriptionOn(workers)
                    .emitOn(context)
                    .chain(key -> Uni.createFrom().emitter(emitter -> enter(key, emitter, context, reading)));
        });
    }

    private static Key key(Picture picture) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(picture.encoded());
            return new Key(picture.field(), HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void enter(Key key, UniEmitter<? super T> emitter, Executor context, Supplier<Uni<? extends T>> reading) {
        T remembered;
        Waiting<T> waiting = new Waiting<>(emitter, context);
        Flight<T> flight = null;
        boolean first = false;
        synchronized (this) {
            remembered = known.get(key);
            if (remembered == null) {
                flight = flights.get(key);
                first = flight == null;
                if (first) {
                    flight = new Flight<>();
                    flights.put(key, flight);
                }
                flight.waiting.add(waiting);
            }
        }
        if (remembered != null) {
            hits.increment();
            emitter.complete(remembered);
            return;
        }
        (first ? misses : shared).increment();
        Flight<T> joined = flight;
        emitter.onTermination(() -> leave(key, joined, waiting));
        if (first) {
            begin(key, joined, reading);
        }
    }

    private void begin(Key key, Flight<T> flight, Supplier<Uni<? extends T>> reading) {
        Cancellable begun = Uni.createFrom()
                .deferred(reading)
                .subscribe()
                .with(
                        read -> land(key, flight, read)
                                .forEach(one -> one.context.execute(() -> one.emitter.complete(read))),
                        failure -> land(key, flight, null)
                                .forEach(one -> one.context.execute(() -> one.emitter.fail(failure))));
        boolean over;
        synchronized (this) {
            flight.reading = begun;
            over = flight.over;
        }
        if (over) {
            begun.cancel();
        }
    }

    /** @return who waited for it */
    private synchronized List<Waiting<T>> land(Key key, Flight<T> flight, T read) {
        flights.remove(key, flight);
        if (read != null) {
            known.put(key, read);
            if (known.size() > entries) {
                known.remove(known.keySet().iterator().next());
            }
        }
        List<Waiting<T>> waited = List.copyOf(flight.waiting);
        flight.waiting.clear();
        return waited;
    }

    private void leave(Key key, Flight<T> flight, Waiting<T> waiting) {
        Cancellable unwanted;
        synchronized (this) {
            if (!flight.waiting.remove(waiting) || !flight.waiting.isEmpty()) {
                return;
            }
            flights.remove(key, flight);
            flight.over = true;
            unwanted = flight.reading;
        }
        if (unwanted != null) {
            unwanted.cancel();
        }
    }

    private synchronized int size() {
        return known.size();
    }
}
