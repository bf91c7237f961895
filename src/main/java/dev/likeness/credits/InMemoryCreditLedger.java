package dev.likeness.credits;

import dev.likeness.auth.AuthConfig;
import dev.likeness.auth.Caller;
import dev.likeness.error.InsufficientCredits;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Balances in the memory of this one process; they start from the configuration and are gone with the process. */
@ApplicationScoped
class InMemoryCreditLedger implements CreditLedger {

    private final Map<Caller, BigDecimal> available = new ConcurrentHashMap<>();
    private final Counter reserved;
    private final Counter settled;
    private final Counter released;

    InMemoryCreditLedger(AuthConfig config, MeterRegistry metrics) {
        config.accounts().forEach((name, account) -> available.put(new Caller(name), account.credits()));
        this.reserved = counter(metrics, "reserved", "Credits set aside for requests");
        this.settled = counter(metrics, "settled", "Credits spent on delivered pictures");
        this.released = counter(metrics, "released", "Credits given back");
    }

    private static Counter counter(MeterRegistry metrics, String verb, String description) {
        return Counter.builder("likeness.credits." + verb)
                .description(description)
                .register(metrics);
    }

    @Override
    public Uni<BigDecimal> balance(Caller caller) {
        return Uni.createFrom().item(() -> available.getOrDefault(caller, BigDecimal.ZERO));
    }

    @Override
    public Uni<Reservation> reserve(Caller caller, BigDecimal amount) {
        return Uni.createFrom().item(() -> {
            BigDecimal remaining = available.compute(caller, (c, balance) -> less(balance, amount));
            reserved.increment(amount.doubleValue());
            return new InMemoryReservation(caller, amount, remaining);
        });
    }

    /** A failure inside {@link Map#compute} leaves the entry as it was. */
    private static BigDecimal less(BigDecimal balance, BigDecimal amount) {
        BigDecimal before = balance == null ? BigDecimal.ZERO : balance;
        if (before.compareTo(amount) < 0) {
            throw new InsufficientCredits(before, amount);
        }
        return before.subtract(amount);
    }

    private final class InMemoryReservation implements Reservation {

        private final Caller caller;
        private final BigDecimal amount;
        private final BigDecimal remaining;
        private final AtomicBoolean ended = new AtomicBoolean();

        private InMemoryReservation(Caller caller, BigDecimal amount, BigDecimal remaining) {
            this.caller = caller;
            this.amount = amount;
            this.remaining = remaining;
        }

        @Override
        public BigDecimal amount() {
            return amount;
        }

        @Override
        public BigDecimal remaining() {
            return remaining;
        }

        @Override
        public Uni<Void> settle() {
            return end(() -> settled.increment(amount.doubleValue()));
        }

        @Override
        public Uni<Void> release() {
            return end(() -> {
                available.merge(caller, amount, BigDecimal::add);
                released.increment(amount.doubleValue());
            });
        }

        private Uni<Void> end(Runnable effect) {
            return Uni.createFrom().voidItem().invoke(() -> {
                if (ended.compareAndSet(false, true)) {
                    effect.run();
                }
            });
        }
    }
}
