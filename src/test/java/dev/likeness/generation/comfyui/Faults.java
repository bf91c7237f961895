package dev.likeness.generation.comfyui;

import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The faults of a server's routes. A route is named by its path without the {@code /api} before and the id behind it:
 * {@code /prompt}, {@code /ws}, {@code /history}, {@code /view}, {@code /queue}, {@code /interrupt}, {@code /jobs},
 * {@code /jobs/cancel}, {@code /upload/image}, {@code /object_info}, {@code /system_stats}, {@code /free}, {@code /models}.
 */
public final class Faults {

    private final Map<String, Queue<Fault>> next = new ConcurrentHashMap<>();
    private final Map<String, Fault> always = new ConcurrentHashMap<>();

    /** For the next request of this route; several are used up in order. */
    public Faults next(String route, Fault fault) {
        next.computeIfAbsent(route, any -> new ConcurrentLinkedQueue<>()).add(fault);
        return this;
    }

    public Faults next(String route, int times, Fault fault) {
        for (int i = 0; i < times; i++) {
            next(route, fault);
        }
        return this;
    }

    /** For every request of this route, after those of {@link #next}, until {@link #clear}. */
    public Faults always(String route, Fault fault) {
        always.put(route, fault);
        return this;
    }

    public void clear() {
        next.clear();
        always.clear();
    }

    Optional<Fault> take(String route) {
        Queue<Fault> queue = next.get(route);
        Fault once = queue == null ? null : queue.poll();
        return Optional.ofNullable(once == null ? always.get(route) : once);
    }
}
