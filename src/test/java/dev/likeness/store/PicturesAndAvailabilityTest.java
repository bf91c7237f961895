package dev.likeness.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.Eventually;
import dev.likeness.error.StoreUnavailable;
import dev.likeness.faults.Direction;
import dev.likeness.faults.Fault;
import dev.likeness.faults.FaultPoint;
import dev.likeness.faults.FaultProxy;
import dev.likeness.faults.Injection;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pictures take their time on a slow network, and keep no small command, such as an authentication, from its reply. */
class PicturesAndAvailabilityTest {

    private static final int MIB = 1 << 20;

    /** As {@code requests-submit}: bytes that are stored by a script. */
    private static final Script STORE = new Script(
            "redis.call('SET', KEYS[1], ARGV[1]) return #ARGV[1]", "0000000000000000000000000000000000000000");

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    private FaultProxy proxy;

    @BeforeEach
    void begin() {
        proxy = REDIS.proxy();
    }

    private static CompletableFuture<Response> started(Uni<Response> call) {
        return call.subscribe().asCompletionStage();
    }

    private static CompletableFuture<Response> stored(TestStore replica, String key, int bytes) {
        return started(
                replica.store.run(STORE, List.of(replica.store.key(key)), List.of(Buffer.buffer(new byte[bytes]))));
    }

    private static String authenticated(TestStore replica) {
        return String.valueOf(replica.store
                .repeatedly(() -> Request.cmd(Command.GET).arg(replica.store.key("key:abc")))
                .await()
                .indefinitely());
    }

    private static double up(TestStore replica) {
        return replica.metrics.get("likeness.store.up").gauge().value();
    }

    @Test
    void large_submissions_on_a_slow_network_arrive_and_authentication_goes_on() throws Exception {
        TestStore replica = REDIS.replica(
                proxy,
                Map.of(
                        "likeness.redis.timeout", "2s",
                        "likeness.redis.patience", "100ms",
                        "likeness.redis.bytes-per-second", "128K"));
        REDIS.server().call("SET", replica.store.key("key:abc"), "ada");
        assertThat(authenticated(replica)).isEqualTo("ada");
        proxy.throttle(Direction.TO_SERVER, MIB);
        List<CompletableFuture<Response>> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(stored(replica, "picture:" + i, 4 * MIB));
        }
        int answered = 0;
        while (!all.stream().allMatch(CompletableFuture::isDone)) {
            assertThat(authenticated(replica)).isEqualTo("ada");
            assertThat(up(replica)).as("the gate is open").isEqualTo(1);
            answered++;
            TimeUnit.MILLISECONDS.sleep(50);
        }

