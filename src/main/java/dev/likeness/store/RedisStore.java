package dev.likeness.store;

import dev.likeness.context.CallerContext;
import dev.likeness.error.StoreUnavailable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The one way to Redis. Every command has a time limit; whatever goes wrong becomes {@link StoreUnavailable}, without a cause
 * when nothing was sent at all. What may be repeated is, for a while, so that a pause or a restart of Redis is waited for
 * rather than told.
 */
@ApplicationScoped
public class RedisStore {

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

    private final Redis redis;
    private final StoreConfig.RedisConfig config;
    private final Gate gate = new Gate();
    private final Counter failures;

    RedisStore(Redis redis, StoreConfig config, MeterRegistry metrics) {
        this.redis = redis;
        this.config = config.redis();
        Gauge.builder("likeness.store.up", gate, g -> g.isOpen() ? 1 : 0)
                .description("Whether Redis answered when it was last asked")
                .register(metrics);
        this.failures = Counter.builder("likeness.store.failures")
                .description("Commands that Redis did not answer, or answered with an error")
                .register(metrics);
    }

    /** A key that belongs to nobody. */
    public String key(String name) {
        return config.keyPrefix() + ":" + name;
    }

    /** A key of one account; all of one account's are on the same node of a cluster, so that a script can use them. */
    public String key(String account, String name) {
        return config.keyPrefix() + ":{" + account + "}:" + name;
    }

    /** One command, sent at most once. */
    public Uni<Response> once(Request command) {
        return here(() -> attempt(() -> redis.send(command)));
    }

    /** One command that may be sent several times without harm. */
    public Uni<Response> repeatedly(Supplier<Request> command) {
        return here(() -> repeated(() -> redis.send(command.get()), config.patience()));
    }

    /**
     * Runs a script, several times if need be, for as long as requests usually wait.
     *
     * @param arguments texts, and buffers where there are bytes
     */
    public Uni<Response> run(Script script, List<String> keys, List<?> arguments) {
        return run(script, keys, arguments, config.patience());
    }

    /** @param patience how long it is tried in all; the last try may take one command's time limit longer */
    public Uni<Response> run(Script script, List<String> keys, List<?> arguments, Duration patience) {
        return here(() -> repeated(() -> evaluated(script, keys, arguments), patience));
    }

    /** Runs a script at most once. */
    public Uni<Response> runOnce(Script script, List<String> keys, List<?> arguments) {
        return here(() -> attempt(() -> evaluated(script, keys, arguments)));
    }

    private Uni<Response> evaluated(Script script, List<String> keys, List<?> arguments) {
        return redis.send(request(Command.EVALSHA, script.sha1(), keys, arguments))
                .onFailure(failure -> RedisError.of(failure).isUnknownScript())
                .recoverWithUni(() -> redis.send(request(Command.EVAL, script.text(), keys, arguments)));
    }

    private static Request request(Command command, String script, List<String> keys, List<?> arguments) {
        Request request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        for (Object argument : arguments) {
            if (argument instanceof Buffer bytes) {
                request.arg(bytes);
            } else {
                request.arg(argument.toString());
            }
        }
        return request;
    }

    private Uni<Response> repeated(Supplier<Uni<Response>> call, Duration patience) {
        return Uni.createFrom().deferred(() -> repeatedUntil(System.nanoTime() + patience.toNanos(), call, null));
    }

    /** @param sent how the latest try that was sent has failed; null when none was */
    private Uni<Response> repeatedUntil(long endNanos, Supplier<Uni<Response>> call, Throwable sent) {
        return attempt(call).onFailure().recoverWithUni(failure -> {
            Throwable latest = failure.getCause() == null && sent != null ? sent : failure;
            if (!passes(latest) || System.nanoTime() - endNanos >= 0) {
                return Uni.createFrom().failure(latest);
            }
            return Uni.createFrom()
                    .voidItem()
                    .onItem()
                    .delayIt()
                    .by(BETWEEN_TRIES)
                    .chain(() -> repeatedUntil(endNanos, call, latest.getCause() == null ? null : latest));
        });
    }

    private static boolean passes(Throwable failure) {
        return failure.getCause() == null || RedisError.of(failure.getCause()).passes();
    }

    private Uni<Response> attempt(Supplier<Uni<Response>> call) {
        return Uni.createFrom().deferred(() -> {
            if (gate.isOpen()) {
                return sent(call);
            }
            if (gate.probeIsDue()) {
                sent(() -> redis.send(Request.cmd(Command.PING))).subscribe().with(alive -> {}, silent -> {});
            }
            return Uni.createFrom().failure(unavailable(null));
        });
    }

    private Uni<Response> sent(Supplier<Uni<Response>> call) {
        return call.get()
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .onItem()
                .invoke(gate::open)
                .onFailure()
                .transform(this::failed);
    }

    private Throwable failed(Throwable failure) {
        failures.increment();
        if (RedisError.of(failure).isSilence()) {
            gate.close();
        } else {
            gate.open();
        }
        return unavailable(failure);
    }

    private StoreUnavailable unavailable(Throwable cause) {
        return new StoreUnavailable(
                String.format(
                        Locale.ROOT,
                        "Accounts and requests cannot be read or written at present; try again in %d s",
                        config.retryAfter().toSeconds()),
                config.retryAfter(),
                cause);
    }

    /** The answer comes in the caller's Vert.x context, whichever thread a connection or a timer has. */
    private static <T> Uni<T> here(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Executor here = CallerContext.executor();
            return work.get().emitOn(here);
        });
    }
}
