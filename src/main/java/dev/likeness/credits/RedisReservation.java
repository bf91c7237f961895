package dev.likeness.credits;

import dev.likeness.error.InsufficientCredits;
import dev.likeness.store.StoreConfig;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** A reservation in Redis, known by its request and by the attempt that made it. */
final class RedisReservation implements Reservation {

    private static final Logger LOG = Logger.getLogger(RedisReservation.class);

    /** A settled request is remembered for so many times as long as its credits were set aside for, */
    private static final int HOLDS_REMEMBERED = InMemoryAccount.HOLDS_REMEMBERED;

    /** and for at least so long: a command may be on its way, and a settlement in doubt is taken back while Redis knows it. */
    private static final Duration SHORTEST_MEMORY = Duration.ofHours(1);

    private enum State {
        OPEN,
        /** The command that settles was sent and not answered: it may have been carried out, or still be. */
        IN_DOUBT,
        /** Paid, by this or by another that reserved for the same request. */
        SETTLED,
        RELEASED,
        /** Released while in doubt. */
        TAKEN_BACK
    }

    private final RedisAccount account;
    private final CreditMetrics metrics;
    private final StoreConfig.RedisConfig config;
    private final PendingReleases releases;
    private final String request;
    private final RedisAccount.Answer made;

    /** Names what {@link #settle} does: no other settlement of the request is ever taken back. */
    private final String settlement = UUID.randomUUID().toString();

    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private final AtomicReference<Duration> longestHold;

    RedisReservation(
            RedisAccount account,
            CreditMetrics metrics,
            StoreConfig.RedisConfig config,
            PendingReleases releases,
            String request,
            Duration holdFor,
            RedisAccount.Answer made) {
        this.account = account;
        this.metrics = metrics;
        this.config = config;
        this.releases = releases;
        this.request = request;
        this.made = made;
        this.longestHold = new AtomicReference<>(holdFor);
    }

    @Override
    public BigDecimal amount() {
        return made.amount();
    }

    @Override
    public BigDecimal remaining() {
        return made.available();
    }

    @Override
    public Uni<Void> prolong(Duration holdFor) {
        return Uni.createFrom()
                .deferred(() -> {
                    longestHold.accumulateAndGet(holdFor, (a, b) -> a.compareTo(b) > 0 ? a : b);
                    return account.prolong(request, holdFor, made.attempt());
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> settle() {
        return Uni.createFrom().deferred(() -> {
            state.compareAndSet(State.OPEN, State.IN_DOUBT);
            return switch (state.get()) {
                case SETTLED -> Uni.createFrom().voidItem();
                case RELEASED, TAKEN_BACK -> Uni.createFrom().failure(new Forgone());
                default ->
                    account.settle(
                                    request,
                                    made.amount(),
                                    made.attempt(),
                                    settlement,
                                    memory(),
                                    config.settlePatience())
                            .invoke(this::settled)
                            .replaceWithVoid();
            };
        });
    }

    private void settled(RedisAccount.Answer answer) {
        switch (answer.outcome()) {
            case "insufficient" -> throw new InsufficientCredits(answer.available(), made.amount());
            case "ended" -> throw new Forgone();
            default -> {
                // A release that came before the answer takes the settlement back.
                if (!state.compareAndSet(State.IN_DOUBT, State.SETTLED) && state.get() != State.SETTLED) {
                    throw new Forgone();
                }
                if (answer.outcome().equals("retaken")) {
                    metrics.reserved(answer.amount());
                }
                if (!answer.outcome().equals("known")) {
                    metrics.settled(answer.amount());
                }
            }
        }
    }

    @Override
    public Uni<Void> release() {
        return Uni.createFrom().deferred(() -> {
            State released = state.updateAndGet(now -> switch (now) {
                case OPEN -> State.RELEASED;
                case IN_DOUBT -> State.TAKEN_BACK;
                default -> now;
            });
            if (released == State.SETTLED) {
                return Uni.createFrom().voidItem();
            }
            boolean undoing = released == State.TAKEN_BACK;
            return releases.uncancelled(released(undoing, config.patience())
                            .onFailure(failure -> undoing)
                            .invoke(this::insist))
                    .replaceWithVoid();
        });
    }

    private Uni<RedisAccount.Answer> released(boolean undoing, Duration patience) {
        return account.release(request, made.attempt(), memory(), undoing ? settlement : "", patience)
                .invoke(answer -> {
                    switch (answer.outcome()) {
                        case "done", "undone" -> metrics.released(made.amount());
                        case "settled" -> state.set(State.SETTLED);
                        default -> {}
                    }
                });
    }

    /** An open reservation expires by itself; a settlement in doubt does not. */
    private void insist() {
        releases.uncancelled(released(true, memory()))
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.errorf(
                                failure,
                                "Request %s may be charged although its pictures were not delivered; its settlement could not be taken back within %s s",
                                request,
                                memory().toSeconds()));
    }

    private Duration memory() {
        Duration memory = longestHold.get().multipliedBy(HOLDS_REMEMBERED);
        return memory.compareTo(SHORTEST_MEMORY) > 0 ? memory : SHORTEST_MEMORY;
    }
}
