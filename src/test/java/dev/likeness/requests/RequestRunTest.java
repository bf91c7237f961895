package dev.likeness.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.TestConfig;
import dev.likeness.credits.CreditLedger;
import dev.likeness.credits.TestCredits;
import dev.likeness.error.BackendFailed;
import dev.likeness.error.BackendUnavailable;
import dev.likeness.error.ShuttingDown;
import dev.likeness.error.StoreUnavailable;
import dev.likeness.flow.FlowUnderTest;
import dev.likeness.generation.GeneratedImage;
import dev.likeness.generation.GenerationBackend;
import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.GenerationJob;
import dev.likeness.generation.JobTaken;
import dev.likeness.shutdown.TestShutdown;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Multi;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRunTest {

    private static final BigDecimal OPENING = BigDecimal.TEN;

    private final Away away = new Away();
    private final CreditLedger ledger =
            away.in(CreditLedger.class, TestCredits.ledger(new SimpleMeterRegistry(), OPENING.toString()));
    private RequestStore store;

    @ParameterizedTest
    @ValueSource(strings = {"work", "reserve", "assigned", "keep", "complete", "close"})
    void a_store_that_is_away_at_any_step_is_waited_for(String step) {
        Turn turn = taken("30s");
        away.at(step, 1);

        run(turn, "30s", Multi.createFrom().items(new JobTaken(), picture()));

        assertThat(away.left(step)).as("calls that were not answered").isZero();
        assertThat(found(turn).status()).isEqualTo(RequestStatus.COMPLETED);
        assertThat(found(turn).attempts()).isEqualTo(1);
        assertThat(spent()).isEqualByComparingTo("1.25");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail", "forgo", "close"})
    void a_request_that_fails_is_told_so_and_costs_nothing_even_when_the_store_is_away_for_a_moment(String step) {
        Turn turn = taken("30s");
        away.at(step, 1);

        run(turn, "30s", Multi.createFrom().failure(new BackendFailed("it broke", null)));

        assertThat(away.left(step)).as("calls that were not answered").isZero();
        assertThat(found(turn).failure().map(Failed::code)).contains("backend_failed");
        assertThat(spent()).isZero();
    }

    @Test
    void a_request_whose_backend_is_away_waits_again_even_when_the_store_is_away_for_a_moment() {
        Turn turn = taken("30s");
        away.at("putBack", 1);

        assertThatThrownBy(() -> run(
                        turn,
                        "30s",
                        Multi.createFrom()
                                .failure(new BackendUnavailable("nobody there", Duration.ofSeconds(1), null))))
                .isInstanceOf(BackendUnavailable.class);

        assertThat(found(turn).status()).isEqualTo(RequestStatus.QUEUED);
    }

    @Test
    void what_is_cut_off_in_a_queue_that_ends_with_its_process_fails_and_costs_nothing() {
        Turn turn = taken("30s");
        ShuttingDown ending = new ShuttingDown("not ready in time; nothing was charged", Duration.ofSeconds(1));
        store.closeQueue(ending).await().indefinitely();

        run(turn, "30s", Multi.createFrom().failure(ending));

        assertThat(found(turn).failure()).contains(Failed.of(ending));
        assertThat(spent()).isZero();
    }

    @Test
    void a_request_whose_backend_is_away_fails_in_a_queue_that_ends_with_its_process() {
        Turn turn = taken("30s");
        store.closeQueue(new ShuttingDown("the process ends", Duration.ofSeconds(1)))
                .await()
                .indefinitely();
        BackendUnavailable away = new BackendUnavailable("nobody there", Duration.ofSeconds(1), null);

        assertThatThrownBy(() -> run(turn, "30s", Multi.createFrom().failure(away)))
                .isInstanceOf(BackendUnavailable.class);

        assertThat(found(turn).failure()).contains(Failed.of(away));
        assertThat(spent()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"work", "assigned", "keep", "complete"})
    void whoever_others_take_for_dead_by_now_leaves_the_request_to_them_as_it_is(String step) {
        Turn turn = taken("400ms");
        away.at(step, Integer.MAX_VALUE);

        assertThatThrownBy(() -> run(turn, "400ms", Multi.createFrom().items(new JobTaken(), picture())))
                .isInstanceOf(StoreUnavailable.class);

        assertThat(found(turn).status()).isEqualTo(RequestStatus.PROCESSING);
    }

    private Turn taken(String takeOverAfter) {
        store = new InMemoryRequestStore(config(takeOverAfter), Long.MAX_VALUE, Clock.systemUTC());
        store.submit(request()).await().indefinitely();
        return store.take(1).await().indefinitely().get(0);
    }

    private static RequestsConfig config(String takeOverAfter) {
        return TestConfig.of(RequestsConfig.class, Map.of("likeness.requests.take-over-after", takeOverAfter));
    }

    private static NewRequest request() {
        return new NewRequest(
                UUID.randomUUID(),
                TestCredits.ADA,
                FlowUnderTest.request(1, 64, 64, 7),
                new BigDecimal("1.25"),
                new Delivery("https://pictures.example", Optional.empty()),
                Optional.empty());
    }

    private static GenerationEvent picture() {
        return new GeneratedImage(0, 7, new GeneratedImage.Pixels(64, 64, new int[64 * 64]));
    }

    private void run(Turn turn, String takeOverAfter, Multi<GenerationEvent> events) {
        RequestsConfig config = config(takeOverAfter);
        new RequestRun(
                        turn,
                        away.in(RequestStore.class, store),
                        new RequestMoney(ledger, config, TestCredits.CONFIG),
                        FlowUnderTest.of(new Scripted(events), Runnable::run, ledger, 1, 1).flow,
                        config,
                        TestShutdown.never())
                .toItsEnd()
                .await()
                .atMost(Duration.ofSeconds(30));
    }

    private StoredRequest found(Turn turn) {
        return store.find(turn.id()).await().indefinitely().orElseThrow();
    }

    private BigDecimal spent() {
        return OPENING.subtract(ledger.balance(TestCredits.ADA).await().indefinitely());
    }

    /** Every job goes like this. */
    private record Scripted(Multi<GenerationEvent> events) implements GenerationBackend {

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public boolean needsPose() {
            return false;
        }

        @Override
        public Multi<GenerationEvent> generate(GenerationJob job) {
            return events;
        }
    }
}
