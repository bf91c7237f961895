package dev.likeness.requests;

import dev.likeness.error.Overloaded;
import dev.likeness.error.ShuttingDown;
import dev.likeness.output.EncodedImage;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Requests in the memory of this one process; they are gone with it. */
final class InMemoryRequestStore implements RequestStore {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final RequestsConfig config;
    private final Clock clock;
    private final Changes changes = new Changes();
    private final MemoryRoom room;
    private final MemoryHooks hooks;
    private final MemoryEntries entries = new MemoryEntries();
    private final MemoryQueue queue = new MemoryQueue();
    /** Why nothing is queued any more; null while it is. */
    private ShuttingDown closed;

    InMemoryRequestStore(RequestsConfig config, long mostBytes, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.hooks = new MemoryHooks(clock);
        this.room = new MemoryRoom(config.maxBytesPerAccount().asLongValue(), mostBytes);
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
        return atomic(() -> {
                    Optional<UUID> before = request.key().flatMap(entries::named);
                    if (before.isPresent()) {
                        return new Submitted(before.get(), true);
                    }
                    if (closed != null) {
                        throw closed;
                    }
                    if (queue.length() >= config.maxQueued()) {
                        throw new Overloaded("As many requests are waiting as the queue takes", RETRY_AFTER);
                    }
                    room.claim(request.caller(), request.bytes());
                    MemoryEntry entry = new MemoryEntry(request, clock.instant(), false);
                    entries.add(entry);
                    queue.addLast(entry);
                    return new Submitted(request.id(), false);
                })
                .invoke(changes::queued);
    }

    @Override
    public Uni<Begun> begin(NewRequest request) {
        return atomic(() -> {
            Optional<UUID> before = request.key().flatMap(entries::named);
            if (before.isPresent()) {
                return Begun.before(before.get());
            }
            room.claim(request.caller(), 0);
            MemoryEntry entry = new MemoryEntry(request.withoutPictures(), clock.instant(), true);
            entries.add(entry);
            queue.take(entry);
            return Begun.now(turn(entry, clock.instant()));
        });
    }

    @Override
    public Uni<KeyClaim> claim(IdempotencyKey key, UUID id) {
        return atomic(() -> entries.claim(key, id));
    }

    @Override
    public Uni<Void> unclaim(IdempotencyKey key, UUID id) {
        return atomic(() -> {
            entries.unclaim(key, id);
            return null;
        });
    }

    @Override
    public Uni<Optional<UUID>> named(IdempotencyKey key) {
        return atomic(() -> entries.named(key));
    }

    @Override
    public Uni<Optional<StoredRequest>> find(UUID id) {
        return atomic(() -> entries.get(id).map(entry -> entry.stored(queue.position(entry))));
    }

    @Override
    public Uni<Optional<byte[]>> picture(UUID id, int sample) {
        return atomic(() -> entries.get(id)
                .filter(entry -> entry.status != RequestStatus.FAILED)
                .map(entry -> entry.pictures.get(sample))
                .map(EncodedImage::file));
    }

    @Override
    public Uni<EventPage> events(UUID id, long after) {
        return atomic(() -> entries.get(id)
                .map(entry -> new EventPage(entry.eventsAfter(after), entry.status.ended()))
                .orElse(new EventPage(List.of(), true)));
    }

    @Override
    public Uni<List<Turn>> take(int most) {
        return atomic(() -> {
            Instant now = clock.instant();
            return queue.take(most, now).stream().map(entry -> turn(entry, now)).toList();
        });
    }

    private Turn turn(MemoryEntry entry, Instant now) {
        Turn.Duty duty = entry.duty(config.maxAttempts());
        if (duty == Turn.Duty.RUN) {
            entry.begin(now);
        }
        return entry.taken(duty, now.plus(config.takeOverAfter()));
    }

    @Override
    public Uni<Optional<NewRequest>> work(Turn turn) {
        return atomic(() -> working(turn).map(entry -> entry.request));
    }

    @Override
    public Uni<Set<Turn>> beat(Collection<Turn> turns) {
        return atomic(() -> {
            Set<Turn> lost = new LinkedHashSet<>(turns);
            lost.removeIf(turn -> held(turn)
                    .map(entry -> entry.lease = clock.instant().plus(config.takeOverAfter()))
                    .isPresent());
            return lost;
        });
    }

