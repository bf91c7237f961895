package dev.likeness.credits;

import dev.likeness.auth.Caller;
import dev.likeness.store.RedisStore;
import dev.likeness.store.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The credits of one caller in Redis: its keys, and what the scripts of {@code redis/} do with them. */
final class RedisAccount {

    private static final Script BALANCE = Script.of("account", "balance");
    private static final Script RESERVE = Script.of("account", "reserve");
    private static final Script PROLONG = Script.of("account", "prolong");
    private static final Script SETTLE = Script.of("account", "settle");
    private static final Script RELEASE = Script.of("account", "release");
    private static final Script FORGO = Script.of("account", "forgo");
    private static final Script GRANT = Script.of("account", "grant");
    private static final Script ENTRIES = Script.of("account", "entries");

    /** How long a request is known as forgone: longer than a worker can take that has not heard of it. */
    private static final Duration FORGONE_MEMORY = Duration.ofDays(1);

    private final RedisStore store;
    private final CreditsConfig config;
    private final CreditMetrics metrics;
    private final String account;

    RedisAccount(RedisStore store, CreditsConfig config, CreditMetrics metrics, Caller caller) {
        this.store = store;
        this.config = config;
        this.metrics = metrics;
        this.account = caller.account();
    }

    Uni<Answer> balance() {
        return run(BALANCE, keys()).map(Answer::of);
    }

    /** When the next reservation expires, in milliseconds of the time of Redis; what has expired is given back before. */
    Uni<String> nextExpiry() {
        return run(BALANCE, keys()).map(response -> response.get(3).toString());
    }

    Uni<Answer> reserve(String request, BigDecimal amount, Duration holdFor, String attempt) {
        return run(RESERVE, keys("ended:" + request), request, micros(amount), millis(holdFor), attempt)
                .map(Answer::of);
    }

    Uni<Answer> prolong(String request, Duration holdFor, String attempt) {
        return run(PROLONG, keys(), request, millis(holdFor), attempt).map(Answer::of);
    }

    /** @param settlement a name for it, by which it can be taken back */
    Uni<Answer> settle(
            String request, BigDecimal amount, String attempt, String settlement, Duration memory, Duration patience) {
        return run(
                        SETTLE,
                        patience,
                        keys("ended:" + request),
                        request,
                        micros(amount),
                        attempt,
                        settlement,
                        millis(memory))
                .map(Answer::of);
    }

    /** @param settlement that is taken back if it was carried out, and never will be otherwise; empty for none */
    Uni<Answer> release(String request, String attempt, Duration memory, String settlement, Duration patience) {
        return run(RELEASE, patience, keys("ended:" + request), request, attempt, millis(memory), settlement)
                .map(Answer::of);
    }

    Uni<Answer> forgo(String request) {
        return run(FORGO, keys("ended:" + request), request, millis(FORGONE_MEMORY))
                .map(Answer::of);
    }

    Uni<Answer> grant(String id, BigDecimal amount, String kind) {
        return run(GRANT, keys("grant:" + id), id, micros(amount), kind, micros(Micros.MOST_CREDITS))
                .map(Answer::of);
    }

    Uni<List<LedgerEntry>> entries(Optional<String> after, int limit) {
        return run(ENTRIES, keys(), after.map(id -> "(" + id).orElse("-"), Integer.toString(limit))
                .map(response -> RedisEntries.of(response.get(3).toString(), response.get(4), after, limit));
    }

    private List<String> keys() {
        return Stream.of("credits", "ledger", "open", "due", "carried")
                .map(name -> store.key(account, name))
                .toList();
    }

    private List<String> keys(String memory) {
        List<String> keys = new ArrayList<>(keys());
        keys.add(store.key(account, memory));
        return keys;
    }

    private Uni<Response> run(Script script, List<String> keys, String... arguments) {
        return metered(store.run(script, keys, arguments(arguments)));
    }

    private Uni<Response> run(Script script, Duration patience, List<String> keys, String... arguments) {
        return metered(store.run(script, keys, arguments(arguments), patience));
    }

    private List<String> arguments(String... arguments) {
        List<String> all = new ArrayList<>();
        all.add(Integer.toString(config.ledgerEntries()));
        all.add(millis(config.ledgerRetention()));
        all.addAll(List.of(arguments));
        return all;
    }

    private Uni<Response> metered(Uni<Response> response) {
        return response.invoke(answer -> metrics.released(Answer.credits(answer.get(2))));
    }

    private static String micros(BigDecimal amount) {
        return Long.toString(Micros.of(amount));
    }

    private static String millis(Duration time) {
        return Long.toString(time.toMillis());
    }

    /**
     * What a script answers.
     *
     * @param available what can be spent now
     * @param amount of the reservation, where there is one
     * @param attempt that made the reservation
     */
    record Answer(String outcome, BigDecimal available, BigDecimal amount, String attempt) {

        private static Answer of(Response response) {
            boolean reservation = response.size() > 4;
            return new Answer(
                    response.get(0).toString(),
                    credits(response.get(1)),
                    reservation ? credits(response.get(3)) : BigDecimal.ZERO,
                    reservation ? response.get(4).toString() : "");
        }

        private static BigDecimal credits(Response micros) {
            return Micros.toCredits(micros.toLong());
        }
    }
}
