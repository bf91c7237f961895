package dev.likeness.pose;

import dev.likeness.context.CallerContext;
import dev.likeness.error.Overloaded;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets only so many pictures be read at once. Those that wait hold no thread; the turn is handed on before the result
 * is, so that whatever follows a reading does not count as reading.
 */
@ApplicationScoped
class Passes {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final PoseConfig config;
    private final Executor workers;
    /** Guarded by this, as is {@link #running}. */
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    private int running;

    Passes(PoseConfig config, @Identifier("workers") Executor workers) {
        this.config = config;
        this.workers = workers;
    }

    /** Runs the pass on a worker when its turn comes; one that is cancelled before never runs. */
    <T> Uni<T> run(Supplier<T> pass) {
        return run(left -> pass.get());
    }

    /**
     * Runs the pass on a worker when its turn comes; one that is cancelled before never runs.
     *
     * @param pass asks now and then whether it has been cancelled, and ends then
     */
    <T> Uni<T> run(Function<BooleanSupplier, T> pass) {
        return Uni.createFrom().emitter(emitter -> {
            Executor context = CallerContext.executor();
            AtomicBoolean left = new AtomicBoolean();
            Runnable turn = () -> context.execute(() -> take(() -> pass.apply(left::get), emitter));
            emitter.onTermination(() -> {
                left.set(true);
                giveUp(turn);
            });
            admit(turn, emitter);
        });
    }

    private void admit(Runnable turn, UniEmitter<?> emitter) {
        boolean full;
        synchronized (this) {
            full = running >= config.concurrency() && waiting.size() >= config.waiting();
            if (!full) {
                waiting.add(turn);
            }
        }
        if (full) {
            emitter.fail(new Overloaded("too many pictures are waiting to be read; try again later", RETRY_AFTER));
        } else {
            startNext();
        }
    }

    private synchronized void giveUp(Runnable turn) {
        waiting.remove(turn);
    }

    private void startNext() {
        Runnable turn;
        synchronized (this) {
            if (running >= config.concurrency() || waiting.isEmpty()) {
                return;
            }
            turn = waiting.poll();
            running++;
        }
        turn.run();
    }

    private <T> void take(Supplier<T> pass, UniEmitter<? super T> emitter) {
        try {
            workers.execute(() -> {
                Runnable outcome = outcome(pass, emitter);
                handOn();
                outcome.run();
            });
        } catch (RuntimeException refused) {
            handOn();
            emitter.fail(refused);
        }
    }

    private static <T> Runnable outcome(Supplier<T> pass, UniEmitter<? super T> emitter) {
        try {
            T result = pass.get();
            return () -> emitter.complete(result);
        } catch (Throwable failure) {
            return () -> emitter.fail(failure);
        }
    }

    private void handOn() {
        synchronized (this) {
            running--;
        }
        startNext();
    }
}
