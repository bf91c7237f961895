package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.AtOnce;
import dev.likeness.error.InvalidRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadingsTest {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Readings<String> readings = new Readings<>("pose", 2, Runnable::run, metrics);
    private final List<UniEmitter<? super String>> begun = new CopyOnWriteArrayList<>();
    private final AtomicInteger cancelled = new AtomicInteger();

    @Test
    void the_same_picture_is_not_read_twice() {
        UniAssertSubscriber<String> first = ask("a");
        begun.get(0).complete("read");
        UniAssertSubscriber<String> second = ask("a");

        first.assertItem("read");
        second.assertItem("read");
        assertThat(begun).hasSize(1);
        assertThat(requests("miss")).isEqualTo(1);
        assertThat(requests("hit")).isEqualTo(1);
    }

    @Test
    void another_picture_is_read() {
        ask("a");
        begun.get(0).complete("of a");
        UniAssertSubscriber<String> other = ask("b");
        begun.get(1).complete("of b");

        other.assertItem("of b");
    }

    @Test
    void who_comes_while_it_is_read_waits_for_the_same_reading() {
        UniAssertSubscriber<String> first = ask("a");
        UniAssertSubscriber<String> second = ask("a");
        assertThat(begun).hasSize(1);
        second.assertNotTerminated();
        begun.get(0).complete("read");

        first.assertItem("read");
        second.assertItem("read");
        assertThat(requests("shared")).isEqualTo(1);
    }

    @Test
    void one_who_leaves_does_not_take_the_reading_from_the_others() {
        UniAssertSubscriber<String> first = ask("a");
        UniAssertSubscriber<String> second = ask("a");
        first.cancel();
        assertThat(cancelled).hasValue(0);
        begun.get(0).complete("read");

        second.assertItem("read");
    }

    @Test
    void when_the_last_one_leaves_the_reading_is_given_up_and_the_next_begins_anew() {
        UniAssertSubscriber<String> first = ask("a");
        UniAssertSubscriber<String> second = ask("a");
        first.cancel();
        second.cancel();
        assertThat(cancelled).hasValue(1);

        UniAssertSubscriber<String> third = ask("a");
        begun.get(1).complete("again");
        third.assertItem("again");
    }

    @Test
    void a_failure_is_told_to_all_who_wait_and_not_remembered() {
        UniAssertSubscriber<String> first = ask("a");
        UniAssertSubscriber<String> second = ask("a");
        begun.get(0).fail(InvalidRequest.image("pose_image", "broken"));
        first.assertFailedWith(InvalidRequest.class);
        second.assertFailedWith(InvalidRequest.class);

        ask("a");
        assertThat(begun).hasSize(2);
    }

    @Test
    void the_longest_unused_is_forgotten_first() {
        for (String picture : List.of("a", "b")) {
            ask(picture);
            begun.get(begun.size() - 1).complete("of " + picture);
        }
        ask("a").assertItem("of a");
        ask("c");
        begun.get(2).complete("of c");
        assertThat(metrics.get("likeness.pose.cache.entries").gauge().value()).isEqualTo(2);

        ask("a").assertItem("of a");
        ask("b").assertNotTerminated();
    }

    @Test
    void with_no_entries_every_picture_is_read() {
        Readings<String> none = new Readings<>("face", 0, Runnable::run, metrics);
        AtomicInteger reads = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            none.of(picture("pose_image", "a"), () -> Uni.createFrom().item("read " + reads.incrementAndGet()))
                    .await()
                    .indefinitely();
        }

        assertThat(reads).hasValue(2);
    }

    @Test
    void pictures_of_different_fields_are_told_apart_since_a_failure_names_the_field() {
        ask("a");
        readings.of(picture("face_image", "a"), this::reading).subscribe().withSubscriber(UniAssertSubscriber.create());

        assertThat(begun).hasSize(2);
    }

    @Test
    void of_many_at_once_who_come_and_go_everybody_who_stays_is_answered() throws Exception {
        Readings<String> raced = new Readings<>("race", 2, Runnable::run, metrics);
        List<UniAssertSubscriber<String>> stayed = new CopyOnWriteArrayList<>();
        List<Runnable> all = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            Random random = new Random(i);
            String picture = "p" + random.nextInt(3);
            boolean leaves = random.nextBoolean();
            all.add(() -> {
                UniAssertSubscriber<String> one = raced.of(picture("pose_image", picture), () -> slowly(picture))
                        .subscribe()
                        .withSubscriber(UniAssertSubscriber.create());
                if (leaves) {
                    one.cancel();
                } else {
                    stayed.add(one);
                }
            });
        }

        AtOnce.run(all);

        assertThat(stayed)
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.awaitItem().getItem()).startsWith("read p"));
    }

    private static Uni<String> slowly(String picture) {
        return Uni.createFrom().emitter(emitter -> {
            Thread reader = new Thread(() -> emitter.complete("read " + picture));
            reader.start();
        });
    }

    private UniAssertSubscriber<String> ask(String picture) {
        return readings.of(picture("pose_image", picture), this::reading)
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    private Uni<String> reading() {
        return Uni.createFrom().<String>emitter(begun::add).onCancellation().invoke(cancelled::incrementAndGet);
    }

    private static EncodedPicture picture(String field, String content) {
        return new EncodedPicture(field, content.getBytes(), 256, 384);
    }

    private double requests(String result) {
        return metrics.get("likeness.pose.cache.requests")
                .tag("what", "pose")
                .tag("result", result)
                .counter()
                .count();
    }
}
