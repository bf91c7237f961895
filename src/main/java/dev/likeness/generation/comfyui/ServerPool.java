package dev.likeness.generation.comfyui;

import dev.likeness.breaker.Breaker;
import dev.likeness.context.CallerContext;
import dev.likeness.error.BackendUnavailable;
import dev.likeness.generation.BackendCondition;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Gives each job a place at the server that has least to do. Jobs that wait are served in their order; one that no server
 * could take, however long it waited, is refused.
 */
final class ServerPool {

    private final ComfyConfig config;
    private final Map<Address, Member> members = new LinkedHashMap<>();
    private final Deque<Waiting> queue = new ArrayDeque<>();

    /** Nothing is refused before all servers have been looked at once. */
    private boolean surveyed;

    ServerPool(ComfyConfig config) {
        this.config = config;
    }

    /** @param here where the job goes on: a place is freed in the context of another one, whose request is over */
    private record Waiting(String workflow, Set<ComfyServer> avoided, Executor here, UniEmitter<? super Slot> emitter) {

        void give(Slot slot) {
            here.execute(() -> {
                emitter.complete(slot);
                if (!slot.isTaken()) {
                    // Cancelled while the place was on its way.
                    slot.close();
                }
            });
        }

        void refuse(RuntimeException why) {
            here.execute(() -> emitter.fail(why));
        }
    }

    /**
     * A place, which whoever gets it {@linkplain Slot#taken takes} at once, and closes in the end.
     *
     * @param avoided those that the job has failed at
     */
    Uni<Slot> acquire(String workflow, Set<ComfyServer> avoided) {
        return Uni.createFrom().emitter(emitter -> {
            Waiting waiting = new Waiting(workflow, Set.copyOf(avoided), CallerContext.executor(), emitter);
            emitter.onTermination(() -> tell(() -> queue.remove(waiting)));
            tell(() -> queue.add(waiting));
        });
    }

    /** The servers that there are now; those that are no more get no new jobs. */
    void consistsOf(List<ComfyServer> servers) {
        tell(() -> {
            Map<Address, Member> before = new LinkedHashMap<>(members);
            members.clear();
            for (ComfyServer server : servers) {
                Member known = before.remove(server.address());
                members.put(server.address(), known != null ? known : member(server));
            }
            before.values().forEach(Member::leaves);
        });
    }

    private Member member(ComfyServer server) {
        return new Member(server, new Breaker(config.breakerFailures(), config.breakerPause(), System::nanoTime));
    }

    synchronized List<Member> members() {
        return List.copyOf(members.values());
    }

    void surveyed() {
        tell(() -> surveyed = true);
    }

    /** Takes note of something, and then sees which of the waiting jobs that helps. */
    void tell(Runnable note) {
        List<Runnable> served;
        synchronized (this) {
            note.run();
            served = serve();
        }
        served.forEach(Runnable::run);
    }

    private List<Runnable> serve() {
        List<Runnable> served = new ArrayList<>();
        if (!surveyed) {
            return served;
        }
        for (Iterator<Waiting> waiting = queue.iterator(); waiting.hasNext(); ) {
            Waiting next = waiting.next();
            List<Member> able = members.values().stream()
                    .filter(member -> member.usable()
                            && member.runs(next.workflow())
                            && !next.avoided().contains(member.server()))
                    .toList();
            Optional<Member> best = able.stream()
                    .filter(member -> member.hasRoom(config.jobsPerServer())
                            && member.breaker().permits())
                    .min(Comparator.comparingInt(Member::load));
            if (best.isPresent()) {
                waiting.remove();
                best.get().taken();
                Slot slot = new Slot(this, best.get());
                served.add(() -> next.give(slot));
            } else if (able.stream().noneMatch(Member::open)) {
                waiting.remove();
                served.add(() -> next.refuse(nobody()));
            }
        }
        return served;
    }

    BackendUnavailable nobody() {
        return new BackendUnavailable(
                String.format(
                        Locale.ROOT,
                        "No server can make this picture at present; try again in %d s",
                        Math.max(1, config.probeInterval().toSeconds())),
                config.probeInterval());
    }

    /** Jobs that have a place at a server or wait for one. */
    synchronized int jobs() {
        return queue.size() + members.values().stream().mapToInt(Member::jobs).sum();
    }

    /** Ready when each workflow has a server that can run it. */
    synchronized BackendCondition condition(List<String> workflows) {
        Map<String, String> remarks = new LinkedHashMap<>();
        members.values().forEach(member -> remarks.put(member.server().toString(), member.remark()));
        boolean ready = surveyed
                && workflows.stream().allMatch(workflow -> members.values().stream()
                        .anyMatch(member -> member.usable() && member.runs(workflow)));
        return new BackendCondition(ready, remarks);
    }
}
