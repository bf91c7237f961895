package dev.likeness.generation.comfyui;

import dev.likeness.flow.FlowUnderTest;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;

/**
 * Many requests, credits and all, at servers where everything goes wrong that can. It is a program, so that what is left in
 * its process can be counted: threads, timers, sockets and other descriptors, temporary files, jobs, credits. What is wrong
 * in the end is printed, a line each, and told by the exit code.
 *
 * <p>{@code RandomFaults requests patience-seconds [spoilt]}: the last word has something of each kind left on purpose.
 */
final class RandomFaults {

    private static final int WARM_UP = 40;
    private static final long SEED = 20250914;

    private final ScheduledThreadPoolExecutor scheduler;
    private final Duration patience;
    private final List<String> complaints = new ArrayList<>();

    private RandomFaults(ScheduledThreadPoolExecutor scheduler, Duration patience) {
        this.scheduler = scheduler;
        this.patience = patience;
    }

    public static void main(String[] args) {
        // Mutiny's own pool lets threads go after a minute, and keeps timers that were cancelled: nothing could be
        // counted.
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(2);
        scheduler.setRemoveOnCancelPolicy(true);
        scheduler.prestartAllCoreThreads();
        Infrastructure.setDefaultExecutor(scheduler);
        RandomFaults faults = new RandomFaults(scheduler, Duration.ofSeconds(Long.parseLong(args[1])));
        try {
            faults.run(Integer.parseInt(args[0]), args.length > 2);
        } catch (Exception | AssertionError e) {
            // Threads that are still there would keep the process alive.
            e.printStackTrace();
            faults.complaints.add("not to its end: " + e);
        }
        faults.complaints.forEach(System.out::println);
        System.exit(faults.complaints.isEmpty() ? 0 : 1);
    }

    private void run(int requests, boolean spoilt) throws Exception {
        // What libraries make once and keep is there before it is counted.
        round(WARM_UP, SEED, false);
        complaints.clear();
        Leftovers before = Leftovers.now();
        round(requests, SEED + 1, spoilt);
        awaited("of the process", () -> Leftovers.now().since(before));
    }

    private void round(int requests, long seed, boolean spoilt) throws Exception {
        CountedTimers timers = new CountedTimers();
        try (Farm farm = new Farm(timers, 4, Hardship.CONFIGURATION)) {
            farm.started();
            Hardship.at(farm.servers());
            Purse purse = new Purse();
            FarmBackend backend = new FarmBackend(farm.client());
            FlowUnderTest service = FlowUnderTest.of(backend, farm.workers(), purse.ledger(), 12, 20);
            Crowd crowd = new Crowd(farm, service, seed);
            crowd.send(requests);
            if (spoilt) {
                Spoilt.all(farm, timers.vertx(), purse, crowd);
            }
            complaints.addAll(crowd.complaints());
            awaited("of jobs", () -> left(farm));
            awaited("of credits", () -> purse.complaints(crowd.all(), service, backend));
            if (!spoilt) {
                System.out.println(crowd.summary() + ", " + purse.summary());
            }
            // Probes and sockets have timers, too, until then.
            farm.closeClient();
            awaited("of timers", () -> count("timers of Vert.x", timers.open()));
            awaited(
                    "of timers",
                    () -> count("timers of Mutiny", scheduler.getQueue().size()));
        }
    }

    private static List<String> left(Farm farm) {
        List<String> left =
                new ArrayList<>(count("places at servers", farm.client().jobs()));
        farm.servers().forEach(server -> {
            left.addAll(
                    count("prompts queued at " + server.url(), server.queued().size()));
            left.addAll(count("sockets at " + server.url(), server.openSockets()));
            left.addAll(count(
                    "prompts unfinished at " + server.url(),
                    server.journal().unfinished().size()));
        });
        return left;
    }

    private static List<String> count(String what, int left) {
        return left == 0 ? List.of() : List.of(left + " " + what + " are left");
    }

    /** Waits until there is no complaint; those that stay are kept. */
    private void awaited(String what, Supplier<List<String>> complained) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        List<String> now = complained.get();
        while (!now.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(20);
            now = complained.get();
        }
        now.forEach(complaint -> complaints.add(what + ": " + complaint));
    }
}
