package dev.likeness.requests;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.likeness.error.ShuttingDown;
import dev.likeness.output.EncodedImage;
import dev.likeness.store.RedisStore;
import dev.likeness.store.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Requests in Redis, shared by all replicas. What has to happen at once is a script in {@code redis/}. */
final class RedisRequestStore implements RequestStore {

    /** Of a picture in a reply; those of a request have 15 MiB, and those that are made are smaller than they are raw. */
    private static final long MAX_PICTURE_BYTES = 4_096L * 4_096 * 4;

    private final RequestScripts scripts = new RequestScripts();
    private final RedisStore redis;
    private final RequestsConfig config;
    private final StoredWork works;
    private final RedisSubmissions submissions;
    private final Hooks hooks;
    private final Changes changes;
    private final String base;
    private final String replica;
    private final String retention;
    private final String mostBytes;
    private final String mostOfAll;

    /** @param replica by which this process is known among the queue's consumers; a new one after each start */
    RedisRequestStore(RedisStore redis, RequestsConfig config, ObjectMapper json, Changes changes, String replica) {
        this.redis = redis;
        this.config = config;
        this.works = new StoredWork(json);
        this.changes = changes;
        this.base = redis.key("requests");
        this.replica = replica;
        this.retention = Long.toString(config.retention().toMillis());
        this.mostBytes = Long.toString(config.maxBytesPerAccount().asLongValue());
        this.mostOfAll = Long.toString(config.maxBytesInRedis().asLongValue());
        this.submissions = new RedisSubmissions(this::run, scripts, config, works);
        this.hooks = new RedisHooks(this::run, scripts);
    }

    @Override
    public Changes changes() {
        return changes;
    }

    @Override
    public Hooks hooks() {
        return hooks;
    }

    @Override
    public Uni<Submitted> submit(NewRequest request) {
        return submissions.submit(request);
    }

    @Override
    public Uni<Begun> begin(NewRequest request) {
        return submissions.begin(request, replica);
    }

    @Override
    public Uni<KeyClaim> claim(IdempotencyKey key, UUID id) {
        return submissions.claim(key, id);
    }

    @Override
    public Uni<Void> unclaim(IdempotencyKey key, UUID id) {
        return submissions.unclaim(key, id);
    }

    /** Other replicas go on with it. */
    @Override
    public Uni<List<Turn>> closeQueue(ShuttingDown why) {
        return Uni.createFrom().item(List.of());
    }

    @Override
    public Uni<Optional<UUID>> named(IdempotencyKey key) {
        return submissions.named(key);
    }

    @Override
    public Uni<Optional<StoredRequest>> find(UUID id) {
        return run(scripts.find, List.of(id.toString())).map(answer -> RedisRecord.of(id, answer.get(1))
                .map(found -> found.stored(answer.get(0).toLong())));
    }

    @Override
    public Uni<Optional<byte[]>> picture(UUID id, int sample) {
        return redis.repeatedly(
                        () -> Request.cmd(Command.HGET)
                                .arg(base + ":" + id + ":out")
                                .arg(sample),
                        MAX_PICTURE_BYTES)
                .map(file -> Optional.ofNullable(file).map(RedisAnswers::bytes));
    }

    @Override
    public Uni<EventPage> events(UUID id, long after) {
        return run(scripts.events, List.of(id.toString(), Long.toString(after))).map(answer -> {
            List<StoredEvent> found = new ArrayList<>();
            for (int i = 1; i < answer.size(); i++) {
                found.add(RedisAnswers.event(answer.get(i)));
            }
            found.sort(Comparator.comparingLong(StoredEvent::number));
            return new EventPage(found, answer.get(0).toInteger() == 1);
        });
    }

    /** Not repeated: were an answer lost, what it has taken would be taken over in time. */
    @Override
    public Uni<List<Turn>> take(int room) {
        List<String> arguments = List.of(
                replica,
                Integer.toString(room),
                Long.toString(config.takeOverAfter().toMillis()),
                Integer.toString(config.maxAttempts()));
        return redis.runOnce(scripts.take, List.of(base), arguments).map(answer -> {
            List<Turn> turns = new ArrayList<>();
            answer.forEach(turn -> turns.add(RedisAnswers.turn(turn)));
            return turns;
        });
    }

