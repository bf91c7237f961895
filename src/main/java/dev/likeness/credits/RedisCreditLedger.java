package dev.likeness.credits;

import dev.likeness.auth.AuthConfig;
import dev.likeness.auth.Caller;
import dev.likeness.error.InsufficientCredits;
import dev.likeness.store.RedisStore;
import dev.likeness.store.StoreConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;

/** Balances in Redis, shared by all replicas. Each change is one script, and so one step, whoever else is at it. */
final class RedisCreditLedger implements Ledger {

    /** The id of the grant with which an account of the configuration is opened. */
    private static final String OPENING = "opening";

    private final RedisStore store;
    private final StoreConfig.RedisConfig config;
    private final CreditMetrics metrics;
    /** Accounts of the configuration that are not known to be open yet, with what they begin with. */
    private final Map<Caller, BigDecimal> toOpen = new ConcurrentHashMap<>();

    RedisCreditLedger(RedisStore store, StoreConfig config, AuthConfig auth, CreditMetrics metrics) {
        this.store = store;
        this.config = config.redis();
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
        return opened(caller).chain(account -> {
            String attempt = UUID.randomUUID().toString();
            return account.reserve(request, amount, holdFor, attempt)
                    .onFailure(failure -> failure.getCause() != null)
                    .invoke(() -> giveUp(account, request, attempt, holdFor))
                    .map(answer -> reservation(account, request, amount, attempt, answer));
        });
    }

    private Reservation reservation(
            RedisAccount account, String request, BigDecimal amount, String attempt, RedisAccount.Answer answer) {
        switch (answer.outcome()) {
            case "insufficient" -> throw new InsufficientCredits(answer.available(), amount);
            case "forgone" -> throw new Forgone();
            case "given_up" -> throw new IllegalStateException("an attempt that is under way was given up");
            default -> {
                if (answer.attempt().equals(attempt)) {
                    metrics.reserved(amount);
                }
                return new RedisReservation(account, metrics, config, request, answer);
            }
        }
    }

    /**
     * Nobody waits any more for this attempt, which was sent: what it may have set aside goes back, and if it comes late it
     * sets nothing aside. Redis is told so for as long as the reservation would last.
     */
    private static void giveUp(RedisAccount account, String request, String attempt, Duration holdFor) {
        account.release(request, attempt, false, holdFor).subscribe().with(done -> {}, expired -> {});
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
        return opened(caller).chain(account -> granted(caller, account, grantId, amount, kind));
    }

    /** The account is listed first: one that has credits is never missed by {@link #sweep}. */
    private Uni<Grant> granted(
            Caller caller, RedisAccount account, String grantId, BigDecimal amount, LedgerEntry.Kind kind) {
        return store.repeatedly(
                        () -> Request.cmd(Command.SADD).arg(accountsKey()).arg(caller.account()))
                .chain(listed -> account.grant(grantId, amount, RedisEntries.word(kind)))
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
                .chain(account -> store.repeatedly(() -> Request.cmd(Command.XRANGE)
                        .arg(account.ledgerKey())
                        .arg(after.map(id -> "(" + id).orElse("-"))
                        .arg("+")
                        .arg("COUNT")
                        .arg(limit)))
                .map(RedisEntries::of);
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
            RedisAccount account = new RedisAccount(store, metrics, caller);
            BigDecimal credits = toOpen.get(caller);
            return credits == null
                    ? Uni.createFrom().item(account)
                    : granted(caller, account, OPENING, credits, LedgerEntry.Kind.OPENED)
                            .invoke(() -> toOpen.remove(caller))
                            .replaceWith(account);
        });
    }

    /** By one replica at a time, and not more often than asked for by each. */
    @Override
    public Uni<Void> sweep(Duration interval) {
        return store.once(Request.cmd(Command.SET)
                        .arg(store.key("sweep"))
                        .arg("")
                        .arg("NX")
                        .arg("PX")
                        .arg(Math.max(1, interval.toMillis() / 2)))
                .chain(ours -> ours == null ? Uni.createFrom().voidItem() : sweepAll());
    }

    private Uni<Void> sweepAll() {
        return store.repeatedly(() -> Request.cmd(Command.SMEMBERS).arg(accountsKey()))
                .onItem()
                .transformToMulti(accounts -> Multi.createFrom().iterable(texts(accounts)))
                .onItem()
                .transformToUniAndConcatenate(
                        account -> new RedisAccount(store, metrics, new Caller(account)).balance())
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static List<String> texts(Response responses) {
        return StreamSupport.stream(responses.spliterator(), false)
                .map(Response::toString)
                .toList();
    }

    private String accountsKey() {
        return store.key("accounts");
    }
}
