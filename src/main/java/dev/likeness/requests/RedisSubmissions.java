package dev.likeness.requests;

import dev.likeness.error.Overloaded;
import dev.likeness.store.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/** How new requests come into Redis, and which one an idempotency key names. */
final class RedisSubmissions {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final BiFunction<Script, List<?>, Uni<Response>> redis;
    private final RequestScripts scripts;
    private final StoredWork works;
    private final String retention;
    private final String mostQueued;
    private final String mostBytes;
    private final String mostOfAll;
    private final String claimFor;

    /** @param redis runs a script with these arguments */
    RedisSubmissions(
            BiFunction<Script, List<?>, Uni<Response>> redis,
            RequestScripts scripts,
            RequestsConfig config,
            StoredWork works) {
        this.redis = redis;
        this.scripts = scripts;
        this.works = works;
        this.retention = Long.toString(config.retention().toMillis());
        this.mostQueued = Long.toString(config.maxQueued());
        this.mostBytes = Long.toString(config.maxBytesPerAccount().asLongValue());
        this.mostOfAll = Long.toString(config.maxBytesInRedis().asLongValue());
        this.claimFor = Long.toString(config.takeOverAfter().toMillis());
    }

    Uni<Submitted> submit(NewRequest request) {
        List<Object> arguments = new ArrayList<>(List.of(
                request.id().toString(),
                request.caller().account(),
                retention,
                mostQueued,
                mostBytes,
                mostOfAll,
                request.key().map(IdempotencyKey::scope).orElse(""),
                request.key().map(IdempotencyKey::fingerprint).orElse(""),
                RedisAnswers.sent(NewRequest.file(request.work().faceImage())),
                RedisAnswers.sent(NewRequest.file(request.work().poseImage())),
                works.write(request.work()),
                Telling.accepted(request.id(), request.cost()).data()));
        arguments.addAll(RedisRecord.of(request));
        return redis.apply(scripts.submit, arguments).map(answer -> accepted(request, answer));
    }

    /** Its first turn has the fence 1, as the script has it. */
    Uni<Begun> begin(NewRequest request, String replica) {
        IdempotencyKey key = request.key().orElseThrow();
        List<Object> arguments = new ArrayList<>(List.of(
                request.id().toString(),
                request.caller().account(),
                retention,
                mostBytes,
                mostOfAll,
                key.scope(),
                key.fingerprint(),
                replica,
                Telling.accepted(request.id(), request.cost()).data()));
        arguments.addAll(RedisRecord.of(request));
        return redis.apply(scripts.begin, arguments).map(answer -> {
            Submitted stored = accepted(request, answer);
            return stored.replayed()
                    ? Begun.before(stored.id())
                    : Begun.now(new Turn(request.id(), request.caller(), request.cost(), 1, 1, Turn.Duty.RUN));
        });
    }

    private static Submitted accepted(NewRequest request, Response answer) {
        return switch (answer.get(0).toString()) {
            case "stored" -> new Submitted(request.id(), false);
            case "replayed" -> new Submitted(RedisAnswers.uuid(answer.get(1)), true);
            case "conflict" -> throw MemoryNames.otherBody();
            case "full" -> throw new Overloaded("As many requests are waiting as the queue takes", RETRY_AFTER);
            case "no-room-of-all" -> throw MemoryRoom.allIsFull();
            default -> throw MemoryRoom.accountIsFull();
        };
    }

    Uni<KeyClaim> claim(IdempotencyKey key, UUID id) {
        return redis.apply(scripts.claim, List.of(id.toString(), key.scope(), key.fingerprint(), claimFor))
                .map(answer -> {
                    if (answer.get(0).toString().equals("conflict")) {
                        throw MemoryNames.otherBody();
                    }
                    return new KeyClaim(
                            RedisAnswers.uuid(answer.get(1)),
                            answer.get(0).toString().equals("stored"));
                });
    }

    Uni<Void> unclaim(IdempotencyKey key, UUID id) {
        return redis.apply(scripts.unclaim, List.of(id.toString(), key.scope(), key.fingerprint()))
                .replaceWithVoid();
    }

    Uni<Optional<UUID>> named(IdempotencyKey key) {
        return redis.apply(scripts.named, List.of(key.scope(), key.fingerprint()))
                .map(answer -> {
                    if (answer != null && answer.toString().equals("conflict")) {
                        throw MemoryNames.otherBody();
                    }
                    return Optional.ofNullable(answer).map(RedisAnswers::uuid);
                });
    }
}
