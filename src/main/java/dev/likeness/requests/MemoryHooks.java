package dev.likeness.requests;

import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Webhooks in the memory of this one process; those that it has not called are gone with it. */
final class MemoryHooks implements Hooks {

    private final Clock clock;
    private final Map<UUID, Due> all = new LinkedHashMap<>();

    MemoryHooks(Clock clock) {
        this.clock = clock;
    }

    private record Due(Hook last, Instant at) {}

    /** Whether there is one to call. */
    synchronized boolean add(MemoryEntry entry) {
        UUID id = entry.request.id();
        Optional<Webhook> webhook = entry.request.delivery().webhook();
        webhook.ifPresent(to -> all.put(id, new Due(new Hook(id, to.receiver(), 0), clock.instant())));
        return webhook.isPresent();
    }

    @Override
    public Uni<List<Hook>> take(int room, Set<String> busy, Duration lease) {
        return atomic(() -> {
            Instant now = clock.instant();
            Set<String> taken = new HashSet<>(busy);
            List<Hook> next = new ArrayList<>();
            for (Due due : all.values()) {
                if (next.size() < room
                        && !due.at().isAfter(now)
                        && taken.add(due.last().receiver())) {
                    next.add(new Hook(
                            due.last().id(), due.last().receiver(), due.last().attempt() + 1));
                }
            }
            next.forEach(hook -> all.put(hook.id(), new Due(hook, now.plus(lease))));
            return next;
        });
    }

    @Override
    public Uni<Void> done(Hook hook) {
        return atomic(() -> {
            all.remove(hook.id());
            return null;
        });
    }

    @Override
    public Uni<Void> again(Hook hook, Duration after) {
        return atomic(() -> {
            all.computeIfPresent(
                    hook.id(), (id, due) -> new Due(due.last(), clock.instant().plus(after)));
            return null;
        });
    }

    @Override
    public Uni<Long> waiting() {
        return atomic(() -> (long) all.size());
    }

    private <T> Uni<T> atomic(Supplier<T> step) {
        return Uni.createFrom().item(() -> {
            synchronized (this) {
                return step.get();
            }
        });
    }
}
