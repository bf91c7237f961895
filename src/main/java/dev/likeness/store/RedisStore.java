package dev.likeness.store;

import dev.likeness.context.CallerContext;
import dev.likeness.error.StoreUnavailable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Sends commands to Redis. Each has a time limit that grows with its size; every failure becomes {@link StoreUnavailable},
 * without a cause when nothing was sent at all. Idempotent commands are retried for {@code likeness.redis.patience}, to ride
 * out a pause or a restart of Redis.
 *
 * <p>Large commands and replies, which are those with pictures, have a share of the connections to themselves: however many
 * there are, and however slow the network is, the other commands find a connection. Only small commands tell whether Redis
 * replies at all.
 */
@ApplicationScoped
public class RedisStore {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);

    private static final Duration FIRST_PROBE = Duration.ofMillis(200);
    private static final Duration LONGEST_PROBE_PAUSE = Duration.ofSeconds(2);

    /** Bytes from which on a command is a large one. */
    private static final long LARGE = 128 << 10;

    /** Of the connections, the share for large commands. */
    private static final int SHARE_OF_LARGE = 4;

    private final Redis redis;
    private final StoreConfig.RedisConfig config;
    private final Gate gate = new Gate();
    private final Counter failures;
    private final long bytesPerSecond;
    private final Permits small;
    private final Permits large;
    private volatile boolean isClosed;

    RedisStore(@Identifier("store") Redis redis, StoreConfig config, MeterRegistry metrics) {
        this.redis = redis;
        this.config = config.redis();
        this.bytesPerSecond = this.config.bytesPerSecond().asLongValue();
        if (bytesPerSecond <= 0) {
            throw new IllegalArgumentException("likeness.redis.bytes-per-second: must be at least 1");
        }
        int forLarge = Math.max(1, this.config.connections() / SHARE_OF_LARGE);
        this.large = new Permits(forLarge);
        this.small = new Permits(this.config.connections() - forLarge);
        Gauge.builder("likeness.store.up", gate, g -> g.isOpen() ? 1 : 0)
                .description("Whether Redis answered when it was last asked")
                .register(metrics);
        this.failures = Counter.builder("likeness.store.failures")
                .description(
                        "Commands that found no connection, that Redis did not answer, or that it answered with an error")
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
        return here(() -> attempt(() -> exchange(command, 0)));
    }

    /** One command that may be sent several times without harm. */
    public Uni<Response> repeatedly(Supplier<Request> command) {
        return repeatedly(command, 0);
    }

    /**
     * The same for a command whose reply is large.
     *
     * @param replyBytes how long the reply may be, in bytes; its time limit follows from it
     */
    public Uni<Response> repeatedly(Supplier<Request> command, long replyBytes) {
        return here(() -> repeated(() -> exchange(command.get(), replyBytes), config.patience()));
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
        return run(script, keys, arguments, patience, 0);
    }

    private Uni<Response> run(Script script, List<String> keys, List<?> arguments, Duration patience, long replyBytes) {
        return here(() -> repeated(() -> evaluated(script, keys, arguments, replyBytes), patience));
    }

    /**
     * The same for a script whose reply is large.
     *
     * @param replyBytes how long the reply may be, in bytes; its time limit follows from it
     */
    public Uni<Response> run(Script script, List<String> keys, List<?> arguments, long replyBytes) {
        return run(script, keys, arguments, config.patience(), replyBytes);
    }

    /** Runs a script at most once. */
    public Uni<Response> runOnce(Script script, List<String> keys, List<?> arguments) {
        return here(() -> attempt(() -> evaluated(script, keys, arguments, 0)));
    }

    private Uni<Response> evaluated(Script script, List<String> keys, List<?> arguments, long replyBytes) {
        long bytes = bytes(arguments) + replyBytes;
        return exchange(request(Command.EVALSHA, script.sha1(), keys, arguments), bytes)
                .onFailure(failure -> RedisError.of(failure).isUnknownScript())
                .recoverWithUni(() -> exchange(request(Command.EVAL, script.text(), keys, arguments), bytes));
    }

    private static long bytes(List<?> arguments) {
        return arguments.stream()
                .mapToLong(argument -> argument instanceof Buffer buffer
                        ? buffer.length()
                        : argument.toString().length())
                .sum();
    }

    /** @param bytes how many are sent and received, beside some hundred */
    private Uni<Response> exchange(Request command, long bytes) {
        Duration limit = config.timeout().plusMillis(bytes * 1_000 / bytesPerSecond);
        Exchange.Limits limits = new Exchange.Limits(limit, config.timeout(), limit);
        if (bytes >= LARGE) {
            return Exchange.of(redis, large, command, limits);
        }
        return Exchange.of(redis, small, command, limits)
                .onItem()
                .invoke(gate::open)
                .onFailure()
                .invoke(this::judge);
    }

    /** Only a Redis that does not reply closes the gate; a full pool or one broken connection does not. */
    private void judge(Throwable failure) {
        if (failure instanceof Exchange.NoReply || failure instanceof Exchange.NotConnected) {
            if (gate.close()) {
                probeAfter(FIRST_PROBE);
            }
        } else if (!RedisError.of(failure).isNoReply()) {
            gate.open();
        }
    }

    /** Sends PING until Redis replies; one that gets no reply may take a connection out of use for a while. */
    private void probeAfter(Duration pause) {
        Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(pause)
                .chain(() -> exchange(Request.cmd(Command.PING), 0))
                .onItemOrFailure()
                .invoke((pong, failure) -> {
                    if (gate.needsProbe() && !isClosed) {
                        probeAfter(longer(pause, LONGEST_PROBE_PAUSE));
                    }
                })
                .subscribe()
                .with(pong -> {}, failure -> {});
    }

    /** Ends probing. */
    @PreDestroy
    void close() {
        isClosed = true;
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
        return Uni.createFrom()
                .deferred(() -> repeatedUntil(System.nanoTime() + patience.toNanos(), call, null, FIRST_PAUSE));
    }

    /**
     * @param sent how the latest try that was sent has failed; null when none was
     * @param pause before the next try; the first ones are short, since one broken connection is replaced at once
     */
    private Uni<Response> repeatedUntil(long endNanos, Supplier<Uni<Response>> call, Throwable sent, Duration pause) {
        return attempt(call).onFailure().recoverWithUni(failure -> {
            Throwable latest = failure.getCause() == null && sent != null ? sent : failure;
            if (!passes(latest) || System.nanoTime() - endNanos >= 0) {
                return Uni.createFrom().failure(latest);
            }
            return Uni.createFrom()
                    .voidItem()
                    .onItem()
                    .delayIt()
                    .by(pause)
                    .chain(() -> repeatedUntil(
                            endNanos, call, latest.getCause() == null ? null : latest, longer(pause, LONGEST_PAUSE)));
        });
    }

    private static Duration longer(Duration pause, Duration longest) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(longest) > 0 ? longest : doubled;
    }

    private static boolean passes(Throwable failure) {
        return failure.getCause() == null || RedisError.of(failure.getCause()).passes();
    }

    private Uni<Response> attempt(Supplier<Uni<Response>> call) {
        return Uni.createFrom()
                .deferred(() -> gate.isOpen() ? sent(call) : Uni.createFrom().failure(unavailable(null)));
    }

    private Uni<Response> sent(Supplier<Uni<Response>> call) {
        return call.get().onFailure().transform(this::failed);
    }

    private Throwable failed(Throwable failure) {
        failures.increment();
        return unavailable(failure instanceof Exchange.NoPermit ? null : failure);
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
