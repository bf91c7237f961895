package dev.likeness.requests;

import static dev.likeness.requests.StoreSteps.HASTY;
import static dev.likeness.requests.StoreSteps.PATIENT;
import static dev.likeness.requests.StoreSteps.SHORT;
import static dev.likeness.requests.StoreSteps.begun;
import static dev.likeness.requests.StoreSteps.completed;
import static dev.likeness.requests.StoreSteps.done;
import static dev.likeness.requests.StoreSteps.events;
import static dev.likeness.requests.StoreSteps.found;
import static dev.likeness.requests.StoreSteps.submitted;
import static dev.likeness.requests.StoreSteps.taken;
import static dev.likeness.requests.TestRequests.ADA;
import static dev.likeness.requests.TestRequests.image;
import static dev.likeness.requests.TestRequests.request;
import static dev.likeness.requests.TestRequests.telling;
import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.flow.FlowEvent;
import dev.likeness.requests.Turn.Duty;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Requests that another replica goes on with: theirs is not heard of any more, or has put them back. */
interface TakeOverContract extends StoreReplicas {

    private static void completedBy(RequestStore store, Turn turn, UUID id) {
        assertThat(done(store.keep(turn, image(1, 6), telling("image")))).isTrue();
        assertThat(done(store.complete(turn, BigDecimal.ONE, telling("done")))).isTrue();
        assertThat(found(store, id).status()).isEqualTo(RequestStatus.COMPLETED);
    }

