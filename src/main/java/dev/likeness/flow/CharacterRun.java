package dev.likeness.flow;

import dev.likeness.credits.Reservation;
import dev.likeness.flow.Stages.Stage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** One request whose credits are set aside: it waits for its turn, is worked on, and its credits are settled or released. */
final class CharacterRun {

    private final Commission commission;
    private final Admission.Ticket place;
    private final Reservation reservation;
    private final Custody custody;
    private final Holdings holdings;
    private final Studio studio;
    private final Stages stages;
    private long begunNanos;

    CharacterRun(
            Commission commission,
            Admission.Ticket place,
            Reservation reservation,
            Custody custody,
            Holdings holdings,
            Studio studio,
            Stages stages) {
        this.commission = commission;
        this.place = place;
        this.reservation = reservation;
        this.custody = custody;
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
                        reservation.amount(),
                        reservation.remaining(),
                        commission.request().seed()));
    }

    private Multi<FlowEvent> worked() {
        Multi<FlowEvent> told = stages.timed(Stage.WAIT, place.turn())
                .invoke(() -> begunNanos = System.nanoTime())
                .onItem()
                .transformToMulti(turn -> studio.work(commission, holdings));
        // Where nobody takes the pictures the events need not be taken one by one.
        return custody instanceof Custody.WithPictures safe ? told.onItem().call(event -> kept(safe, event)) : told;
    }

    private static Uni<Void> kept(Custody.WithPictures safe, FlowEvent event) {
        return event instanceof FlowEvent.ImageReady ready
                ? safe.keep(ready.image())
                : Uni.createFrom().voidItem();
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
}
