package dev.likeness.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.likeness.TestConfig;
import dev.likeness.error.Overloaded;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<String> began = new ArrayList<>();

    @Test
    void as_many_run_as_are_configured_and_the_next_waits() {
        Admission admission = admission(2, 5);
        begin(admission, "a");
        begin(admission, "b");

        begin(admission, "c");

        assertThat(began).containsExactly("a", "b");
        assertThat(gauge("in.flight")).isEqualTo(2);
        assertThat(gauge("waiting")).isEqualTo(1);
    }

    @Test
    void those_who_wait_begin_in_the_order_they_came() {
        Admission admission = admission(1, 3);
        Admission.Ticket a = begin(admission, "a");
        Admission.Ticket b = begin(admission, "b");
        Admission.Ticket c = begin(admission, "c");
        begin(admission, "d");

        a.close();
        assertThat(began).containsExactly("a", "b");
        b.close();
        c.close();

        assertThat(began).containsExactly("a", "b", "c", "d");
    }

    @Test
    void beyond_the_waiting_places_one_is_refused_at_once_and_told_when_to_come_back() {
        Admission admission = admission(1, 1);
        begin(admission, "a");
        begin(admission, "b");

        Overloaded refused = catchThrowableOfType(Overloaded.class, admission::enter);

        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(refused).hasMessageContaining("7 s");
    }

    @Test
    void a_place_is_taken_by_entering_not_by_running() {
        Admission admission = admission(1, 0);
        admission.enter();

        assertThatThrownBy(admission::enter).isInstanceOf(Overloaded.class);
    }

    @Test
    void closing_frees_the_place_once_however_often_it_is_closed() {
        Admission admission = admission(1, 0);
        Admission.Ticket a = begin(admission, "a");

        a.close();
        a.close();
        admission.enter();

        assertThatThrownBy(admission::enter).isInstanceOf(Overloaded.class);
    }

    @Test
    void closing_twice_lets_only_one_more_run() {
        Admission admission = admission(1, 2);
        Admission.Ticket a = begin(admission, "a");
        begin(admission, "b");
        begin(admission, "c");

        a.close();
        a.close();

        assertThat(began).containsExactly("a", "b");
    }

    @Test
    void who_gives_up_waiting_is_passed_over_and_never_begins() {
        Admission admission = admission(1, 2);
        Admission.Ticket a = begin(admission, "a");
        Admission.Ticket b = begin(admission, "b");
        begin(admission, "c");

        b.close();
        a.close();

        assertThat(began).containsExactly("a", "c");
        assertThat(gauge("waiting")).isZero();
    }

    @Test
    void who_leaves_without_having_run_makes_room_to_wait() {
        Admission admission = admission(1, 1);
        begin(admission, "a");
        admission.enter().close();

        begin(admission, "b");

        assertThat(began).containsExactly("a");
    }

    @Test
    void a_ticket_that_was_closed_first_never_gets_its_turn() {
        Admission admission = admission(1, 0);
        Admission.Ticket ticket = admission.enter();
        ticket.close();

        ticket.turn().subscribe().with(x -> began.add("closed"));

        assertThat(began).isEmpty();
        assertThat(gauge("in.flight")).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void any_order_of_entering_asking_and_leaving_keeps_the_limits_and_the_order(long seed) {
        Random random = new Random(seed);
        int running = 1 + random.nextInt(4), waiting = random.nextInt(5);
        Admission admission = admission(running, waiting);
        List<Admission.Ticket> open = new ArrayList<>();
        List<Admission.Ticket> asked = new ArrayList<>();
        List<Admission.Ticket> expected = new ArrayList<>();
        List<Admission.Ticket> begun = new ArrayList<>();

        for (int step = 0; step < 5_000; step++) {
            int choice = random.nextInt(3);
            if (choice == 0) {
                if (open.size() == running + waiting) {
                    assertThatThrownBy(admission::enter).isInstanceOf(Overloaded.class);
                } else {
                    open.add(admission.enter());
                }
            } else if (choice == 1 && !open.isEmpty()) {
                Admission.Ticket ticket = open.get(random.nextInt(open.size()));
                if (!asked.contains(ticket)) {
                    asked.add(ticket);
                    expected.add(ticket);
                    ticket.turn().subscribe().with(x -> begun.add(ticket));
                }
            } else if (!open.isEmpty()) {
                Admission.Ticket ticket = open.remove(random.nextInt(open.size()));
                if (!begun.contains(ticket)) {
                    expected.remove(ticket);
                }
                asked.remove(ticket);
                ticket.close();
            }
            long now = asked.stream().filter(begun::contains).count();
            assertThat(now).isEqualTo(Math.min(running, asked.size()));
            assertThat(admission.running()).isEqualTo((int) now);
            assertThat(admission.waiting()).isEqualTo(asked.size() - (int) now);
            assertThat(begun).isEqualTo(expected.subList(0, begun.size()));
        }
        open.forEach(Admission.Ticket::close);
        assertThat(admission.running()).isZero();
        assertThat(admission.waiting()).isZero();
    }

    @Test
    void many_threads_never_run_more_than_are_allowed_and_leave_nothing_behind() throws Exception {
        Admission admission = admission(3, 4);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<?>> all = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            all.add(threads.submit(() -> {
                go.await();
                for (int i = 0; i < 3_000; i++) {
                    enterAndLeave(admission, running, most);
                }
                return null;
            }));
        }

        go.countDown();
        for (Future<?> one : all) {
            one.get();
        }
        threads.shutdown();

        assertThat(most.get()).isBetween(1, 3);
        assertThat(gauge("in.flight")).isZero();
        assertThat(gauge("waiting")).isZero();
        for (int i = 0; i < 7; i++) {
            admission.enter();
        }
        assertThatThrownBy(admission::enter).isInstanceOf(Overloaded.class);
    }

    private static void enterAndLeave(Admission admission, AtomicInteger running, AtomicInteger most) {
        Admission.Ticket ticket;
        try {
            ticket = admission.enter();
        } catch (Overloaded full) {
            return;
        }
        AtomicInteger counted = new AtomicInteger();
        ticket.turn().subscribe().with(turn -> {
            if (counted.compareAndSet(0, 1)) {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
            }
        });
        if (ThreadLocalRandom.current().nextBoolean()) {
            Thread.yield();
        }
        if (!counted.compareAndSet(0, 2)) {
            running.decrementAndGet();
        }
        ticket.close();
        if (ThreadLocalRandom.current().nextInt(4) == 0) {
            ticket.close();
        }
    }

    private Admission.Ticket begin(Admission admission, String name) {
        Admission.Ticket ticket = admission.enter();
        ticket.turn().subscribe().with(turn -> began.add(name));
        return ticket;
    }

    private double gauge(String name) {
        return metrics.get("likeness.generations." + name).gauge().value();
    }

    private Admission admission(int running, int waiting) {
        return new Admission(
                TestConfig.of(
                        FlowConfig.class,
                        Map.of(
                                "likeness.admission.running",
                                Integer.toString(running),
                                "likeness.admission.waiting",
                                Integer.toString(waiting),
                                "likeness.admission.retry-after",
                                "7s")),
                metrics);
    }
}
