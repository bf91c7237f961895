package dev.likeness.flow;

import dev.likeness.credits.CreditLedger;
import dev.likeness.credits.TestCredits;
import dev.likeness.faults.Direction;
import dev.likeness.faults.FaultProxy;
import dev.likeness.store.TestRedis;
import dev.likeness.store.TestStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** With credits in a real Redis, whose replies take a moment. */
class RedisFlowRaceTest extends CharacterFlowRaceContract {

    private static TestRedis redis;
    private static FaultProxy proxy;
    private static TestStore replica;

    @BeforeAll
    static void start() {
        redis = TestRedis.start();
        proxy = FaultProxy.redis(redis.port());
        proxy.delay(Direction.TO_CLIENT, Duration.ofMillis(2));
        replica =
                new TestStore(proxy.port(), Map.of("likeness.redis.timeout", "30s", "likeness.redis.patience", "60s"));
    }

    @AfterAll
    static void stop() {
        if (redis != null) {
            replica.close();
            proxy.close();
            redis.close();
        }
    }

    @Override
    CreditLedger ledger(MeterRegistry metrics) {
        return TestCredits.ledger(metrics, replica);
    }

    @Override
    int rounds(int inMemory) {
        return inMemory / 30;
    }
}
