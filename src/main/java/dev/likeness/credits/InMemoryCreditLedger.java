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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Balances in the memory of this one process; they start from the configuration and are gone with the process. */
final class InMemoryCreditLedger implements Ledger {

    private final Map<Caller, InMemoryAccount> accounts = new ConcurrentHashMap<>();
    /** Accounts with something whose time may run out: each is added after that has come to it, and removed under its lock. */
    private final Set<InMemoryAccount> busy = ConcurrentHashMap.newKeySet();

    private final CreditsConfig config;
    private final CreditMetrics metrics;
    private final Clock clock;

    InMemoryCreditLedger(AuthConfig auth, CreditsConfig config, CreditMetrics metrics, Clock clock) {
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
        auth.accounts().forEach((name, account) -> account(new Caller(name))
                .grant("opening", account.credits(), LedgerEntry.Kind.OPENED));
    }

    @Override
    public Uni<BigDecimal> balance(Caller caller) {
        return Uni.createFrom().item(() -> account(caller).balance());
    }

    @Override
    public Uni<Reservation> reserve(Caller caller, UUID requestId, BigDecimal amount, Duration holdFor) {
        return Uni.createFrom().item(() -> {
            InMemoryAccount account = account(caller);
            Reservation reservation = account.reserve(requestId, amount, holdFor);
            busy.add(account);
            return reservation;
        });
    }

    @Override
    public Uni<Void> forgo(Caller caller, UUID requestId) {
        return Uni.createFrom().voidItem().invoke(() -> {
            InMemoryAccount account = account(caller);
            account.forgo(requestId);
            busy.add(account);
        });
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
    public Uni<Void> sweep() {
        return Uni.createFrom()
                .voidItem()
                .invoke(() -> busy.forEach(account -> account.ifIdle(() -> busy.remove(account))));
    }

    @Override
    public void drain() {
        // Nothing is ever under way here.
    }

    /** How many accounts a sweep looks at, and how many requests and entries are kept of all. */
    int busy() {
        return busy.size();
    }

    int size() {
        return accounts.values().stream().mapToInt(InMemoryAccount::size).sum();
    }

    private InMemoryAccount account(Caller caller) {
        return accounts.computeIfAbsent(caller, c -> new InMemoryAccount(config, metrics, clock));
    }
}
