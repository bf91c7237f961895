package dev.likeness.requests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.Eventually;
import dev.likeness.faults.Fault;
import dev.likeness.faults.FaultPoint;
import dev.likeness.faults.FaultProxy;
import dev.likeness.store.SharedRedis;
import dev.likeness.store.TestStore;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replica has one subscription, whatever happens to its connection. */
class SubscriptionFaultsTest {

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    private final Changes changes = new Changes();
    private final AtomicInteger queued = new AtomicInteger();
    private FaultProxy proxy;
    private TestStore replica;
    private RedisChangeSubscriber subscriber;

    @BeforeEach
    void begin() {
        proxy = REDIS.proxy();
        replica = REDIS.replica(proxy, Map.of());
        changes.onQueued(queued::incrementAndGet);
        subscriber = REDIS.closing(
                new RedisChangeSubscriber(replica.client, replica.store, changes, replica.vertx.getDelegate()));
    }

    private void subscribe() {
        subscriber.start();
        Eventually.holds("it subscribes", subscriber::isSubscribed);
    }

    private long subscriptions() {
        return proxy.count(command -> command.name().equals("SUBSCRIBE"));
    }

    private boolean hears() {
        int before = queued.get();
        REDIS.server().call("PUBLISH", replica.store.key("requests:changes"), "queued " + UUID.randomUUID());
        Eventually.holds("the news arrive", () -> queued.get() > before);
        return true;
    }

    private void staysOneSubscription(long afterSubscriptions) throws InterruptedException {
        Eventually.holds(
                "it subscribes again", () -> subscriptions() >= afterSubscriptions && subscriber.isSubscribed());
        // Longer than the pause before a subscription, so that a second one would have been made.
        TimeUnit.SECONDS.sleep(2);
        assertThat(proxy.openConnections()).as("open connections").isEqualTo(1);
        assertThat(subscriptions()).as("subscriptions made").isEqualTo(afterSubscriptions);
        assertThat(hears()).isTrue();
        assertThat(replica.store
                        .once(Request.cmd(Command.PING))
                        .await()
                        .indefinitely()
                        .toString())
                .isEqualTo("PONG");
    }

    @Test
    void after_20_resets_there_is_one_connection_and_a_ping_is_answered() throws Exception {
        subscribe();
        for (int i = 1; i <= 20; i++) {
            long before = subscriptions();
            proxy.resetAll();
            Eventually.holds("it subscribes again", () -> subscriptions() > before && subscriber.isSubscribed());
        }

        staysOneSubscription(21);
    }

    @Test
    void after_a_fin_there_is_one_connection() throws Exception {
        subscribe();

        proxy.closeAll();

        staysOneSubscription(2);
    }

    @Test
    void a_connection_that_dies_without_a_word_is_replaced() throws Exception {
        subscribe();

        proxy.silenceAll();

        staysOneSubscription(2);
    }

    @Test
    void while_redis_refuses_connections_it_goes_on_trying_one_at_a_time() throws Exception {
        subscribe();
        proxy.refuse();
        int before = proxy.totalConnections();
        TimeUnit.SECONDS.sleep(3);
        assertThat(proxy.totalConnections() - before)
                .as("attempts with growing pauses")
                .isLessThan(10);

        proxy.restore();

        staysOneSubscription(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HELLO", "SUBSCRIBE"})
    void a_connection_that_breaks_while_it_is_made_is_replaced(String command) throws Exception {
        proxy.inject(Fault.reset(), FaultPoint.beforeCommand(command));
        subscribe();
        long first = subscriptions();

        staysOneSubscription(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HELLO", "SUBSCRIBE"})
    void a_connection_that_dies_while_it_is_made_is_replaced(String command) throws Exception {
        proxy.inject(Fault.halfOpen(), FaultPoint.beforeCommand(command));
        subscribe();
        long first = subscriptions();

        staysOneSubscription(first);
    }

    @Test
    void closed_it_leaves_no_connection_and_makes_none() throws Exception {
        subscribe();

        subscriber.close();

        Eventually.holds("the connection is closed", () -> proxy.openConnections() == 0);
        TimeUnit.SECONDS.sleep(2);
        assertThat(proxy.totalConnections()).isEqualTo(1);
    }
}
