package dev.likeness.credits;

import dev.likeness.auth.AuthConfig;
import dev.likeness.auth.Caller;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Balances in the memory of this one process; they start from the configuration and are gone with the process. */
final class InMemoryCreditLedger implements Ledger {

    private final Map<Caller, InMemoryAccount> accounts = new ConcurrentHashMap<>();
    private final CreditMetrics metrics;
    private final Clock clock;

    InMemoryCreditLedger(AuthConfig config, CreditMetrics metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
        config.accounts().forEach((name, account) -> account(new Caller(name))
                .grant("opening", account.credits(), LedgerEntry.Kind.OPENED));
    }

    @Override
    public Uni<BigDecimal> balance(Caller caller) {
        return Uni.createFrom().item(() -> account(caller).balance());
    }

    @Override
    public Uni<Reservation> reserve(Caller caller, UUID requestId, BigDecimal amount, Duration holdFor) {
        return Uni.createFrom().item(() -> account(caller).reserve(requestId, amount, holdFor));
    }

    @Override
    public Uni<Void> forgo(Caller caller, UUID requestId) {
        return Uni.createFrom().voidItem().invoke(() -> account(caller).forgo(requestId));
    }

    @Override
    public Uni<Grant> grant(Caller caller, String grantId, BigDecimal amount, LedgerEntry.Kind kind) {
        return Uni.createFrom().item(() -> account(caller).grant(grantId, amount, kind));
    }

    @Override
    public Uni<List<LedgerEntry>> entries(Caller caller, Optional<String> after, int limit) {
        return Uni.createFrom().item(() -> account(caller).entries(after, limit));
    }

    @Override
    public Uni<Void> open() {
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> sweep(Duration interval) {
        return Uni.createFrom().voidItem().invoke(() -> accounts.values().forEach(InMemoryAccount::balance));
    }

    private InMemoryAccount account(Caller caller) {
        return accounts.computeIfAbsent(caller, c -> new InMemoryAccount(metrics, clock));
    }
}
