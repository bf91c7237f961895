package dev.likeness.requests;

import dev.likeness.output.EncodedImage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One request in memory. Guarded by the store that it is in. */
final class MemoryEntry {

    /** Without its pictures once it has ended. */
    NewRequest request;

    final Instant submitted;
    /** Whether it is given up when whoever began it is gone: its caller waited there. */
    final boolean direct;
    /** In the queue; means nothing to one that does not wait. */
    long place;

    RequestStatus status = RequestStatus.QUEUED;
    long fence;
    int attempts;
    /** Until when whoever works on it must have been heard of; null when nobody does, or nothing is left to do. */
    Instant lease;

    Optional<Instant> begun = Optional.empty();
    Optional<Instant> ended = Optional.empty();
    Optional<String> backend = Optional.empty();
    Optional<BigDecimal> remaining = Optional.empty();
    Optional<Failed> failure = Optional.empty();
    double progress;
    /** Stays when the pictures' bytes are dropped. */
    final List<StoredRequest.StoredPicture> made = new ArrayList<>();

    final SortedMap<Integer, EncodedImage> pictures = new TreeMap<>();
    private final List<StoredEvent> events = new ArrayList<>();
    private final Map<String, StoredEvent> latest = new HashMap<>();
    private long lastNumber;

    MemoryEntry(NewRequest request, Instant submitted, boolean direct) {
        this.request = request;
        this.submitted = submitted;
        this.direct = direct;
    }

    boolean hasAllPictures() {
        return made.size() == request.work().samples();
    }

    void tell(Telling event) {
        StoredEvent told = new StoredEvent(++lastNumber, event.name(), event.data());
        event.slot().ifPresentOrElse(slot -> latest.put(slot, told), () -> events.add(told));
        event.progress().ifPresent(reached -> progress = reached);
    }

    List<StoredEvent> eventsAfter(long number) {
        return Stream.concat(events.stream(), latest.values().stream())
                .filter(event -> event.number() > number)
                .sorted(Comparator.comparingLong(StoredEvent::number))
                .toList();
    }

    boolean has(int sample) {
        return made.stream().anyMatch(picture -> picture.sample() == sample);
    }

    void keep(EncodedImage image) {
        pictures.put(image.sample(), image);
        made.add(new StoredRequest.StoredPicture(image.sample(), image.seed(), image.width(), image.height()));
        made.sort(Comparator.comparingInt(StoredRequest.StoredPicture::sample));
    }

    /** What is left to do. */
    Turn.Duty duty(int mostAttempts) {
        return switch (status) {
            case COMPLETED -> Turn.Duty.SETTLE;
            case FAILED -> Turn.Duty.RELEASE;
            case QUEUED, PROCESSING ->
                hasAllPictures()
                        ? Turn.Duty.CHARGE
                        : attempts >= (direct ? 1 : mostAttempts) ? Turn.Duty.GIVE_UP : Turn.Duty.RUN;
        };
    }

    /** By somebody whose turn it is from now on. */
    Turn taken(Turn.Duty duty, Instant until) {
        fence++;
        lease = until;
        status = status.ended() ? status : RequestStatus.PROCESSING;
        return new Turn(request.id(), request.caller(), request.cost(), fence, attempts, duty);
    }

    void begin(Instant now) {
        attempts++;
        begun = Optional.of(now);
        progress = 0;
    }

    /**
     * Again.
     *
     * @param counted whether this was one of the attempts that it has
     */
    MemoryEntry waiting(boolean counted) {
        status = RequestStatus.QUEUED;
        attempts -= counted ? 0 : 1;
        begun = Optional.empty();
        return this;
    }

    void end(RequestStatus how, Instant now) {
        status = how;
        ended = Optional.of(now);
        latest.remove(EventData.PROGRESS);
        latest.remove(EventData.PREVIEW);
        request = request.withoutPictures();
    }

    long pictureBytes() {
        return pictures.values().stream()
                .mapToLong(image -> image.file().length)
                .sum();
    }

    StoredRequest stored(OptionalLong position) {
        return new StoredRequest(
                request.id(),
                request.caller(),
                status,
                request.work().samples(),
                request.work().seed(),
                request.work().format(),
                request.cost(),
                position,
                attempts,
                progress,
                List.copyOf(made),
                backend,
                remaining,
                failure,
                new StoredRequest.Times(submitted, begun, ended),
                request.delivery());
    }
}
