package dev.likeness.requests;

import dev.likeness.store.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** Webhooks in Redis: a set of those of each receiver, and one of the receivers, by when something is due. */
final class RedisHooks implements Hooks {

    private final BiFunction<Script, List<?>, Uni<Response>> redis;
    private final RequestScripts scripts;

    /** @param redis runs a script with these arguments */
    RedisHooks(BiFunction<Script, List<?>, Uni<Response>> redis, RequestScripts scripts) {
        this.redis = redis;
        this.scripts = scripts;
    }

    /** Were an answer lost, what it has taken would be due again in time. */
    @Override
    public Uni<List<Hook>> take(int room, Set<String> busy, Duration lease) {
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(room), Long.toString(lease.toMillis())));
        arguments.addAll(busy);
        return redis.apply(scripts.hooksTake, arguments).map(answer -> {
            List<Hook> taken = new ArrayList<>();
            answer.forEach(hook -> taken.add(new Hook(
                    RedisAnswers.uuid(hook.get(0)),
                    hook.get(1).toString(),
                    hook.get(2).toInteger())));
            return taken;
        });
    }

    @Override
    public Uni<Void> done(Hook hook) {
        return due(hook, "");
    }

    @Override
    public Uni<Void> again(Hook hook, Duration after) {
        return due(hook, Long.toString(after.toMillis()));
    }

    private Uni<Void> due(Hook hook, String after) {
        return redis.apply(scripts.hooksDue, List.of(hook.id().toString(), hook.receiver(), after))
                .replaceWithVoid();
    }

    @Override
    public Uni<Long> waiting() {
        return redis.apply(scripts.hooksWaiting, List.of()).map(Response::toLong);
    }
}
