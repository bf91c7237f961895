package dev.likeness.flow;

import dev.likeness.credits.Reservation;
import dev.likeness.flow.CharacterFlow.Pictures;
import dev.likeness.flow.Stages.Stage;
import dev.likeness.generation.GenerationJob;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.UUID;

/** One request whose credits are set aside: it waits for its turn, is worked on, and its credits are settled or released. */
final class CharacterRun {

    private final UUID id;
    private final CharacterRequest request;
    private final Pictures pictures;
    private final Admission.Ticket place;
    private final Reservation reservation;
    private final Holdings holdings;
    private final Studio studio;
    private final Stages stages;
    private long begunNanos;

    CharacterRun(
            UUID id,
            CharacterRequest request,
            Pictures pictures,
            Admission.Ticket place,
            Reservation reservation,
            Holdings holdings,
            Studio studio,
            Stages stages) {
        this.id = id;
        this.request = request;
        this.pictures = pictures;
        this.place = place;
        this.reservation = reservation;
        this.holdings = holdings;
        this.studio = studio;
        this.stages = stages;
    }

    /** A failure is told once the credits are back; whoever cancels has {@link Holdings} give them back. */
    Multi<FlowEvent> events() {
        return Multi.createBy()
                .concatenating()
                .streams(accepted(), worked(), settled())
                .onFailure()
                .call(reservation::release);
    }

    private Multi<FlowEvent> accepted() {
        return Multi.createFrom()
                .item(new FlowEvent.Accepted(
                        studio.backend(), reservation.amount(), reservation.remaining(), request.seed()));
    }

    private Multi<FlowEvent> worked() {
        return stages.timed(Stage.WAIT, place.turn())
                .invoke(() -> begunNanos = System.nanoTime())
                .chain(() -> stages.timed(Stage.POSE, studio.read(pictures.face(), pictures.pose())))
                .onItem()
                .transformToMulti(reading -> Multi.createBy()
                        .concatenating()
                        .streams(
                                Multi.createFrom().iterable(reading.events()),
                                studio.generate(job(reading), request.format(), request.quality(), holdings)));
    }

    private Multi<FlowEvent> settled() {
        return Uni.createFrom()
                .deferred(reservation::settle)
                .<FlowEvent>map(x -> new FlowEvent.Done(
                        reservation.amount(),
                        reservation.remaining(),
                        Duration.ofNanos(System.nanoTime() - begunNanos)))
                .toMulti();
    }

    private GenerationJob job(Studio.Reading reading) {
        OutputSize.Custom size = request.size().resolve(pictures.pose());
        return new GenerationJob(
                id,
                request.prompt(),
                request.negativePrompt(),
                pictures.face(),
                reading.face(),
                pictures.pose(),
                reading.skeleton(),
                size.width(),
                size.height(),
                request.seed(),
                request.samples(),
                request.identityStrength(),
                request.poseStrength(),
                request.profile());
    }
}
