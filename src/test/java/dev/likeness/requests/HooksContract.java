package dev.likeness.requests;

import static dev.likeness.requests.StoreSteps.done;
import static dev.likeness.requests.TestRequests.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.AtOnce;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What holds of webhooks wherever requests are kept. */
abstract class HooksContract {

    private static final Map<String, String> USUAL = Map.of();
    private static final String ONE = "https://one.example:443";
    private static final String OTHER = "https://other.example:443";
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(50);

    /** A replica with this configuration. */
    abstract RequestStore replica(Map<String, String> configuration);

    /** Lets so much time pass by the store's clock. */
    abstract void pass(Duration time);

    /** A request that has failed. */
    private static UUID ended(RequestStore store, String receiver) {
        NewRequest request = told(receiver);
        done(store.submit(request));
        Turn cancelled = done(store.cancel(request.id(), Telling.error(Failed.CANCELLED)))
                .orElseThrow();
        done(store.close(cancelled));
        return request.id();
    }

    private static List<Hook> taken(RequestStore store) {
        return done(store.hooks().take(10, Set.of(), LONG));
    }

    @Test
    void while_a_request_has_not_ended_nobody_is_told() {
        RequestStore store = replica(USUAL);
        done(store.submit(told(ONE)));
        done(store.take(1));

        assertThat(taken(store)).isEmpty();
        assertThat(done(store.hooks().waiting())).isZero();
    }

    @Test
    void its_end_is_to_be_told_whichever_it_is() {
        RequestStore store = replica(USUAL);
        UUID cancelled = ended(store, ONE);
        assertThat(taken(store)).containsExactly(new Hook(cancelled, ONE, 1));
        assertThat(done(store.find(cancelled)).orElseThrow().delivery().webhook())
                .contains(new Webhook(ONE + "/hook", ONE));

        done(store.submit(told(OTHER)));
        Turn turn = done(store.take(1)).get(0);
        done(store.work(turn));
        done(store.keep(turn, TestRequests.image(0, 5), TestRequests.telling("image")));
        done(store.complete(turn, BigDecimal.ONE, TestRequests.telling("done")));

        assertThat(taken(store)).containsExactly(new Hook(turn.id(), OTHER, 1));
        assertThat(done(store.hooks().waiting())).isEqualTo(2);
    }

    @Test
    void one_without_a_webhook_is_told_to_nobody() {
        RequestStore store = replica(USUAL);
        NewRequest request = TestRequests.request();
        done(store.submit(request));
        done(store.cancel(request.id(), TestRequests.telling("error")));

        assertThat(taken(store)).isEmpty();
    }

    @Test
    void what_is_taken_is_nobody_elses_for_a_while() {
        RequestStore store = replica(USUAL);
        ended(store, ONE);
        assertThat(taken(store)).hasSize(1);

        assertThat(taken(replica(USUAL))).isEmpty();
    }

    @Test
    void what_a_replica_that_is_gone_has_taken_is_taken_by_another() {
        RequestStore dead = replica(USUAL);
        UUID id = ended(dead, ONE);
        assertThat(done(dead.hooks().take(10, Set.of(), SHORT))).hasSize(1);

        pass(SHORT.multipliedBy(2));

        assertThat(taken(replica(USUAL))).containsExactly(new Hook(id, ONE, 2));
    }

    @Test
    void what_is_done_is_over() {
        RequestStore store = replica(USUAL);
        ended(store, ONE);
        Hook hook = done(store.hooks().take(10, Set.of(), SHORT)).get(0);

        done(store.hooks().done(hook));

        pass(SHORT.multipliedBy(2));
        assertThat(taken(store)).isEmpty();
        assertThat(done(store.hooks().waiting())).isZero();
        done(store.hooks().again(hook, Duration.ZERO));
        assertThat(taken(store)).isEmpty();
    }

    @Test
    void what_is_to_be_tried_again_is_due_then() {
        RequestStore store = replica(USUAL);
        UUID id = ended(store, ONE);
        Hook hook = taken(store).get(0);

        done(store.hooks().again(hook, SHORT));

        assertThat(taken(store)).isEmpty();
        pass(SHORT.multipliedBy(2));
        assertThat(taken(store)).containsExactly(new Hook(id, ONE, 2));
    }

    @Test
    void of_each_receiver_one_is_taken_at_a_time() {
        RequestStore store = replica(USUAL);
        List<UUID> many = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            many.add(ended(store, ONE));
        }
        UUID other = ended(store, OTHER);

        List<Hook> first = taken(store);

        assertThat(first).hasSize(2).extracting(Hook::id).contains(other).containsAnyElementsOf(many);
        assertThat(taken(store)).hasSize(1).extracting(Hook::receiver).containsExactly(ONE);
    }

    @Test
    void of_a_busy_receiver_none_is_taken() {
        RequestStore store = replica(USUAL);
        for (int i = 0; i < 20; i++) {
            ended(store, ONE);
        }
        UUID other = ended(store, OTHER);

        assertThat(done(store.hooks().take(10, Set.of(ONE), LONG)))
                .extracting(Hook::id)
                .containsExactly(other);
    }

    @Test
    void no_more_are_taken_than_there_is_room_for() {
        RequestStore store = replica(USUAL);
        for (int i = 0; i < 5; i++) {
            ended(store, String.format(Locale.ROOT, "https://receiver-%d.example:443", i));
        }

        assertThat(done(store.hooks().take(3, Set.of(), LONG))).hasSize(3);
        assertThat(taken(store)).hasSize(2);
    }

    @Test
    void each_is_taken_by_one_alone() throws Exception {
        List<RequestStore> replicas = List.of(replica(USUAL), replica(USUAL));
        Set<UUID> ids = new java.util.HashSet<>();
        for (int i = 0; i < 30; i++) {
            ids.add(ended(replicas.get(0), i % 2 == 0 ? ONE : OTHER));
        }
        ConcurrentLinkedQueue<UUID> taken = new ConcurrentLinkedQueue<>();
        List<Runnable> takers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            RequestStore store = replicas.get(i % 2);
            takers.add(() -> taken(store).forEach(hook -> taken.add(hook.id())));
        }

        AtOnce.run(takers);

        assertThat(taken).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void replicas_hear_that_there_is_one_to_call() throws Exception {
        CountDownLatch heard = new CountDownLatch(1);
        replica(USUAL).changes().onHooked(heard::countDown);

        ended(replica(USUAL), ONE);

        assertThat(heard.await(60, TimeUnit.SECONDS)).isTrue();
    }
}
