package dev.likeness.requests;

import dev.likeness.auth.Caller;
import dev.likeness.error.Overloaded;
import dev.likeness.error.RateLimited;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The bytes that pictures take in memory, of each account and of all. What is waiting or running is never dropped; finished
 * pictures make room, the oldest first. Guarded by the store that it belongs to.
 */
final class MemoryRoom {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final long mostOfAccount;
    private final long mostOfAll;
    private final Map<Caller, Long> byAccount = new HashMap<>();
    /** Those that have ended and still have their pictures, the oldest first. */
    private final Set<MemoryEntry> finished = new LinkedHashSet<>();

    private long all;

    MemoryRoom(long mostOfAccount, long mostOfAll) {
        this.mostOfAccount = mostOfAccount;
        this.mostOfAll = mostOfAll;
    }

    /** Takes room for pictures that are to be worked on, or refuses. */
    void claim(Caller caller, long bytes) {
        if (!makeRoom(mostOfAccount, bytes, () -> of(caller), entry -> entry.request
                .caller()
                .equals(caller))) {
            throw accountIsFull();
        }
        if (!makeRoom(mostOfAll, bytes, () -> all, entry -> true)) {
            throw allIsFull();
        }
        add(caller, bytes);
    }

    /** Takes room for a finished picture, which is paid for and so not refused. */
    void add(Caller caller, long bytes) {
        all += bytes;
        byAccount.merge(caller, bytes, Long::sum);
    }

    void free(Caller caller, long bytes) {
        add(caller, -bytes);
        byAccount.remove(caller, 0L);
    }

    void finished(MemoryEntry entry) {
        Caller caller = entry.request.caller();
        finished.add(entry);
        makeRoom(
                mostOfAccount,
                0,
                () -> of(caller),
                other -> other != entry && other.request.caller().equals(caller));
        makeRoom(mostOfAll, 0, () -> all, other -> other != entry);
    }

    void drop(MemoryEntry entry) {
        finished.remove(entry);
        free(entry.request.caller(), entry.pictureBytes());
        entry.pictures.clear();
    }

    static RateLimited accountIsFull() {
        return new RateLimited(
                "The pictures of your waiting requests take up all room that an account has; wait until some are done",
                RETRY_AFTER);
    }

    static Overloaded allIsFull() {
        return new Overloaded("The pictures of waiting requests take up all room there is for them", RETRY_AFTER);
    }

    private boolean makeRoom(
            long most, long bytes, java.util.function.LongSupplier taken, Predicate<MemoryEntry> mayGo) {
        Iterator<MemoryEntry> oldest = finished.iterator();
        while (taken.getAsLong() + bytes > most && oldest.hasNext()) {
            MemoryEntry entry = oldest.next();
            if (mayGo.test(entry)) {
                oldest.remove();
                free(entry.request.caller(), entry.pictureBytes());
                entry.pictures.clear();
            }
        }
        return taken.getAsLong() + bytes <= most;
    }

    private long of(Caller caller) {
        return byAccount.getOrDefault(caller, 0L);
    }
}
