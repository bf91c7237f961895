package dev.likeness.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.error.Overloaded;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostResolverTest {

    private final Vertx vertx = Vertx.vertx();
    private final CountDownLatch answered = new CountDownLatch(1);
    private final AtomicInteger lookups = new AtomicInteger();

    /** Of a name server that does not answer before the test wants it. */
    private final HostResolver.OfTheSystem resolver = new HostResolver.OfTheSystem(vertx, host -> {
        lookups.incrementAndGet();
        try {
            answered.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    });

    private final List<Cancellable> waiting = new ArrayList<>();
    private final CountDownLatch resolved = new CountDownLatch(HostResolver.OfTheSystem.MAX_PENDING);

    @AfterEach
    void stop() {
        answered.countDown();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void lookUp(int count) {
        for (int i = 0; i < count; i++) {
            waiting.add(resolver.resolve("slow.test").subscribe().with(found -> resolved.countDown(), failed -> {}));
        }
    }

    @Test
    void a_name_server_that_does_not_answer_takes_no_workers() {
        lookUp(100);

        assertThat(vertx.executeBlocking(() -> "done", false)
                        .toCompletionStage()
                        .toCompletableFuture())
                .succeedsWithin(Duration.ofSeconds(60));
    }

    @Test
    void look_ups_that_wait_are_bounded() throws Exception {
        lookUp(HostResolver.OfTheSystem.MAX_PENDING);

        assertThatThrownBy(() -> resolver.resolve("more.test").await().atMost(Duration.ofSeconds(60)))
                .isInstanceOf(Overloaded.class);

        answered.countDown();
        assertThat(resolved.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(resolver.resolve("more.test").await().atMost(Duration.ofSeconds(60)))
                .containsExactly(InetAddress.getLoopbackAddress());
    }

    @Test
    void a_look_up_that_was_cancelled_before_its_turn_is_not_made() {
        lookUp(500);
        waiting.forEach(Cancellable::cancel);
        answered.countDown();

        resolver.resolve("last.test").await().atMost(Duration.ofSeconds(60));

        assertThat(lookups.get()).isLessThan(100);
    }
}
