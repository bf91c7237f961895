package dev.likeness.requests;

import static dev.likeness.requests.StoreSteps.HASTY;
import static dev.likeness.requests.StoreSteps.begun;
import static dev.likeness.requests.StoreSteps.done;
import static dev.likeness.requests.StoreSteps.events;
import static dev.likeness.requests.StoreSteps.submitted;
import static dev.likeness.requests.StoreSteps.taken;
import static dev.likeness.requests.TestRequests.ADA;
import static dev.likeness.requests.TestRequests.image;
import static dev.likeness.requests.TestRequests.passing;
import static dev.likeness.requests.TestRequests.request;
import static dev.likeness.requests.TestRequests.telling;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.likeness.TestConfig;
import dev.likeness.error.StoreUnavailable;
import dev.likeness.faults.Fault;
import dev.likeness.faults.FaultPoint;
import dev.likeness.faults.FaultProxy;
import dev.likeness.faults.Injection;
import dev.likeness.faults.Message;
import dev.likeness.store.Script;
import dev.likeness.store.SharedRedis;
import dev.likeness.store.TestStore;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each change of a request in Redis, interrupted on its way there and on its way back. Whatever happens, the request comes to one
 * end, is in the queue or leased until then, and its pictures are accounted for.
 */
class InterruptedChangesTest {

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    /** A replica that is not in the way of a fault. */
    private RequestStore store;

    /** A change, after what has to come before it. */
    private enum Change {
        SUBMIT("submit", scene -> {}, (broken, scene) -> broken.submit(scene.request)),
        BEGIN("begin", scene -> {}, (broken, scene) -> broken.begin(scene.request)),
        CLAIM("claim", scene -> {}, (broken, scene) -> broken.claim(scene.key(), scene.id())),
        UNCLAIM(
                "unclaim",
                scene -> done(scene.store.claim(scene.key(), scene.id())),
                (broken, scene) -> broken.unclaim(scene.key(), scene.id())),
        TAKE("take", Scene::submit, (broken, scene) -> broken.take(1)),
        WORK(
                "work",
                scene -> {
                    scene.submit();
                    scene.turn = taken(scene.store);
                },
                (broken, scene) -> broken.work(scene.turn)),
        BEAT("beat", Scene::begin, (broken, scene) -> broken.beat(List.of(scene.turn))),
        ASSIGN("tell", Scene::begin, (broken, scene) -> broken.assigned(scene.turn, "one", telling("backend"))),
        TELL("tell", Scene::begin, (broken, scene) -> broken.tell(scene.turn, telling("pose"))),
        PROGRESS("tell", Scene::begin, (broken, scene) -> broken.tell(scene.turn, passing("half", 0.5))),
        KEEP("keep", Scene::begin, (broken, scene) -> broken.keep(scene.turn, image(0, 300), telling("image"))),
        COMPLETE(
                "complete",
                Scene::make,
                (broken, scene) -> broken.complete(scene.turn, BigDecimal.ONE, telling("done"))),
        FAIL("fail", Scene::begin, (broken, scene) -> broken.fail(scene.turn, Failed.INTERRUPTED, telling("error"))),
        CLOSE(
                "close",
                scene -> {
                    scene.make();
                    done(scene.store.complete(scene.turn, BigDecimal.ONE, telling("done")));
                },
                (broken, scene) -> broken.close(scene.turn)),
        PUT_BACK("put-back", Scene::begin, (broken, scene) -> broken.putBack(scene.turn, true)),
        CANCEL("cancel", Scene::begin, (broken, scene) -> broken.cancel(scene.id(), telling("error"))),
        CANCEL_WAITING("cancel", Scene::submit, (broken, scene) -> broken.cancel(scene.id(), telling("error")));

        private final Script script;
        private final java.util.function.Consumer<Scene> before;
        private final BiFunction<RequestStore, Scene, Uni<?>> change;

        Change(
                String script,
                java.util.function.Consumer<Scene> before,
                BiFunction<RequestStore, Scene, Uni<?>> change) {
            this.script = Script.of("requests", "requests-" + script);
            this.before = before;
            this.change = change;
        }
    }

    /** One request and who works on it. */
    private static final class Scene {

        private final RequestStore store;
        private final NewRequest request = TestRequests.keyed("key", "body");
        private Turn turn;

        private Scene(RequestStore store) {
            this.store = store;
        }

        private UUID id() {
            return request.id();
        }

        private IdempotencyKey key() {
            return request.key().orElseThrow();
        }

        private void submit() {
            submitted(store, request);
        }

        private void begin() {
            submit();
            turn = begun(store);
        }

        private void make() {
            begin();
            assertThat(done(store.keep(turn, image(0, 300), telling("image")))).isTrue();
        }
    }

    private enum Interruption {
        RESET_BEFORE(FaultPoint::before, Fault.reset()),
        RESET_AFTER(FaultPoint::beforeReply, Fault.reset()),
        TRUNCATED_REPLY(which -> FaultPoint.withinReply(which, 1), Fault.close()),
        HALF_OPEN_BEFORE(FaultPoint::before, Fault.halfOpen()),
        HALF_OPEN_AFTER(FaultPoint::beforeReply, Fault.halfOpen()),
        CANCELLED_BEFORE(FaultPoint::before, null),
        CANCELLED_AFTER(FaultPoint::beforeReply, null);

        private final Function<Predicate<Message>, FaultPoint> point;
        /** Null when the caller leaves there. */
        private final Fault fault;

