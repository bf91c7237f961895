package dev.likeness.credits;

import dev.likeness.store.StoreConfig;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Duration;
import org.jboss.logging.Logger;

/** A reservation in Redis, known by its request and by the attempt that made it. */
final class RedisReservation implements Reservation {

    private static final Logger LOG = Logger.getLogger(RedisReservation.class);

    /** How long Redis may be gone before a settlement in doubt is left as it is. */
    private static final Duration MOST_DOUBT = Duration.ofHours(24);

    private final RedisAccount account;
    private final CreditMetrics metrics;
    private final StoreConfig.RedisConfig config;
    private final String request;
    private final RedisAccount.Answer made;

    /** The command that settles was sent and not answered: it may have been carried out. */
    private volatile boolean inDoubt;

    RedisReservation(
            RedisAccount account,
            CreditMetrics metrics,
            StoreConfig.RedisConfig config,
            String request,
            RedisAccount.Answer made) {
        this.account = account;
        this.metrics = metrics;
        this.config = config;
        this.request = request;
        this.made = made;
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
        return account.prolong(request, holdFor, made.attempt()).replaceWithVoid();
    }

    @Override
    public Uni<Void> settle() {
        return account.settle(request, made.attempt(), config.settlePatience())
                .onFailure()
                .invoke(() -> inDoubt = true)
                .invoke(answer -> {
                    if (answer.outcome().equals("done")) {
                        metrics.settled(made.amount());
                    }
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> release() {
        return Uni.createFrom()
                .deferred(() -> released(config.patience()))
                .onFailure(failure -> inDoubt)
                .invoke(this::insist)
                .replaceWithVoid();
    }

    private Uni<RedisAccount.Answer> released(Duration patience) {
        return account.release(request, made.attempt(), inDoubt, patience).invoke(answer -> {
            if (!answer.outcome().equals("nothing")) {
                metrics.released(made.amount());
            }
        });
    }

    /** An open reservation expires by itself; a settlement of which nobody knows does not. */
    private void insist() {
        released(MOST_DOUBT)
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.errorf(
                                failure, "Request %s may be charged although it was told to have failed", request));
    }
}
