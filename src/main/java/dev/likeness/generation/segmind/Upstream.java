package dev.likeness.generation.segmind;

import dev.likeness.breaker.Breaker;
import dev.likeness.error.BackendFailed;
import dev.likeness.error.BackendTimeout;
import dev.likeness.error.BackendUnavailable;
import dev.likeness.generation.BackendCondition;
import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.GenerationJob;
import dev.likeness.generation.segmind.SegmindConfig.Mode;
import dev.likeness.input.RemoteFiles;
import dev.likeness.remote.LooseEnds;
import dev.likeness.remote.Timers;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** The upstream and our jobs there, from the start to the shutdown. */
final class Upstream implements AutoCloseable {

    /** After how long another try makes sense where the upstream has not said it. */
    static final Duration MOMENT = Duration.ofSeconds(5);

    private final SegmindConfig config;
    private final Clock clock;
    private final Executor workers;
    private final Timers timers;
    private final Standing standing;
    private final SegmindClient client;
    private final PictureTransfers transfers;
    private final Probes probes;
    private final Places places;
    private final LooseEnds ends = new LooseEnds();
    private final Set<MultiEmitter<?>> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;
    private Cancellable probing = () -> {};

    /** @throws IllegalArgumentException naming the key when the configuration makes no sense */
    Upstream(SegmindConfig config, RemoteFiles elsewhere, Vertx vertx, Executor workers, Clock clock) {
        Address address = Address.of(config);
        ApiKey key = ApiKey.of(config, vertx);
        this.config = config;
        this.clock = clock;
        this.workers = workers;
        this.timers = new Timers(vertx);
        this.standing = new Standing(address, config.refusedPause(), System::nanoTime);
        this.client = new SegmindClient(vertx, address, key, config);
        this.transfers = new PictureTransfers(vertx, address, key, config, elsewhere);
        this.probes = new Probes(client, key, standing, timers, config.probeInterval());
        this.places = new Places(
                config.maxInFlight(), new Breaker(config.breakerFailures(), config.breakerPause(), System::nanoTime));
    }

    void start() {
        probing = probes.start();
    }

    BackendCondition condition() {
        return standing.condition();
    }

    /** Ours there; {@link Double#NaN} when unknown. */
    double credits() {
        return standing.credits();
    }

    /** Jobs that are at the upstream, whether or not anybody still waits for them. */
    int jobs() {
        return places.taken();
    }

    Multi<GenerationEvent> generate(GenerationJob job) {
        return Multi.createFrom().emitter(emitter -> {
            if (closing) {
                emitter.fail(stopped());
                return;
            }
            running.add(emitter);
            Places.Place place = places.place();
            List<Call> calls = calls(job);
            AtomicBoolean left = new AtomicBoolean();
            // Before the end is told, which hands the request's turn to the next one: that one is to find this place.
            Runnable leave = () -> {
                if (left.compareAndSet(false, true)) {
                    place.leave();
                    ends.tie(farewell(calls), place::close);
                }
            };
            AtomicReference<Cancellable> made = new AtomicReference<>();
            emitter.onTermination(() -> {
                running.remove(emitter);
                Cancellable begun = made.getAndSet(() -> {});
                if (begun != null) {
                    begun.cancel();
                }
                leave.run();
            });
            Cancellable begun = place.acquired()
                    .onItem()
                    .transformToMulti(x -> madeBy(calls))
                    .subscribe()
                    .with(
                            emitter::emit,
                            failure -> {
                                judge(place, failure);
                                leave.run();
                                emitter.fail(failure);
                            },
                            () -> {
                                place.succeeded();
                                leave.run();
                                emitter.complete();
                            });
            if (!made.compareAndSet(null, begun)) {
                begun.cancel();
            }
            if (closing) {
                emitter.fail(stopped());
            }
        });
    }

    private List<Call> calls(GenerationJob job) {
        Refusals refusals = new Refusals(clock, MOMENT, job.prompt(), standing);
        return Share.of(job, config.samplesPerCall()).stream()
                .map(share -> new Errand(job, share, config, refusals, timers, workers))
                .map(errand -> config.mode() == Mode.V1
                        ? new DirectCall(errand, transfers, standing)
                        : (Call) new QueuedCall(errand, client, transfers, standing))
                .toList();
    }

    /**
     * All at the same time, but the first alone until the upstream has taken it: where it is refused, nothing of the job has
     * begun.
     */
    private static Multi<GenerationEvent> madeBy(List<Call> calls) {
        if (calls.size() == 1) {
            return calls.get(0).pictures();
        }
        CompletableFuture<Void> taken = new CompletableFuture<>();
        Multi<GenerationEvent> first = calls.get(0).pictures().invoke(event -> taken.complete(null));
        Multi<GenerationEvent> others = Uni.createFrom()
                .completionStage(taken)
                .onItem()
                .transformToMulti(x -> Multi.createBy()
                        .merging()
                        .streams(calls.stream().skip(1).map(Call::pictures).toList()));
        return Multi.createBy().merging().streams(first, others);
    }

    /** A refusal of the caller's request, or of our account, says nothing of how well the upstream is. */
    private static void judge(Places.Place place, Throwable failure) {
        if (failure instanceof BackendFailed
                || failure instanceof BackendTimeout
                || failure instanceof BackendUnavailable) {
            place.failed();
        }
    }

    private static Uni<Void> farewell(List<Call> calls) {
        return Uni.join()
                .all(calls.stream().map(Call::leave).toList())
                .andCollectFailures()
                .replaceWithVoid();
    }

    private static BackendUnavailable stopped() {
        return new BackendUnavailable("The service is being stopped; try again in 5 s", MOMENT);
    }

    /** Cancels what is left and waits until the upstream has let go of it. */
    @Override
    public void close() {
        closing = true;
        probing.cancel();
        running.forEach(emitter -> emitter.fail(stopped()));
        ends.awaitAll("The upstream");
        client.close();
        transfers.close();
    }
}
