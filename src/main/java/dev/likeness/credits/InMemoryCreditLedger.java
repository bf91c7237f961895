package dev.likeness.credits;

import dev.likeness.auth.AuthConfig;
import dev.likeness.auth.Caller;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Balances in the memory of this one process; they start from the configuration and are gone with the process. */
final class InMemoryCreditLedger implements CreditLedger {

    private final Map<Caller, InMemoryAccount> accounts = new ConcurrentHashMap<>();
    private final CreditMetrics metrics;
    private final Clock clock;

    InMemoryCreditLedger(AuthConfig config, CreditMetrics metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
        config.accounts()
                .forEach((name, account) ->
                        accounts.put(new Caller(name), new InMemoryAccount(account.credits(), metrics, clock)));
    }

    @Override
    public Uni<BigDecimal> balance(Caller caller) {
        return Uni.createFrom().item(() -> account(caller).balance());
    }

    @Override
    public Uni<Reservation> reserve(Caller caller, UUID requestId, BigDecimal amount, Duration holdFor) {
        return Uni.createFrom().item(() -> account(caller).reserve(requestId, amount, holdFor));
    }

    private InMemoryAccount account(Caller caller) {
        return accounts.computeIfAbsent(caller, c -> new InMemoryAccount(BigDecimal.ZERO, metrics, clock));
    }
}
