package dev.likeness.replicas;

import dev.likeness.generation.comfyui.FakeComfy;
import dev.likeness.store.TestRedis;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Requests of several accounts over three replicas and one Redis, while replicas are killed (SIGKILL), at random moments and
 * at chosen steps, and started again. At the end every request must have reached exactly one end, every account must have
 * what it opened with less what was delivered, and no reservation may be left open, in Redis and as clients see it.
 *
 * <pre>{@code
 * ./mvnw package -DskipTests
 * java -cp 'target/test-classes:target/classes:target/quarkus-app/lib/main/*:target/test-libraries/*' dev.likeness.replicas.Kills [native] [--brief] [--seed=N]
 * }</pre>
 */
public final class Kills {

    private static final BigDecimal COST_PER_IMAGE = new BigDecimal("0.35");

    /** How long an aimed kill waits for its step to be taken; then it is a random one. */
    private static final Duration AIMED_AT_MOST = Duration.ofSeconds(8);

    /** Until what a dead replica has left open goes back by itself: generation time-out and margin, and the sweeps. */
    private static final Duration SETTLING = Duration.ofMinutes(2);

    private final Plan plan;
    private final Random random;
    private final AtomicReference<SlowLink.Shot> next = new AtomicReference<>();
    private final Web web = new Web();
    private final List<Account> accounts;
    private final List<String> missed = new ArrayList<>();

    private Kills(Plan plan) {
        this.plan = plan;
        this.random = new Random(plan.seed());
        this.accounts = Account.of(plan.requests(), COST_PER_IMAGE);
    }

    public static void main(String[] arguments) throws Exception {
        List<String> wrong = new ArrayList<>();
        try {
            wrong.addAll(new Kills(Plan.of(List.of(arguments))).run());
        } catch (RuntimeException broken) {
            broken.printStackTrace();
            wrong.add("the harness broke: " + broken);
        }
        wrong.stream().limit(40).forEach(finding -> System.out.println("WRONG: " + finding));
        System.out.println(wrong.isEmpty() ? "good" : "FAILED: " + wrong.size() + " findings");
        System.exit(wrong.isEmpty() ? 0 : 1);
    }

    private List<String> run() throws Exception {
        System.out.println(plan);
        long begun = System.nanoTime();
        try (TestRedis redis = TestRedis.start("--appendonly", "yes");
                FakeComfy one = comfy();
                FakeComfy two = comfy();
                Kept kept = new Kept(redis.url());
                Fleet fleet = fleet(redis, one, two)) {
            fleet.start();
            List<Call> calls = calls();
            Hands hands = new Hands(kept);
            work(fleet, calls, hands);
            System.out.printf(Locale.ROOT, "all answered after %.0f s%n", (System.nanoTime() - begun) / 1e9);
            fleet.awaitAll();
            boolean still = Pause.until(SETTLING, () -> isStill(kept));
            return report(fleet, kept, calls, hands, still, begun);
        }
    }

    /** A GPU that takes about half a second for a picture. */
    private static FakeComfy comfy() {
        return FakeComfy.start().pace(Duration.ofMillis(10));
    }

