package dev.likeness.faults;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Ways in which a change of state in Redis is interrupted at one of its commands. */
public enum Interruption {
    /** The connection is reset; the server has nothing of the command. */
    RESET_BEFORE,
    /** The connection is reset; the server has carried the command out. */
    RESET_AFTER,
    HALF_OPEN_BEFORE,
    HALF_OPEN_AFTER,
    /** The connection is closed after the first byte of the reply. */
    REPLY_TRUNCATED,
    /** The caller leaves; the command arrives nevertheless. */
    CANCELLED_BEFORE,
    CANCELLED_AFTER;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_COMMANDS = 50;

    /** Those that a client sends for the sake of its connection. */
    private static final Set<String> OF_THE_CONNECTION = Set.of("HELLO", "PING", "SUBSCRIBE");

    /** A change of state on a state of its own, and what must hold whatever has happened to it. */
    public interface Change {

        /** Sends its commands when it is subscribed to. */
        Uni<?> change();

        /**
         * Called when nothing is interrupted any more.
         *
         * @param succeeded whether the change was answered without a failure
         */
        void verify(boolean succeeded);
    }

    /**
     * Interrupts a change in this way at its first command, then another one at its second command, and so on, until there is
     * no further command.
     *
     * @param changes each on a state of its own, through this proxy
     * @return at how many commands a change was interrupted; at least one
     */
    public int atEachCommand(FaultProxy proxy, Supplier<Change> changes) {
        for (int number = 1; number <= MOST_COMMANDS; number++) {
            Change change = changes.get();
            try (Injection injection = inject(proxy, number)) {
                Boolean succeeded = isCancellation() ? cancelled(change, injection, proxy) : outcome(change);
                boolean wasInterrupted = injection.hasHit();
                proxy.restore();
                try {
                    change.verify(succeeded);
                } catch (AssertionError | RuntimeException wrong) {
                    throw new AssertionError("%s, command %d: %s".formatted(this, number, wrong.getMessage()), wrong);
                }
                if (!wasInterrupted) {
                    if (number == 1) {
                        throw new AssertionError("the change sends no command");
                    }
                    return number - 1;
                }
            }
        }
        throw new AssertionError("the change sends more than " + MOST_COMMANDS + " commands");
    }

    public boolean isCancellation() {
        return this == CANCELLED_BEFORE || this == CANCELLED_AFTER;
    }

    private Injection inject(FaultProxy proxy, int number) {
        Predicate<Message> ofTheChange = message -> !OF_THE_CONNECTION.contains(message.name());
        FaultPoint before = FaultPoint.before(ofTheChange).number(number);
        FaultPoint after = FaultPoint.beforeReply(ofTheChange).number(number);
        return switch (this) {
            case RESET_BEFORE -> proxy.inject(Fault.reset(), before);
            case RESET_AFTER -> proxy.inject(Fault.reset(), after);
            case HALF_OPEN_BEFORE -> proxy.inject(Fault.halfOpen(), before);
            case HALF_OPEN_AFTER -> proxy.inject(Fault.halfOpen(), after);
            case REPLY_TRUNCATED ->
                proxy.inject(
                        Fault.close(), FaultPoint.withinReply(ofTheChange, 1).number(number));
            case CANCELLED_BEFORE -> proxy.inject(Fault.hold(), before);
            case CANCELLED_AFTER -> proxy.inject(Fault.hold(), after);
        };
    }

    private static boolean outcome(Change change) {
        CompletableFuture<?> ended = change.change().subscribe().asCompletionStage();
        return awaitEnd(ended);
    }

    /** Cancels the change when the command is reached, and waits until the command was carried out. */
    private static boolean cancelled(Change change, Injection injection, FaultProxy proxy) {
        CompletableFuture<Object> ended = new CompletableFuture<>();
        var subscription = change.change()
                .onTermination()
                .invoke(() -> ended.complete(null))
                .subscribe()
                .with(ended::complete, ended::completeExceptionally);
        until("the change ends or reaches the command", () -> injection.hasHit() || ended.isDone());
        if (!injection.hasHit()) {
            return awaitEnd(ended);
        }
        subscription.cancel();
        injection.release();
        until("the command is answered", () -> proxy.unanswered() == 0);
        return false;
    }

    private static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain until " + what);
            }
            pause();
        }
    }

    private static boolean awaitEnd(CompletableFuture<?> ended) {
        try {
            ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (java.util.concurrent.ExecutionException failed) {
            return false;
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("the change does not end", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(2);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