        Interruption(Function<Predicate<Message>, FaultPoint> point, Fault fault) {
            this.point = point;
            this.fault = fault;
        }
    }

    static Stream<Arguments> interruptedChanges() {
        return Stream.of(Change.values())
                .flatMap(change -> Stream.of(Interruption.values()).map(how -> Arguments.of(change, how)));
    }

    @ParameterizedTest
    @MethodSource("interruptedChanges")
    void a_request_comes_to_one_end_whatever_interrupts_it(Change change, Interruption how) throws Exception {
        store = RedisReplicas.replica(REDIS, HASTY);
        FaultProxy proxy = REDIS.closing(FaultProxy.redis(REDIS.server().port()));
        RequestStore broken = replica(proxy);
        Scene scene = new Scene(store);
        change.before.accept(scene);
        REDIS.server().call("SCRIPT", "LOAD", change.script.text());
        FaultPoint point = how.point.apply(message -> message.words().contains(change.script.sha1()));

        if (how.fault == null) {
            AtomicReference<Cancellable> caller = new AtomicReference<>();
            Injection leaving = proxy.inject(Fault.hold(), point);
            caller.set(change.change.apply(broken, scene).subscribe().with(done -> {}, failure -> {}));
            leaving.awaitHit(Duration.ofSeconds(60));
            caller.get().cancel();
            leaving.release();
        } else {
            Injection injection = proxy.inject(how.fault, point);
            try {
                done(change.change.apply(broken, scene));
            } catch (StoreUnavailable once) {
                assertThat(change).as("is the one that is not repeated").isEqualTo(Change.TAKE);
            }
            assertThat(injection.hasHit()).isTrue();
        }

        comesToOneEnd(scene);
    }

    private static RequestStore replica(FaultProxy proxy) {
        TestStore redis = REDIS.closing(new TestStore(
                proxy.port(), Map.of("likeness.redis.key-prefix", REDIS.prefix(), "likeness.redis.timeout", "1s")));
        return new RedisRequestStore(
                redis.store,
                TestConfig.of(RequestsConfig.class, HASTY),
                new ObjectMapper(),
                new Changes(),
                UUID.randomUUID().toString());
    }

    /** Sent again under its key, and worked on by another replica to its end. */
    private void comesToOneEnd(Scene scene) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (done(store.find(scene.id())).isEmpty()) {
            KeyClaim claim = done(store.claim(scene.key(), scene.id()));
            assertThat(claim.id()).isEqualTo(scene.id());
            done(store.submit(scene.request));
        }
        UUID other = submitted(store, request(ADA, 1, 40));
        while (!ended(scene.id())
                || !ended(other)
                || done(store.queue()).running() > 0
                || !pending().isEmpty()) {
            assertThat(System.nanoTime())
                    .as(() -> "in the queue, leased or ended: " + done(store.find(scene.id())))
                    .isLessThan(end);
            for (Turn turn : done(store.take(10))) {
                bringToItsEnd(turn);
            }
            Thread.sleep(20);
        }

        for (UUID id : List.of(scene.id(), other)) {
            assertThat(events(store, id, 0).stream().filter(StoredEvent::last))
                    .as(() -> events(store, id, 0).toString())
                    .hasSize(1);
            assertThat(events(store, id, 0).stream().filter(StoredEvent::isImage))
                    .hasSizeLessThanOrEqualTo(1);
        }
        bytesAreAccountedFor(List.of(scene.id(), other));
    }

    private boolean ended(UUID id) {
        return done(store.find(id)).orElseThrow().status().ended();
    }

    private void bringToItsEnd(Turn turn) {
        switch (turn.duty()) {
            case RUN -> {
                if (done(store.work(turn)).isPresent()) {
                    done(store.keep(turn, image(0, 500), telling("image")));
                    done(store.complete(turn, BigDecimal.ONE, telling("done")));
                }
            }
            case CHARGE -> done(store.complete(turn, BigDecimal.ONE, telling("done")));
            case GIVE_UP -> done(store.fail(turn, Failed.INTERRUPTED, telling("error")));
            case SETTLE, RELEASE -> {}
        }
        done(store.close(turn));
    }

    private static String pending() {
        String all = "";
        for (String stream : List.of("queue", "direct")) {
            String reply = REDIS.server().call("XPENDING", key(stream), "likeness", "-", "+", "10");
            all += reply.startsWith("*0") || reply.startsWith("-NOGROUP") ? "" : reply;
        }
        return all;
    }

    private static String key(String name) {
        return REDIS.prefix() + ":requests:" + name;
    }

    private static void bytesAreAccountedFor(List<UUID> ids) {
        long stored = 0;
        List<String> fields = new ArrayList<>(List.of("in face", "in pose", "out 0"));
        for (UUID id : ids) {
            for (String field : fields) {
                String[] parts = field.split(" ");
                stored += number(REDIS.server().call("HSTRLEN", key(id + ":" + parts[0]), parts[1]));
            }
        }
        assertThat(counted(ADA.account())).isEqualTo(stored);
        assertThat(counted("")).isEqualTo(stored);
    }

    private static long counted(String account) {
        String reply = REDIS.server().call("HGET", key("bytes"), account);
        return reply.startsWith("$-1") ? 0 : Long.parseLong(reply.split("\r\n")[1]);
    }

    private static long number(String reply) {
        return Long.parseLong(reply.strip().substring(1));
    }
}