        for (CompletableFuture<Response> one : all) {
            assertThat(one.get().toInteger()).isEqualTo(4 * MIB);
        }
        assertThat(answered).as("authentications meanwhile").isGreaterThan(10);
    }

    @Test
    void a_large_reply_on_a_slow_network_arrives() {
        TestStore replica = REDIS.replica(
                proxy,
                Map.of(
                        "likeness.redis.timeout", "1s",
                        "likeness.redis.patience", "1ms",
                        "likeness.redis.bytes-per-second", "128K"));
        stored(replica, "picture", 3 * MIB).join();
        proxy.throttle(Direction.TO_CLIENT, MIB);

        Response picture = replica.store
                .repeatedly(() -> Request.cmd(Command.GET).arg(replica.store.key("picture")), 3 * MIB)
                .await()
                .indefinitely();

        assertThat(picture.toBytes()).hasSize(3 * MIB);
    }

    @Test
    void pictures_that_get_no_reply_in_time_close_no_gate() {
        TestStore replica = REDIS.replica(
                proxy,
                Map.of(
                        "likeness.redis.timeout", "2s",
                        "likeness.redis.patience", "1ms",
                        "likeness.redis.bytes-per-second", "100M"));
        REDIS.server().call("SET", replica.store.key("key:abc"), "ada");
        assertThat(authenticated(replica)).isEqualTo("ada");
        proxy.throttle(Direction.TO_SERVER, MIB);

        assertThatThrownBy(() -> stored(replica, "picture", 8 * MIB).get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StoreUnavailable.class);

        assertThat(up(replica)).isEqualTo(1);
        assertThat(authenticated(replica)).isEqualTo("ada");
    }

    @Test
    void while_all_connections_for_pictures_are_in_use_authentication_goes_on() {
        TestStore replica = REDIS.replica(
                proxy,
                Map.of(
                        "likeness.redis.timeout", "20s",
                        "likeness.redis.connections", "8"));
        REDIS.server().call("SET", replica.store.key("key:abc"), "ada");
        List<Injection> held = new ArrayList<>();
        List<CompletableFuture<Response>> all = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
            held.add(proxy.inject(
                    Fault.hold(),
                    FaultPoint.before(command -> command.name().startsWith("EVAL"))
                            .number(i)));
        }
        for (int i = 0; i < 20; i++) {
            all.add(stored(replica, "picture:" + i, MIB));
        }
        held.forEach(one -> one.awaitHit(Duration.ofSeconds(30)));

        assertThat(authenticated(replica)).isEqualTo("ada");
        assertThat(proxy.openConnections())
                .as("two with pictures and one without")
                .isEqualTo(3);

        held.forEach(Injection::release);
        all.forEach(CompletableFuture::join);
    }

    @Test
    void a_full_pool_is_no_silence() throws Exception {
        TestStore replica = REDIS.replica(
                proxy,
                Map.of(
                        "likeness.redis.timeout", "2s",
                        "likeness.redis.patience", "60s",
                        "likeness.redis.bytes-per-second", "1K",
                        "likeness.redis.connections", "4"));
        REDIS.server().call("SET", replica.store.key("key:abc"), "ada");
        List<Injection> held = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            held.add(proxy.inject(Fault.hold(), FaultPoint.beforeCommand("GET").number(i)));
        }
        // These have 100 s for their replies.
        List<CompletableFuture<Response>> first = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            first.add(started(replica.store.repeatedly(
                    () -> Request.cmd(Command.GET).arg(replica.store.key("key:abc")), 100_000)));
        }
        held.forEach(one -> one.awaitHit(Duration.ofSeconds(30)));
        CompletableFuture<Response> waiting =
                started(replica.store.repeatedly(() -> Request.cmd(Command.GET).arg(replica.store.key("key:abc"))));
        TimeUnit.SECONDS.sleep(4);
        assertThat(waiting).isNotDone();
        assertThat(up(replica)).isEqualTo(1);

        held.forEach(Injection::release);

        assertThat(waiting.get().toString()).isEqualTo("ada");
        first.forEach(CompletableFuture::join);
    }

    @Test
    void a_caller_who_leaves_the_queue_for_a_connection_takes_none() {
        TestStore replica =
                REDIS.replica(proxy, Map.of("likeness.redis.timeout", "30s", "likeness.redis.connections", "4"));
        REDIS.server().call("SET", replica.store.key("key:abc"), "ada");
        List<Injection> held = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            held.add(proxy.inject(Fault.hold(), FaultPoint.beforeCommand("GET").number(i)));
        }
        List<CompletableFuture<Response>> sent = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sent.add(started(
                    replica.store.repeatedly(() -> Request.cmd(Command.GET).arg(replica.store.key("key:abc")))));
        }
        held.forEach(one -> one.awaitHit(Duration.ofSeconds(30)));
        for (int i = 0; i < 100; i++) {
            replica.store
                    .repeatedly(() -> Request.cmd(Command.INCR).arg(replica.store.key("never")))
                    .subscribe()
                    .with(ignored -> {})
                    .cancel();
        }

        held.forEach(Injection::release);
        sent.forEach(CompletableFuture::join);

        for (int i = 0; i < 20; i++) {
            assertThat(authenticated(replica)).isEqualTo("ada");
        }
        assertThat(proxy.count(command -> command.name().equals("INCR"))).isZero();
    }

    @Test
    void one_connection_that_breaks_closes_no_gate_and_the_command_is_sent_again() {
        TestStore replica = REDIS.replica(proxy, Map.of());
        REDIS.server().call("SET", replica.store.key("key:abc"), "ada");
        for (int i = 0; i < 10; i++) {
            proxy.inject(Fault.reset(), FaultPoint.beforeCommand("GET"));

            assertThat(authenticated(replica)).isEqualTo("ada");
            assertThat(up(replica)).isEqualTo(1);
        }
    }

    @Test
    void connections_that_die_without_a_word_are_replaced_when_the_network_is_back() {
        TestStore replica =
                REDIS.replica(proxy, Map.of("likeness.redis.timeout", "1s", "likeness.redis.patience", "200ms"));
        REDIS.server().call("SET", replica.store.key("key:abc"), "ada");
        List<CompletableFuture<Response>> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            all.add(started(
                    replica.store.repeatedly(() -> Request.cmd(Command.GET).arg(replica.store.key("key:abc")))));
        }
        all.forEach(CompletableFuture::join);
        proxy.halfOpen();
        for (int i = 0; i < 15; i++) {
            assertThatThrownBy(() -> authenticated(replica)).isInstanceOf(StoreUnavailable.class);
        }
        assertThat(up(replica)).isZero();

        proxy.restore();

        Eventually.holds("Redis replies again", () -> up(replica) == 1);
        assertThat(authenticated(replica)).isEqualTo("ada");
    }
}
