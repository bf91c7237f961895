package dev.likeness.requests;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.likeness.TestConfig;
import dev.likeness.credits.CreditLedger;
import dev.likeness.credits.LedgerEntry;
import dev.likeness.credits.TestCredits;
import dev.likeness.flow.CharacterFlow;
import dev.likeness.flow.FlowEvent;
import dev.likeness.flow.FlowUnderTest;
import dev.likeness.generation.GeneratedImage;
import dev.likeness.generation.GenerationBackend;
import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.GenerationJob;
import dev.likeness.generation.JobTaken;
import dev.likeness.shutdown.TestShutdown;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Both kinds of requests over a store, with a ledger in memory; store and ledger can be made to stand still. */
final class ServiceUnderTest {

    static final Delivery DELIVERY = new Delivery("https://pictures.example", Optional.empty());
    static final IdempotencyKey KEY = new IdempotencyKey("scope", "body");

    final Away away = new Away();
    final RequestStore store;
    final CreditLedger ledger;
    final CharacterFlow flow;
    final Requests queued;
    final KeyedRequests direct;

    /** @param credits of {@link TestCredits#ADA}; a picture costs one */
    ServiceUnderTest(RequestStore store, Map<String, String> configuration, String credits) {
        this.store = store;
        ledger = TestCredits.ledger(new SimpleMeterRegistry(), credits);
        RequestStore seen = away.in(RequestStore.class, store);
        CreditLedger paid = away.in(CreditLedger.class, ledger);
        RequestsConfig config = TestConfig.of(RequestsConfig.class, configuration);
        RequestMoney money = new RequestMoney(paid, config, TestCredits.CONFIG);
        flow = FlowUnderTest.of(new OnePicture(), Runnable::run, paid, 8, 8).flow;
        queued = new Requests(flow, seen, money);
        direct = new KeyedRequests(
                seen, money, flow, config, new Heartbeat(seen, config), TestShutdown.never(), new ObjectMapper());
    }

    Uni<Submitted> submit(UUID id) {
        return queued.submit(
                id,
                TestCredits.ADA,
                FlowUnderTest.request(1, 64, 64, 7),
                Uni.createFrom().item(DELIVERY),
                Optional.of(KEY));
    }

    Multi<FlowEvent> run(UUID id) {
        return direct.run(
                id, TestCredits.ADA, FlowUnderTest.request(1, 64, 64, 7), KEY, KeyedRequests.Answered::events);
    }

    BigDecimal balance() {
        return ledger.balance(TestCredits.ADA).await().indefinitely();
    }

    List<LedgerEntry> entries() {
        return TestCredits.entries(ledger);
    }

    private static final class OnePicture implements GenerationBackend {

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
            return Multi.createFrom()
                    .items(
                            new JobTaken(),
                            new GeneratedImage(0, 7, new GeneratedImage.Pixels(64, 64, new int[64 * 64])));
        }
    }
}