    @Override
    public Uni<Optional<NewRequest>> work(Turn turn) {
        return redis.run(scripts.work, List.of(base), mine(turn), 2 * MAX_PICTURE_BYTES)
                .map(answer -> Optional.ofNullable(answer).flatMap(found -> RedisRecord.of(turn.id(), found.get(0))
                        .map(about -> {
                            Response parts = found.get(1);
                            var request = works.read(
                                    parts.get(2).toString(),
                                    RedisAnswers.bytes(parts.get(0)),
                                    RedisAnswers.bytes(parts.get(1)));
                            return new NewRequest(
                                    turn.id(),
                                    about.caller(),
                                    request,
                                    about.cost(),
                                    about.delivery(),
                                    Optional.empty());
                        })));
    }

    @Override
    public Uni<Set<Turn>> beat(Collection<Turn> turns) {
        List<String> arguments = new ArrayList<>(List.of(replica));
        turns.forEach(turn -> arguments.addAll(mine(turn)));
        return run(scripts.beat, arguments).map(answer -> {
            List<UUID> lost = new ArrayList<>();
            answer.forEach(id -> lost.add(RedisAnswers.uuid(id)));
            return turns.stream().filter(turn -> lost.contains(turn.id())).collect(Collectors.toSet());
        });
    }

    @Override
    public Uni<Boolean> assigned(Turn turn, String backend, Telling event) {
        return tell(turn, event, backend);
    }

    @Override
    public Uni<Boolean> tell(Turn turn, Telling event) {
        return tell(turn, event, "");
    }

    private Uni<Boolean> tell(Turn turn, Telling event, String backend) {
        return changed(
                scripts.tell, turn, event.name(), event.data(), event.slot().orElse(""), progress(event), backend);
    }

    @Override
    public Uni<Boolean> keep(Turn turn, EncodedImage image, Telling event) {
        return changed(
                scripts.keep,
                turn,
                Integer.toString(image.sample()),
                RedisRecord.about(image),
                RedisAnswers.sent(image.file()),
                event.data(),
                progress(event));
    }

    private static String progress(Telling event) {
        return event.progress().map(String::valueOf).orElse("");
    }

    @Override
    public Uni<Boolean> complete(Turn turn, BigDecimal remaining, Telling event) {
        return changed(
                scripts.complete, turn, remaining.toPlainString(), event.data(), retention, mostBytes, mostOfAll);
    }

    @Override
    public Uni<Boolean> fail(Turn turn, Failed failure, Telling event) {
        return changed(scripts.fail, turn, failure.code(), failure.message(), event.data(), retention);
    }

    @Override
    public Uni<Void> close(Turn turn) {
        return changed(scripts.close, turn).replaceWithVoid();
    }

    @Override
    public Uni<Boolean> putBack(Turn turn, boolean counted) {
        return changed(scripts.putBack, turn, counted ? "1" : "0", replica);
    }

    @Override
    public Uni<Optional<Turn>> cancel(UUID id, Telling event) {
        Failed cancelled = Failed.CANCELLED;
        return run(
                        scripts.cancel,
                        List.of(id.toString(), cancelled.code(), cancelled.message(), event.data(), retention))
                .map(answer -> Optional.ofNullable(answer).map(RedisAnswers::turn));
    }

    @Override
    public Uni<QueueState> queue() {
        return run(scripts.queue, List.of())
                .map(answer -> new QueueState(
                        answer.get(0).toLong(),
                        answer.get(1).toLong(),
                        Duration.ofMillis(answer.get(2).toLong())));
    }

    private Uni<Boolean> changed(Script script, Turn turn, Object... more) {
        List<Object> arguments = new ArrayList<>(mine(turn));
        arguments.addAll(List.of(more));
        return run(script, arguments).map(answer -> answer.toInteger() == 1);
    }

    private static List<String> mine(Turn turn) {
        return List.of(turn.id().toString(), Long.toString(turn.fence()));
    }

    private Uni<Response> run(Script script, List<?> arguments) {
        return redis.run(script, List.of(base), arguments);
    }
}
