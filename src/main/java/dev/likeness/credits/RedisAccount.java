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

/** The credits of one caller in Redis: its keys, and what the scripts of {@code redis/} do with them. */
final class RedisAccount {

    private static final Script BALANCE = Script.of("account", "balance");
    private static final Script RESERVE = Script.of("account", "reserve");
    private static final Script PROLONG = Script.of("account", "prolong");
    private static final Script END = Script.of("account", "end");
    private static final Script FORGO = Script.of("account", "forgo");
    private static final Script GRANT = Script.of("account", "grant");

    /** How long a settled or forgone request is known as such: longer than anybody asks for it again. */
    private static final Duration MEMORY = Duration.ofDays(2);

    /** And a released one: longer than a command of its attempt can be on its way. */
    private static final Duration RELEASED_MEMORY = Duration.ofHours(1);

    private final RedisStore store;
    private final CreditMetrics metrics;
    private final String account;

    RedisAccount(RedisStore store, CreditMetrics metrics, Caller caller) {
        this.store = store;
        this.metrics = metrics;
        this.account = caller.account();
    }

    String ledgerKey() {
        return store.key(account, "ledger");
    }

    Uni<Answer> balance() {
        return answer(store.run(BALANCE, keys(), List.of()));
    }

    Uni<Answer> reserve(String request, BigDecimal amount, Duration holdFor, String attempt) {
        return answer(store.run(
                RESERVE, keys("ended:" + request), List.of(request, micros(amount), millis(holdFor), attempt)));
    }

    Uni<Answer> prolong(String request, Duration holdFor, String attempt) {
        return answer(store.run(PROLONG, keys(), List.of(request, millis(holdFor), attempt)));
    }

    Uni<Answer> settle(String request, String attempt, Duration patience) {
        return answer(store.run(
                END, keys("ended:" + request), List.of(request, "settled", attempt, millis(MEMORY), "0"), patience));
    }

    /** @param undoing whether a settlement by this attempt is taken back */
    Uni<Answer> release(String request, String attempt, boolean undoing, Duration patience) {
        return answer(store.run(
                END,
                keys("ended:" + request),
                List.of(request, "released", attempt, millis(RELEASED_MEMORY), undoing ? "1" : "0"),
                patience));
    }

    Uni<Answer> forgo(String request) {
        return answer(store.run(FORGO, keys("ended:" + request), List.of(request, millis(MEMORY))));
    }

    Uni<Answer> grant(String id, BigDecimal amount, String kind) {
        return answer(
                store.run(GRANT, keys("grant:" + id), List.of(id, micros(amount), kind, micros(Micros.MOST_CREDITS))));
    }

    private List<String> keys() {
        return List.of(
                store.key(account, "credits"), ledgerKey(), store.key(account, "open"), store.key(account, "due"));
    }

    private List<String> keys(String memory) {
        List<String> keys = new ArrayList<>(keys());
        keys.add(store.key(account, memory));
        return keys;
    }

    private Uni<Answer> answer(Uni<Response> response) {
        return response.map(Answer::of).invoke(answer -> metrics.released(answer.expired));
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
     * @param expired what has come back from expired reservations
     * @param amount of the reservation, where there is one
     * @param attempt that made the reservation
     */
    record Answer(String outcome, BigDecimal available, BigDecimal expired, BigDecimal amount, String attempt) {

        private static Answer of(Response response) {
            boolean reservation = response.size() > 3;
            return new Answer(
                    response.get(0).toString(),
                    credits(response.get(1)),
                    credits(response.get(2)),
                    reservation ? credits(response.get(3)) : BigDecimal.ZERO,
                    reservation ? response.get(4).toString() : "");
        }

        private static BigDecimal credits(Response micros) {
            return Micros.toCredits(micros.toLong());
        }
    }
}
