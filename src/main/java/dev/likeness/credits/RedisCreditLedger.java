package dev.likeness.credits;

import dev.likeness.auth.AuthConfig;
import dev.likeness.auth.Caller;
import dev.likeness.error.InsufficientCredits;
import dev.likeness.store.RedisStore;
import dev.likeness.store.Script;
import dev.likeness.store.StoreConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Balances in Redis, shared by all replicas. Each change is one script, and so one step, whoever else is at it. */
final class RedisCreditLedger implements Ledger {

    /** The id of the grant with which an account of the configuration is opened. */
    private static final String OPENING = "opening";

    private static final Logger LOG = Logger.getLogger(RedisCreditLedger.class);

    private static final Script SWEEP = Script.of("sweep");
    private static final Script SWEEP_LATER = Script.of("sweep-later");

    /** How many accounts a sweep looks at between two looks at which are due, and how many of them at once. */
    private static final int SWEPT_BATCH = 500;

    private static final int SWEPT_AT_ONCE = 8;

    /** How long after a reservation its account is looked at first, at most; but not before the command has been given up. */
    private static final Duration LOOK_AFTER = Duration.ofMinutes(1);

    /** How long an attempt that was given up is remembered: longer than its command can be on its way. */
    private static final Duration LATE = Duration.ofHours(1);

    private final RedisStore store;
    private final StoreConfig.RedisConfig config;
    private final CreditsConfig credits;
    private final PendingReleases releases = new PendingReleases();
    private final CreditMetrics metrics;
    /** Accounts of the configuration that are not known to be open yet, with what they begin with. */
    private final Map<Caller, BigDecimal> toOpen = new ConcurrentHashMap<>();

    RedisCreditLedger(
            RedisStore store, StoreConfig config, CreditsConfig credits, AuthConfig auth, CreditMetrics metrics) {
        this.store = store;
        this.config = config.redis();
        this.credits = credits;
        this.metrics = metrics;
        auth.accounts().forEach((name, account) -> toOpen.put(new Caller(name), account.credits()));
    }

    @Override
    public Uni<BigDecimal> balance(Caller caller) {
        return opened(caller).chain(account -> account.balance()).map(RedisAccount.Answer::available);
    }

    @Override
    public Uni<Reservation> reserve(Caller caller, UUID requestId, BigDecimal amount, Duration holdFor) {
        String request = requestId.toString();
        return opened(caller).call(account -> swept(caller, holdFor)).chain(account -> {
            String attempt = UUID.randomUUID().toString();
            return account.reserve(request, amount, holdFor, attempt)
                    .onFailure(failure -> failure.getCause() != null)
                    .invoke(() -> giveUp(account, request, attempt, holdFor))
                    .onCancellation()
                    .invoke(() -> giveUp(account, request, attempt, holdFor))
                    .map(answer -> reservation(account, request, amount, holdFor, attempt, answer));
        });
    }

    /** Before anything is reserved, so that no reservation is missed by {@link #sweep}, whatever dies in between. */
    private Uni<Response> swept(Caller caller, Duration holdFor) {
        long look = Math.max(
                Math.min(holdFor.toMillis(), LOOK_AFTER.toMillis()),
                config.patience().plus(config.timeout().multipliedBy(2)).toMillis());
        return store.run(SWEEP_LATER, List.of(dueKey()), List.of(caller.account(), look));
    }

    private Reservation reservation(
            RedisAccount account,
            String request,
            BigDecimal amount,
            Duration holdFor,
            String attempt,
            RedisAccount.Answer answer) {
        switch (answer.outcome()) {
            case "insufficient" -> throw new InsufficientCredits(answer.available(), amount);
            case "forgone" -> throw new Forgone();
            case "given_up" -> throw new IllegalStateException("an attempt that is under way was given up");
            default -> {
                if (answer.attempt().equals(attempt)) {
                    metrics.reserved(amount);
                }
                return new RedisReservation(account, metrics, config, releases, request, holdFor, answer);
            }
        }
    }

