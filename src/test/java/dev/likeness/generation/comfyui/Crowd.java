package dev.likeness.generation.comfyui;

import dev.likeness.error.Failure;
import dev.likeness.flow.CharacterRequest;
import dev.likeness.flow.FlowUnderTest;
import io.vertx.core.impl.VertxInternal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/** Clients that send requests, some at once, and leave now and then in the middle. The same seed makes them do the same. */
final class Crowd {

    private static final int AT_ONCE = 20;

    /** Of so many clients one leaves. */
    private static final int ONE_LEAVES_OF = 8;

    /** So many events, or fewer, it waits for before. */
    private static final int MOST_HEARD = 8;

    private final Farm farm;
    private final FlowUnderTest service;
    private final SplittableRandom random;
    private final List<RequestRun> all = new ArrayList<>();
    private final List<RequestRun> running = new ArrayList<>();
    private final Map<RequestRun, Integer> leaving = new HashMap<>();

    Crowd(Farm farm, FlowUnderTest service, long seed) {
        this.farm = farm;
        this.service = service;
        this.random = new SplittableRandom(seed);
    }

    /** Returns when all have ended or have been left. */
    void send(int count) {
        for (int i = 0; i < count; i++) {
            boolean leaves = random.nextInt(ONE_LEAVES_OF) == 0;
            RequestRun run = start(Hardship.seed(i, leaves));
            running.add(run);
            if (leaves) {
                leaving.put(run, random.nextInt(MOST_HEARD));
            }
            FakeComfy.await("fewer to run", () -> stillRunning() < AT_ONCE);
        }
        FakeComfy.await("all to end", () -> stillRunning() == 0);
    }

    /** After those have left whose moment has come, wherever in the middle it is. */
    private int stillRunning() {
        leaving.forEach((run, events) -> {
            if (run.events() >= events) {
                run.cancel();
            }
        });
        running.removeIf(RequestRun::isOver);
        leaving.keySet().removeIf(RequestRun::isOver);
        return running.size();
    }

    /** In a Vert.x context of its own, as a request over HTTP has one. */
    private RequestRun start(long seed) {
        CharacterRequest request = FlowUnderTest.request(1 + random.nextInt(2), Jobs.WIDTH, Jobs.HEIGHT, seed);
        UUID id = UUID.randomUUID();
        RequestRun run = new RequestRun(id, request.samples());
        all.add(run);
        ((VertxInternal) farm.vertx())
                .createEventLoopContext()
                .duplicate()
                .runOnContext(tick -> run.start(service.run(id, request)));
        return run;
    }

    /** One that began and of which nothing will ever be heard. */
    void forget(RequestRun run) {
        all.add(run);
    }

    List<RequestRun> all() {
        return all;
    }

    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        for (RequestRun run : all) {
            if (run.ends() > 1 || run.ends() == 0 && !run.wasCancelled()) {
                complaints.add("outcomes: a request has ended " + run.ends() + " times");
            }
            if (run.isDone() && run.images() != run.samples()) {
                complaints.add("outcomes: done with " + run.images() + " pictures of " + run.samples());
            }
            if (run.failure() != null && !(run.failure() instanceof Failure)) {
                complaints.add("outcomes: no known failure: " + run.failure());
            }
        }
        if (done() < all.size() / 3 || failed() == 0 || left() == 0) {
            complaints.add("outcomes: not enough of each kind: " + summary());
        }
        return complaints;
    }

    private long done() {
        return all.stream().filter(RequestRun::isDone).count();
    }

    private long failed() {
        return all.stream().filter(run -> run.failure() != null).count();
    }

    private long left() {
        return all.size() - done() - failed();
    }

    String summary() {
        return String.format(
                Locale.ROOT,
                "%d requests: %d done, %d failed, %d left by their clients",
                all.size(),
                done(),
                failed(),
                left());
    }
}
