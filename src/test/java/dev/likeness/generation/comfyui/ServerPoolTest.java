package dev.likeness.generation.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.TestConfig;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerPoolTest {

    private static final String WORKFLOW = "any";

    private final Vertx vertx = Vertx.vertx();
    private final ServerPool pool = poolOfOne();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Else its log lines would be those of a request that is over, and so would be what it keeps in its context. */
    @Test
    void a_place_that_was_waited_for_is_handed_over_in_the_waiting_jobs_own_context() throws Exception {
        Slot first =
                pool.acquire(WORKFLOW, Set.of()).invoke(Slot::taken).await().indefinitely();
        Context own = vertx.getOrCreateContext();
        CompletableFuture<Context> goesOnIn = new CompletableFuture<>();
        own.runOnContext(tick -> pool.acquire(WORKFLOW, Set.of()).subscribe().with(slot -> {
            slot.taken();
            goesOnIn.complete(Vertx.currentContext());
        }));
        FakeComfy.await("the second job to wait", () -> pool.jobs() == 2);

        first.close();

        assertThat(goesOnIn.get(30, TimeUnit.SECONDS)).isSameAs(own);
    }

    private static ServerPool poolOfOne() {
        ComfyConfig config = TestConfig.of(ComfyConfig.class, Map.of());
        Address address = Address.of("likeness.comfyui.urls", URI.create("http://gpu:8188"), Map.of());
        ServerPool pool = new ServerPool(config);
        pool.consistsOf(List.of(new ComfyServer(address, null, config)));
        Member member = pool.members().get(0);
        pool.tell(() -> {
            member.answers();
            member.lacks(Map.of(WORKFLOW, List.of()));
        });
        pool.surveyed();
        return pool;
    }
}
