package dev.likeness.requests;

import dev.likeness.auth.WebhookSecret;
import dev.likeness.auth.WebhookSecrets;
import dev.likeness.error.StoreUnavailable;
import dev.likeness.shutdown.Shutdown;
import dev.likeness.shutdown.ShutdownBegun;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Calls the webhooks of requests that have ended: so many at once, so many of them for one receiver, each again and again
 * until its receiver takes it. Requests know nothing of that, and wait for none of it.
 */
@ApplicationScoped
class Webhooks {

    private static final Logger LOG = Logger.getLogger(Webhooks.class);

    private static final long LOOK_EVERY_MILLIS = 1_000;

    /** A receiver that answers so wants nothing more, by the specification. */
    private static final int GONE = 410;

    private final Hooks hooks;
    private final RequestStore store;
    private final RequestDocuments documents;
    private final WebhookSecrets secrets;
    private final WebhookCalls calls;
    private final WebhookMetrics metrics;
    private final WebhooksConfig config;
    private final Backoff backoff;
    private final Shutdown shutdown;
    private final Clock clock;
    private final Vertx vertx;
    /** How many are being called here, by receiver. Guarded by itself. */
    private final Map<String, Integer> inFlight = new HashMap<>();

    private final AtomicBoolean taking = new AtomicBoolean();
    private volatile boolean again;
    private volatile boolean stopping;

    Webhooks(
            RequestStore store,
            RequestDocuments documents,
            WebhookSecrets secrets,
            WebhookCalls calls,
            WebhookMetrics metrics,
            WebhooksConfig config,
            RandomGenerator random,
            Shutdown shutdown,
            Clock clock,
            Vertx vertx) {
        this.hooks = store.hooks();
        this.store = store;
        this.documents = documents;
        this.secrets = secrets;
        this.calls = calls;
        this.metrics = metrics;
        this.config = config;
        this.backoff = new Backoff(config.firstRetry(), random);
        this.shutdown = shutdown;
        this.clock = clock;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent started) {
        store.changes().onHooked(() -> vertx.runOnContext(later -> take()));
        vertx.setPeriodic(LOOK_EVERY_MILLIS, timer -> take());
    }

    /** What is being called is called to its end; the rest is for other replicas. */
    void stop(@Observes ShutdownBegun begun) {
        stopping = true;
    }

    /** Where a process is stopped without being told before. */
    void stop(@Observes ShutdownEvent over) {
        stopping = true;
    }

    private void take() {
        int room = room();
        if (stopping || room <= 0) {
            return;
        }
        if (!taking.compareAndSet(false, true)) {
            again = true;
            return;
        }
        again = false;
        hooks.take(room, busy(), lease())
                .subscribe()
                .with(
                        taken -> {
                            taken.forEach(this::begin);
                            taking.set(false);
                            if (again || !taken.isEmpty()) {
                                take();
                            }
                        },
                        away -> taking.set(false));
    }

    /** Where the next look would come late. */
    private void lookAfter(Duration wait) {
        if (wait.toMillis() < LOOK_EVERY_MILLIS) {
            vertx.setTimer(wait.toMillis() + 1, timer -> take());
        }
    }

    /** Longer than an attempt takes, with what is stored of it. */
    private Duration lease() {
        return config.timeout().plusSeconds(30);
    }

    private int room() {
        synchronized (inFlight) {
            return config.inFlight()
                    - inFlight.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    private Set<String> busy() {
        synchronized (inFlight) {
            return inFlight.entrySet().stream()
                    .filter(entry -> entry.getValue() >= config.perReceiver())
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        }
    }

    private void count(String receiver, int more) {
        synchronized (inFlight) {
            inFlight.merge(receiver, more, Integer::sum);
            inFlight.remove(receiver, 0);
        }
    }

    private void begin(Hook hook) {
        Shutdown.Work work = shutdown.work();
        count(hook.receiver(), 1);
        called(hook)
                .onTermination()
                .invoke(() -> {
                    count(hook.receiver(), -1);
                    work.close();
                    take();
                })
                .subscribe()
                .with(done -> {}, Webhooks::log);
    }

    /** It is called again when the lease is over, whatever it was. */
    private static void log(Throwable failure) {
        if (failure instanceof StoreUnavailable) {
            LOG.debugf("A webhook is called again later: %s", failure.getMessage());
        } else {
            LOG.error("A webhook could not be called by a defect of ours", failure);
        }
    }

    private Uni<Void> called(Hook hook) {
        return store.find(hook.id())
                .chain(found -> found.map(request -> told(hook, request)).orElseGet(() -> hooks.done(hook)));
    }

    private Uni<Void> told(Hook hook, StoredRequest request) {
        return secrets.of(request.caller())
                .chain(signing -> signing.isEmpty()
                        // Never unsigned; with another replica, or once it is back, the account may have its secret.
                        ? failed(hook, "was not made, as the account has no webhook secret any more")
                        : posted(hook, request, signing));
    }

    private Uni<Void> posted(Hook hook, StoredRequest request, List<WebhookSecret> signing) {
        String url = request.delivery().webhook().orElseThrow().url();
        byte[] body = documents.webhook(request).toString().getBytes(StandardCharsets.UTF_8);
        String id = "msg_" + request.id();
        long seconds = clock.instant().getEpochSecond();
        Map<String, String> headers = Map.of(
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(seconds),
                "webhook-signature",
                WebhookSignatures.of(signing, id, seconds, body));
        return calls.post(url, hook.attempt(), headers, body)
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .map(Optional::of)
                .onFailure()
                .recoverWithItem(Optional.empty())
                .chain(status -> answered(hook, status));
    }

    private Uni<Void> answered(Hook hook, Optional<Integer> status) {
        if (status.isPresent() && status.get() / 100 == 2) {
            metrics.delivered();
            return hooks.done(hook);
        }
        return status.equals(Optional.of(GONE))
                ? givenUp(hook, "was answered with " + GONE)
                : failed(hook, status.map(code -> "was answered with " + code).orElse("had no answer in time"));
    }

    /** @param outcome of the attempt, for the log */
    private Uni<Void> failed(Hook hook, String outcome) {
        if (hook.attempt() >= config.maxAttempts()) {
            return givenUp(hook, outcome);
        }
        metrics.retried();
        Duration wait = backoff.after(hook.attempt());
        return hooks.again(hook, wait).invoke(() -> lookAfter(wait));
    }

    private Uni<Void> givenUp(Hook hook, String outcome) {
        metrics.givenUp();
        LOG.warnf(
                "A webhook of %s is given up after %s attempts; the last one %s",
                hook.receiver(), hook.attempt(), outcome);
        return hooks.done(hook);
    }
}