    /**
     * Nobody waits any more for this attempt, which was sent: what it may have set aside goes back, and if it comes late it
     * sets nothing aside. Redis is told so for as long as the reservation would last.
     */
    private void giveUp(RedisAccount account, String request, String attempt, Duration holdFor) {
        releases.uncancelled(account.release(request, attempt, LATE, "", holdFor))
                .subscribe()
                .with(done -> {}, expired -> {});
    }

    @Override
    public Uni<Void> forgo(Caller caller, UUID requestId) {
        return opened(caller)
                .chain(account -> account.forgo(requestId.toString()))
                .invoke(answer -> metrics.released(answer.amount()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Grant> grant(Caller caller, String grantId, BigDecimal amount, LedgerEntry.Kind kind) {
        return opened(caller).chain(account -> granted(account, grantId, amount, kind));
    }

    private static Uni<Grant> granted(RedisAccount account, String grantId, BigDecimal amount, LedgerEntry.Kind kind) {
        return account.grant(grantId, amount, RedisEntries.word(kind))
                .map(answer -> new Grant(
                        switch (answer.outcome()) {
                            case "done" -> Grant.Outcome.GRANTED;
                            case "known" -> Grant.Outcome.REPEATED;
                            case "too_much" -> Grant.Outcome.TOO_MUCH;
                            default -> Grant.Outcome.CONFLICTING;
                        },
                        answer.available()));
    }

    @Override
    public Uni<List<LedgerEntry>> entries(Caller caller, Optional<String> after, int limit) {
        return opened(caller)
                .invoke(account -> LedgerEntry.requireId(after, "[0-9]{1,18}-[0-9]{1,18}"))
                .chain(account -> account.entries(after, limit));
    }

    @Override
    public Uni<Void> open() {
        return Multi.createFrom()
                .iterable(List.copyOf(toOpen.keySet()))
                .onItem()
                .transformToUniAndConcatenate(this::opened)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** An account of the configuration is opened once for all replicas and starts; what it has then is in Redis alone. */
    private Uni<RedisAccount> opened(Caller caller) {
        return Uni.createFrom().deferred(() -> {
            RedisAccount account = account(caller);
            BigDecimal credits = toOpen.get(caller);
            return credits == null
                    ? Uni.createFrom().item(account)
                    : granted(account, OPENING, credits, LedgerEntry.Kind.OPENED)
                            .invoke(() -> toOpen.remove(caller))
                            .replaceWith(account);
        });
    }

    private RedisAccount account(Caller caller) {
        return new RedisAccount(store, credits, metrics, caller);
    }

    @Override
    public Uni<Void> sweep() {
        return sweep(List.of());
    }

    /** @param looked what the script is told of the accounts that were due before */
    private Uni<Void> sweep(List<String> looked) {
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(SWEPT_BATCH)));
        arguments.addAll(looked);
        return store.run(SWEEP, List.of(dueKey()), arguments)
                .chain(due -> due.size() == 0
                        ? Uni.createFrom().voidItem()
                        : expired(due).chain(next -> sweep(next)));
    }

    /** @param due names of accounts, each followed by its time */
    private Uni<List<String>> expired(Response due) {
        return Multi.createFrom()
                .range(0, due.size() / 2)
                .onItem()
                .transformToUni(i ->
                        expired(due.get(2 * i).toString(), due.get(2 * i + 1).toString()))
                .merge(SWEPT_AT_ONCE)
                .onItem()
                .<String>disjoint()
                .collect()
                .asList();
    }

    private Uni<List<String>> expired(String account, String time) {
        return account(new Caller(account))
                .nextExpiry()
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "Expired credits of account %s were not given back; trying again in a minute: %s",
                        account, failure.getCause()))
                .onFailure()
                .recoverWithItem("later")
                .map(next -> List.of(account, time, next));
    }

    @Override
    public void drain() {
        releases.await(config.settlePatience());
    }

    private String dueKey() {
        return store.key("due");
    }
}