    @Override
    public Uni<Boolean> assigned(Turn turn, String backend, Telling event) {
        return change(turn, entry -> {
            entry.backend = Optional.of(backend);
            entry.tell(event);
        });
    }

    @Override
    public Uni<Boolean> tell(Turn turn, Telling event) {
        return change(turn, entry -> entry.tell(event));
    }

    @Override
    public Uni<Boolean> keep(Turn turn, EncodedImage image, Telling event) {
        return change(turn, entry -> {
            if (!entry.has(image.sample())) {
                room.add(entry.request.caller(), image.file().length);
                entry.keep(image);
                entry.tell(event);
            }
        });
    }

    @Override
    public Uni<Boolean> complete(Turn turn, BigDecimal remaining, Telling event) {
        return change(turn, entry -> {
            entry.remaining = Optional.of(remaining);
            entry.tell(event);
            end(entry, RequestStatus.COMPLETED);
        });
    }

    @Override
    public Uni<Boolean> fail(Turn turn, Failed failure, Telling event) {
        return change(turn, entry -> failed(entry, failure, event));
    }

    private void failed(MemoryEntry entry, Failed failure, Telling event) {
        entry.failure = Optional.of(failure);
        entry.tell(event);
        end(entry, RequestStatus.FAILED);
    }

    private void end(MemoryEntry entry, RequestStatus how) {
        room.free(entry.request.caller(), entry.request.bytes());
        entry.end(how, clock.instant());
        entries.ended(entry);
        if (hooks.add(entry)) {
            changes.hooked();
        }
        room.finished(entry);
        if (how == RequestStatus.FAILED) {
            room.drop(entry);
        }
    }

    @Override
    public Uni<Void> close(Turn turn) {
        return atomic(() -> {
            held(turn).ifPresent(queue::letGo);
            return null;
        });
    }

    @Override
    public Uni<Boolean> putBack(Turn turn, boolean counted) {
        return atomic(() -> {
                    Optional<MemoryEntry> entry = closed == null ? working(turn) : Optional.empty();
                    entry.ifPresent(back -> queue.addFirst(back.waiting(counted)));
                    return entry.isPresent();
                })
                .invoke(() -> {
                    changes.changed(turn.id());
                    changes.queued();
                });
    }

    @Override
    public Uni<Optional<Turn>> cancel(UUID id, Telling event) {
        return atomic(() -> entries.get(id)
                        .filter(entry -> !entry.status.ended() && !entry.hasAllPictures())
                        .map(entry -> ended(entry, Failed.CANCELLED, event)))
                .invoke(cancelled -> cancelled.ifPresent(turn -> changes.cancelled(id)));
    }

    private Turn ended(MemoryEntry entry, Failed failure, Telling event) {
        failed(entry, failure, event);
        queue.take(entry);
        return turn(entry, clock.instant());
    }

    @Override
    public Uni<List<Turn>> closeQueue(ShuttingDown why) {
        Failed failure = Failed.of(why);
        return atomic(() -> {
                    closed = why;
                    return queue.waiting().stream()
                            .map(entry -> ended(entry, failure, Telling.error(failure)))
                            .toList();
                })
                .invoke(turns -> turns.forEach(turn -> changes.changed(turn.id())));
    }

    @Override
    public Uni<QueueState> queue() {
        return atomic(() -> queue.state(clock.instant()));
    }

    /** What the turn is of, unless somebody else has taken it on since. */
    private Optional<MemoryEntry> held(Turn turn) {
        return entries.get(turn.id()).filter(entry -> entry.fence == turn.fence());
    }

    private Optional<MemoryEntry> working(Turn turn) {
        return held(turn).filter(entry -> entry.status == RequestStatus.PROCESSING);
    }

    private Uni<Boolean> change(Turn turn, Consumer<MemoryEntry> change) {
        return atomic(() -> {
                    Optional<MemoryEntry> entry = working(turn);
                    entry.ifPresent(change);
                    return entry.isPresent();
                })
                .invoke(changed -> changes.changed(turn.id()));
    }

    private <T> Uni<T> atomic(Supplier<T> step) {
        return Uni.createFrom().item(() -> {
            synchronized (this) {
                entries.endedBefore(clock.instant().minus(config.retention())).forEach(room::drop);
                return step.get();
            }
        });
    }
}