    @Test
    default void requests_of_a_replica_that_is_not_heard_of_are_taken_over() {
        RequestStore dead = replica(HASTY);
        UUID id = submitted(dead, request());
        Turn first = begun(dead);

        Turn second = takenOver(replica(HASTY));

        assertThat(second.id()).isEqualTo(id);
        assertThat(second.duty()).isEqualTo(Duty.RUN);
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.fence()).isGreaterThan(first.fence());
    }

    @Test
    default void one_that_is_heard_of_keeps_them() {
        RequestStore alive = replica(PATIENT);
        submitted(alive, request());
        Turn turn = begun(alive);

        pass(SHORT);

        assertThat(done(alive.beat(List.of(turn)))).isEmpty();
        assertThat(done(replica(PATIENT).take(1))).isEmpty();
    }

    @Test
    default void whoever_wakes_late_changes_nothing() {
        RequestStore late = replica(HASTY);
        RequestStore next = replica(HASTY);
        UUID id = submitted(late, request(ADA, 2, 10));
        Turn old = begun(late);
        done(late.keep(old, image(0, 5), telling("image")));
        Turn current = takenOver(next);
        done(next.work(current));

        assertThat(done(late.beat(List.of(old)))).containsExactly(old);
        assertThat(done(late.work(old))).isEmpty();
        assertThat(done(late.tell(old, telling("late")))).isFalse();
        assertThat(done(late.assigned(old, "late", telling("late")))).isFalse();
        assertThat(done(late.keep(old, image(1, 5), telling("late")))).isFalse();
        assertThat(done(late.complete(old, BigDecimal.ONE, telling("late")))).isFalse();
        assertThat(done(late.fail(old, Failed.INTERRUPTED, telling("late")))).isFalse();
        assertThat(done(late.putBack(old, true))).isFalse();
        done(late.close(old));

        assertThat(found(next, id).pictures())
                .extracting(StoredRequest.StoredPicture::sample)
                .containsExactly(0);
        assertThat(events(next, id, 0)).extracting(StoredEvent::name).doesNotContain("late");
        done(next.keep(current, image(0, 6), telling("image")));
        completedBy(next, current, id);
    }

    @Test
    default void a_picture_of_an_earlier_attempt_is_the_one_that_is_delivered_and_is_shown_once() {
        RequestStore store = replica(HASTY);
        UUID id = submitted(store, request(ADA, 2, 10));
        Turn first = begun(store);
        done(store.assigned(first, "one", Telling.backend(new FlowEvent.Taken("one"))));
        done(store.keep(first, image(0, 5), telling("image")));
        long seen = numbers(store, id).get(2);

        Turn second = takenOver(store);
        done(store.work(second));
        done(store.assigned(second, "two", Telling.backend(new FlowEvent.Taken("two"))));
        assertThat(done(store.keep(second, image(0, 6), telling("image")))).isTrue();
        completedBy(store, second, id);

        assertThat(events(store, id, 0))
                .extracting(StoredEvent::name)
                .containsExactly("accepted", "image", "backend", "image", "done");
        assertThat(events(store, id, seen)).extracting(StoredEvent::name).containsExactly("backend", "image", "done");
        assertThat(numbers(store, id)).isSorted().doesNotHaveDuplicates();
        assertThat(done(store.picture(id, 0))).contains(TestRequests.bytes(5));
        assertThat(found(store, id).backend()).contains("two");
    }

    private static List<Long> numbers(RequestStore store, UUID id) {
        return events(store, id, 0).stream().map(StoredEvent::number).toList();
    }

    @Test
    default void after_so_many_attempts_it_is_given_up() {
        RequestStore store = replica(HASTY);
        UUID id = submitted(store, request());
        begun(store);
        Turn second = takenOver(store);
        done(store.work(second));

        Turn third = takenOver(store);

        assertThat(third.duty()).isEqualTo(Duty.GIVE_UP);
        assertThat(done(store.fail(third, Failed.INTERRUPTED, telling("error"))))
                .isTrue();
        assertThat(found(store, id).attempts()).isEqualTo(2);
    }

    @Test
    default void one_whose_pictures_are_there_is_only_paid() {
        RequestStore store = replica(HASTY);
        UUID id = submitted(store, request(ADA, 2, 10));
        Turn first = begun(store);
        done(store.keep(first, image(0, 5), telling("image")));
        done(store.keep(first, image(1, 5), telling("image")));

        Turn second = takenOver(store);

        assertThat(second.duty()).isEqualTo(Duty.CHARGE);
        assertThat(done(store.complete(second, BigDecimal.ONE, telling("done"))))
                .isTrue();
        assertThat(found(store, id).pictures()).hasSize(2);
        assertThat(found(store, id).attempts()).isEqualTo(1);
    }

    @Test
    default void one_that_ended_and_was_not_let_go_is_looked_after() {
        RequestStore store = replica(HASTY);
        submitted(store, request());
        submitted(store, request());
        Turn completed = begun(store);
        done(store.keep(completed, image(0, 5), telling("image")));
        done(store.complete(completed, BigDecimal.ONE, telling("done")));
        Turn failed = begun(store);
        done(store.fail(failed, Failed.INTERRUPTED, telling("error")));

        pass(SHORT.multipliedBy(2));
        List<Turn> turns = done(store.take(10));

        assertThat(turns).extracting(Turn::duty).containsExactly(Duty.SETTLE, Duty.RELEASE);
        turns.forEach(turn -> done(store.close(turn)));
        pass(SHORT.multipliedBy(2));
        assertThat(done(store.take(10))).isEmpty();
    }

    @Test
    default void put_back_it_is_the_next_and_has_all_its_attempts() {
        RequestStore store = replica(PATIENT);
        UUID first = submitted(store, request());
        UUID second = submitted(store, request());
        Turn turn = begun(store);

        assertThat(done(store.putBack(turn, false))).isTrue();

        StoredRequest found = found(store, first);
        assertThat(found.status()).isEqualTo(RequestStatus.QUEUED);
        assertThat(found.position()).isEqualTo(OptionalLong.of(1));
        assertThat(found(store, second).position()).isEqualTo(OptionalLong.of(2));
        List<Turn> next = done(replica(PATIENT).take(2));
        assertThat(next).extracting(Turn::id).containsExactly(first, second);
        assertThat(next.get(0).attempt()).isEqualTo(1);
        assertThat(done(store.keep(turn, image(0, 5), telling("image")))).isFalse();
    }

    @Test
    default void put_back_after_an_attempt_that_counts_it_has_one_less() {
        RequestStore store = replica(PATIENT);
        submitted(store, request());

        done(store.putBack(begun(store), true));

        Turn second = begun(store);
        assertThat(second.attempt()).isEqualTo(2);
        done(store.putBack(second, true));
        assertThat(taken(store).duty()).isEqualTo(Duty.GIVE_UP);
    }
}
