package dev.likeness.requests;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.likeness.auth.Caller;
import dev.likeness.error.FailedEarlier;
import dev.likeness.error.StoreUnavailable;
import dev.likeness.flow.CharacterFlow;
import dev.likeness.flow.CharacterRequest;
import dev.likeness.flow.FlowEvent;
import dev.likeness.flow.Holdings;
import dev.likeness.shutdown.Shutdown;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Requests whose callers wait for them, and may send them again under the same key: made once, paid once, and answered as
 * often as they are asked for. Who asks while one is made waits for it; when its caller leaves, somebody who waits begins
 * anew.
 */
@ApplicationScoped
public class KeyedRequests {

    /** How long one waits for news before one looks. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    /** What says of a request only that whoever made it is gone. */
    private static final Set<Failed> ABANDONED = Set.of(Failed.CANCELLED, Failed.INTERRUPTED);

    private final RequestStore store;
    private final RequestMoney money;
    private final CharacterFlow flow;
    private final RequestsConfig config;
    private final Heartbeat heartbeat;
    private final Shutdown shutdown;
    private final Replay replay;

    KeyedRequests(
            RequestStore store,
            RequestMoney money,
            CharacterFlow flow,
            RequestsConfig config,
            Heartbeat heartbeat,
            Shutdown shutdown,
            ObjectMapper json) {
        this.store = store;
        this.money = money;
        this.flow = flow;
        this.config = config;
        this.heartbeat = heartbeat;
        this.shutdown = shutdown;
        this.replay = new Replay(store, json);
    }

    /**
     * What a caller gets.
     *
     * @param id of the request that stands for it
     * @param replayed whether it was made before
     * @param events as those of {@link CharacterFlow#run}; subscribe to them once
     */
    public record Answered(UUID id, boolean replayed, Multi<FlowEvent> events) {}

    /**
     * @param id of the request if it is a new one
     * @param answer made of the request when it is begun, or when the one that was sent before has ended
     * @return fails as the one that was sent before has failed, or with {@link dev.likeness.error.IdempotencyConflict} when that
     *     was another one, or its pictures are gone. Cancelling it at any time gives up the request that it has begun
     */
    public <T> Multi<T> run(
            UUID id, Caller caller, CharacterRequest request, IdempotencyKey key, Function<Answered, Multi<T>> answer) {
        NewRequest asked = new NewRequest(
                id, caller, request, flow.costOf(request), new Delivery("", Optional.empty()), Optional.of(key));
        return Multi.createFrom().deferred(() -> {
            Holdings holdings = new Holdings();
            return begun(asked, holdings)
                    .onItem()
                    .transformToMulti(begun -> begun.run()
                            .map(run -> answer.apply(new Answered(id, false, run.events())))
                            .orElseGet(
                                    () -> ended(begun.id()).onItem().transformToMulti(found -> found.map(this::repeated)
                                            .map(repeated -> repeated.onItem().transformToMulti(answer))
                                            .orElseGet(() -> run(id, caller, request, key, answer)))))
                    .onTermination()
                    .invoke(holdings::giveBack);
        });
    }

    /** @param run of this replica; empty when another request has the key */
    private record Begun(UUID id, Optional<KeyedRun> run) {}

    /** To its end even when the caller leaves: a request that is begun is then given up at once. */
    private Uni<Begun> begun(NewRequest asked, Holdings holdings) {
        return Uni.createFrom().emitter(emitter -> store.begin(asked)
                .onFailure(StoreUnavailable.class)
                .call(() -> money.withdraw(store, asked))
                .map(begun -> new Begun(begun.id(), begun.turn().map(turn -> held(turn, asked.work(), holdings))))
                .subscribe()
                .with(emitter::complete, emitter::fail));
    }

    private KeyedRun held(Turn turn, CharacterRequest request, Holdings holdings) {
        KeyedRun run =
                new KeyedRun(turn, request, store, money, flow, heartbeat, shutdown.work(), ready -> new RequestRun(
                                ready.toCharge(), store, money, flow, config, shutdown)
                        .toItsEnd());
        run.begin();
        holdings.add(run::leave);
        return run;
    }

    private Uni<Answered> repeated(StoredRequest ended) {
        return ended.failure()
                .map(failed -> Uni.createFrom().<Answered>failure(new FailedEarlier(failed.code(), failed.message())))
                .orElseGet(() -> Uni.createFrom().item(new Answered(ended.id(), true, replay.of(ended))));
    }

    /** The request once it has ended; empty when whoever made it is gone. */
    private Uni<Optional<StoredRequest>> ended(UUID id) {
        Multi<Optional<StoredRequest>> looks = Multi.createBy()
                .repeating()
                .uni(() -> look(id))
                .whilst(found -> found.isPresent() && !found.get().status().ended());
        return shutdown.cutting(looks)
                .collect()
                .last()
                .map(found -> found.filter(request -> request.failure().stream().noneMatch(ABANDONED::contains)));
    }

    /** Waits for the next change unless it has ended. */
    private Uni<Optional<StoredRequest>> look(UUID id) {
        return Uni.createFrom().deferred(() -> {
            Changes.Waiter waiter = store.changes().expect(id);
            return store.find(id)
                    .call(found -> found.isPresent() && !found.get().status().ended()
                            ? waiter.await(LOOK_EVERY)
                            : Uni.createFrom().voidItem())
                    .onTermination()
                    .invoke(waiter::close);
        });
    }
}
