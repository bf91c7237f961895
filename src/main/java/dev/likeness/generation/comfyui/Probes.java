package dev.likeness.generation.comfyui;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Looks at all servers again and again: which there are, whether they answer, how much they have to do, what they lack. */
final class Probes {

    private static final Logger LOG = Logger.getLogger(Probes.class);

    private final Discovery discovery;
    private final Preflight preflight;
    private final ServerPool pool;
    private final Toolbox tools;
    private final Function<ComfyServer, Uni<Void>> warmUp;
    private long resolvedNanos;
    private boolean resolved;
    private boolean surveyed;
    private volatile boolean over;

    /** Servers whose answer is still awaited. */
    private final Set<Member> asked = ConcurrentHashMap.newKeySet();

    Probes(
            Discovery discovery,
            Preflight preflight,
            ServerPool pool,
            Toolbox tools,
            Function<ComfyServer, Uni<Void>> warmUp) {
        this.discovery = discovery;
        this.preflight = preflight;
        this.pool = pool;
        this.tools = tools;
        this.warmUp = warmUp;
    }

    /** Until it is cancelled. */
    Cancellable start() {
        Duration pause = tools.config().probeInterval();
        Cancellable rounds = Multi.createBy()
                .repeating()
                .uni(() -> round().chain(() -> tools.timers().after(pause)))
                .indefinitely()
                .subscribe()
                .with(x -> {}, failure -> LOG.error("The ComfyUI servers are not looked at any more", failure));
        return () -> {
            over = true;
            rounds.cancel();
        };
    }

    /** Only the first one is waited for: later ones must not be held up by one server that does not answer. */
    private Uni<Void> round() {
        return discovered().chain(() -> {
            if (surveyed) {
                pool.members().forEach(member -> look(member).subscribe().with(x -> {}));
                return Uni.createFrom().voidItem();
            }
            return lookAtAll().invoke(() -> {
                surveyed = true;
                pool.surveyed();
            });
        });
    }

    private Uni<Void> discovered() {
        boolean due = !resolved
                || discovery.changes()
                        && System.nanoTime() - resolvedNanos
                                >= tools.config().dnsInterval().toNanos();
        if (!due) {
            return Uni.createFrom().voidItem();
        }
        return discovery
                .addresses()
                .invoke(addresses -> {
                    resolved = true;
                    resolvedNanos = System.nanoTime();
                    pool.consistsOf(addresses.stream().map(tools::server).toList());
                })
                .onFailure()
                // Those known until now go on being used: a name server that is away takes no GPU away.
                .invoke(failure -> LOG.warnf("likeness.comfyui.dns-name cannot be resolved: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Void> lookAtAll() {
        List<Uni<Void>> looks = pool.members().stream().map(this::look).toList();
        return looks.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(looks).andCollectFailures().replaceWithVoid();
    }

    private Uni<Void> look(Member member) {
        ComfyServer server = member.server();
        if (!asked.add(member)) {
            return Uni.createFrom().voidItem();
        }
        return server.queueLength()
                .invoke(prompts -> pool.tell(() -> {
                    member.answers();
                    member.hasPrompts(prompts);
                }))
                .chain(x ->
                        member.unchecked() ? check(member) : Uni.createFrom().voidItem())
                .onFailure()
                .invoke(failure -> silent(member, failure))
                .onFailure()
                .recoverWithNull()
                .onTermination()
                .invoke(() -> asked.remove(member));
    }

    private Uni<Void> check(Member member) {
        ComfyServer server = member.server();
        return preflight.of(server).chain(missing -> {
            boolean complete = missing.values().stream().allMatch(List::isEmpty);
            Uni<Void> warm = complete ? warmUp.apply(server) : Uni.createFrom().voidItem();
            return warm.invoke(() -> {
                pool.tell(() -> member.lacks(missing));
                LOG.infof("%s: %s", server, member.remark());
            });
        });
    }

    private void silent(Member member, Throwable failure) {
        if (member.reachable() && !over) {
            LOG.warnf("%s does not answer: %s", member.server(), failure.getMessage());
        }
        pool.tell(member::isSilent);
    }
}