    private Fleet fleet(TestRedis redis, FakeComfy... servers) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "likeness.store", "redis",
                "likeness.backend", "comfyui",
                "likeness.comfyui.urls", servers[0].url() + "," + servers[1].url(),
                "likeness.comfyui.read-pose", "false",
                "likeness.comfyui.probe-interval", "500ms",
                "likeness.requests.link-secret", "the-same-on-all-replicas-0123456789"));
        properties.putAll(Map.of(
                "likeness.credits.cost-per-image", COST_PER_IMAGE.toPlainString(),
                "likeness.requests.take-over-after", "3s",
                "likeness.generation.timeout", "20s",
                "likeness.credits.hold-margin", "5s",
                "likeness.credits.sweep-interval", "1s"));
        accounts.forEach(account -> properties.putAll(account.properties()));
        List<Replica> replicas = new ArrayList<>();
        for (int i = 0; i < Plan.REPLICAS; i++) {
            replicas.add(
                    new Replica(i, plan.form(), properties, redis.port(), plan.seed() + i, Plan.SLOWNESS, next, web));
        }
        return new Fleet(replicas);
    }

    private List<Call> calls() {
        List<Call.Kind> kinds = List.of(
                Call.Kind.NOW,
                Call.Kind.NOW,
                Call.Kind.NOW_WITH_KEY,
                Call.Kind.NOW_AND_LEAVE,
                Call.Kind.LATER,
                Call.Kind.LATER,
                Call.Kind.LATER,
                Call.Kind.LATER_WITH_KEY,
                Call.Kind.LATER_WITH_KEY,
                Call.Kind.LATER_BY_EVENTS,
                Call.Kind.LATER_BY_EVENTS,
                Call.Kind.LATER_AND_CANCEL);
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < plan.requests(); i++) {
            calls.add(new Call(
                    i,
                    kinds.get(random.nextInt(kinds.size())),
                    accounts.get(random.nextInt(accounts.size())),
                    1 + random.nextInt(2)));
        }
        return calls;
    }

    /** As many requests come between two kills as between any others, and all have ended when this returns. */
    private void work(Fleet fleet, List<Call> calls, Hands hands) throws InterruptedException {
        Semaphore due = new Semaphore(0);
        CountDownLatch left = new CountDownLatch(calls.size());
        ExecutorService clients = Executors.newFixedThreadPool(Plan.CLIENTS);
        Bodies bodies = new Bodies();
        for (Call call : calls) {
            Random own = new Random(plan.seed() + call.number);
            clients.execute(() -> {
                try {
                    due.acquire();
                    new Client(fleet, web, bodies, own, call).run();
                } catch (Exception e) {
                    call.wrong("its client broke: " + e);
                } finally {
                    left.countDown();
                }
            });
        }
        List<Optional<Aim>> aims = aims();
        int kills = aims.size();
        int released = 0;
        for (int i = 0; i < kills; i++) {
            int until = (i + 1) * calls.size() / kills;
            int requests = until - released;
            Replica dead = aims.get(i)
                    .map(aim -> aimed(fleet, aim, due, requests))
                    .orElseGet(() -> atRandom(fleet, due, requests));
            hands.look(dead.consumer());
            fleet.startAgain(dead);
            released = until;
        }
        left.await();
        clients.shutdown();
    }

    /** In an order that the seed decides; empty for a random moment. */
    private List<Optional<Aim>> aims() {
        List<Optional<Aim>> all = new ArrayList<>();
        plan.aims().forEach(aim -> all.add(Optional.of(aim)));
        all.addAll(Collections.nCopies(plan.kills(), Optional.empty()));
        Collections.shuffle(all, random);
        return all;
    }

    /** So many requests come, one after the other, until the moment of the kill. */
    private void pass(Semaphore due, int requests) {
        int millis = plan.between() / 2 + random.nextInt(plan.between());
        for (int i = 0; i < requests; i++) {
            due.release();
            Pause.millis(millis / requests);
        }
    }

    private Replica atRandom(Fleet fleet, Semaphore due, int requests) {
        pass(due, requests);
        Replica victim = fleet.victim(random);
        victim.kill();
        return victim;
    }

    private Replica aimed(Fleet fleet, Aim aim, Semaphore due, int requests) {
        CompletableFuture<Replica> hit = new CompletableFuture<>();
        SlowLink.Shot shot = new SlowLink.Shot(aim, hit::complete);
        next.set(shot);
        pass(due, requests);
        try {
            return hit.get(AIMED_AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException notCome) {
            if (next.compareAndSet(shot, null)) {
                missed.add(aim.toString());
                return atRandom(fleet, due, 0);
            }
            return hit.join();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isStill(Kept kept) {
        return kept.queued() == 0 && accounts.stream().allMatch(account -> kept.openReservations(account) == 0);
    }

    private List<String> report(Fleet fleet, Kept kept, List<Call> calls, Hands hands, boolean still, long begun) {
        List<String> wrong = new ArrayList<>();
        if (!still) {
            wrong.add("something is left open or queued");
        }
        wrong.addAll(new Audit(kept, COST_PER_IMAGE, accounts, calls).findings());
        wrong.addAll(new PublicAudit(fleet, web, kept, accounts).findings(calls));
        fleet.replicas().forEach(replica -> replica.errors().forEach(line -> wrong.add("logged: " + line)));
        Map<String, Integer> outcomes = new TreeMap<>();
        calls.forEach(call -> outcomes.merge(call.summary(), 1, Integer::sum));
        System.out.println("clients were told: " + outcomes);
        System.out.println("the dead had in hand: " + hands);
        System.out.println("steps that did not come in time, so that the kill was a random one: " + missed);
        for (Account account : accounts) {
            System.out.println(account + " has "
                    + kept.balance(account).stripTrailingZeros().toPlainString());
        }
        System.out.printf(Locale.ROOT, "%.0f s%n", (System.nanoTime() - begun) / 1e9);
        return wrong;
    }
}
