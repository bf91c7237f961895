package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A server that behaves as ComfyUI does towards a client of its HTTP and WebSocket interface, with the order of its
 * messages and its races, and as badly as a test asks it to. It listens on the loopback, executes one prompt at a time,
 * checks every graph as the real one does, renders plain pictures of the size that the graph asks for, and writes all
 * that it is asked into a {@link Journal}.
 *
 * <p>Its state belongs to one event loop; the public methods can be called from any thread, and those that look at or
 * change it wait for that loop.
 */
public final class FakeComfy implements AutoCloseable {

    /** Below the ports of outgoing connections: one of those could take the port while the server is down. */
    private static final int FIRST_PORT = 15000;

    private static final int LAST_PORT = 32000;
    private static final int BIND_TRIES = 250;

    private final Vertx vertx;
    private final Context loop;
    private final boolean ownsVertx;
    private final String host;
    private int port;

    private final Journal journal = new Journal();
    private final Faults faults = new Faults();
    private final Inventory inventory = new Inventory();
    private final NodeSpecs specs = NodeSpecs.bundled();
    private final FakeFiles files = new FakeFiles();
    private final FakeSockets sockets = new FakeSockets();
    private final FakeQueue queue = new FakeQueue();
    private final Worker worker = new Worker();
    private final Queue<JobScript> nextScripts = new ConcurrentLinkedQueue<>();
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final Map<String, LateHistory> lateHistories = new HashMap<>();

    private volatile Function<Journal.Submitted, JobScript> scripts = prompt -> JobScript.normal();
    private volatile Era era = Era.JOBS;
    private volatile String authorization = "";
    private volatile Duration pace = Duration.ZERO;
    private volatile long maxBody = 100L << 20;
    private HttpServer server;
    private Future<Void> lifecycle = Future.succeededFuture();
    private long number;

    private FakeComfy(Vertx vertx, boolean ownsVertx, String host, int port) {
        this.vertx = vertx;
        this.ownsVertx = ownsVertx;
        this.host = host;
        this.port = port;
        this.loop = vertx.getOrCreateContext();
    }

    /** On a free port of 127.0.0.1. */
    public static FakeComfy start() {
        return new FakeComfy(Vertx.vertx(), true, "127.0.0.1", 0).up();
    }

    /** On a free port of 127.0.0.1, on somebody's Vert.x: for tests with many servers. */
    public static FakeComfy start(Vertx vertx) {
        return start(vertx, "127.0.0.1", 0);
    }

    /** Several with one port behind one DNS name: give them 127.0.0.2, 127.0.0.3 and so on. */
    public static FakeComfy start(Vertx vertx, String host, int port) {
        return new FakeComfy(vertx, false, host, port).up();
    }

    public String url() {
        return "http://" + host + ":" + port;
    }

    public int port() {
        return port;
    }

    public Journal journal() {
        return journal;
    }

    public Faults faults() {
        return faults;
    }

    public Inventory inventory() {
        return inventory;
    }

    /** Of the newest kind unless told otherwise. */
    public FakeComfy era(Era older) {
        era = older;
        return this;
    }

    /** Every request must carry this {@code Authorization} header; else 401, as a proxy in front answers. */
    public FakeComfy requireAuthorization(String header) {
        authorization = header;
        return this;
    }

    /** Time between the steps of a job; none by default. */
    public FakeComfy pace(Duration step) {
        pace = step;
        return this;
    }

    /** Larger bodies are a 413 ({@code --max-upload-size}). */
    public FakeComfy maxBody(long bytes) {
        maxBody = bytes;
        return this;
    }

    /** For the next accepted prompts, one each, before {@link #scripts} is asked. */
    public FakeComfy nextJob(JobScript... jobs) {
        nextScripts.addAll(List.of(jobs));
        return this;
    }

    /** For every accepted prompt; must be cheap, it runs on the server's event loop. */
    public FakeComfy scripts(Function<Journal.Submitted, JobScript> chooser) {
        scripts = chooser;
        return this;
    }

    public FakeComfy everyJob(JobScript script) {
        return scripts(prompt -> script);
    }

    /** From now on sockets open and stay silent from their first moment: not even {@code status} comes. */
    public FakeComfy silentSockets(boolean silent) {
        onLoop(() -> {
            sockets.silentFromTheStart(silent);
            return null;
        });
        return this;
    }

    /** A job of somebody else, in the queue like any other; answers its id. Nobody here may ever cancel it. */
    public String foreignJob(JobScript script) {
        String id = UUID.randomUUID().toString();
        journal.foreign(id);
        ObjectNode graph = JsonNodeFactory.instance.objectNode();
        graph.putObject("1")
                .put("class_type", "EmptyImage")
                .putObject("inputs")
                .put("width", 64)
                .put("height", 64);
        ObjectNode save = graph.putObject("2").put("class_type", "SaveImage").putObject("inputs");
        save.put("filename_prefix", "foreign").putArray("images").add("1").add(0);
        onLoop(() -> {
            ObjectNode extra = JsonNodeFactory.instance.objectNode().put("client_id", "somebody-else");
            enqueue(new FakeQueue.Item(number++, id, graph, extra, List.of("2"), script));
            return null;
        });
        return id;
    }

    /** Ids of the prompts that run (one at most) and wait. */
    public List<String> queued() {
        return onLoop(() -> {
            List<String> ids = new ArrayList<>();
            queue.running().map(FakeQueue.Item::promptId).ifPresent(ids::add);
            queue.pending().forEach(item -> ids.add(item.promptId()));
            return ids;
        });
    }

    public int openSockets() {
        return onLoop(sockets::count);
    }

    /** HTTP and WebSocket connections. */
    public int openConnections() {
        return connections.size();
    }

    /** Nothing runs and nothing waits. */
    public boolean isIdle() {
        return queued().isEmpty();
    }

    public void awaitIdle() {
        await("the queue to be empty", this::isIdle);
    }

    /** Until something is so; gives up loudly after half a minute. */
    public static void await(String what, Supplier<Boolean> so) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!so.get()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited 30 s for " + what);
            }
            try {
                Thread.sleep(2);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for " + what, e);
            }
        }
    }

    /** The process dies: connections break, queue and history are gone, nobody listens; files stay. */
    public void stop() {
        join(call(() -> inTurn(this::down)));
    }

    /** Listens again, on the same port. */
    public void startAgain() {
        up();
    }

    public void restart() {
        join(call(() -> inTurn(() -> down().compose(gone -> listen()))));
    }

    /** As a pod without a volume loses them. */
    public void loseFiles() {
        onLoop(() -> {
            files.clear();
            inventory.inputs().clear();
            return null;
        });
    }

    /** A text message to every client, for instance one that is no JSON. */
    public void sendToAll(String text) {
        onLoop(() -> {
            sockets.ids().forEach(id -> sockets.raw(id, text));
            return null;
        });
    }

    /** A binary frame to every client, for instance of a type that none has heard of. */
    public void sendToAll(Buffer frame) {
        onLoop(() -> {
            sockets.ids().forEach(id -> sockets.binary(id, frame));
            return null;
        });
    }

    @Override
    public void close() {
        stop();
        if (ownsVertx) {
            join(vertx.close().toCompletionStage().toCompletableFuture());
        }
    }

    // What the parts of the server use, on its event loop.

    Era era() {
        return era;
    }

    String authorization() {
        return authorization;
    }

    long maxBody() {
        return maxBody;
    }

    Vertx vertx() {
        return vertx;
    }

    FakeSockets sockets() {
        return sockets;
    }

    FakeFiles files() {
        return files;
    }

    FakeQueue queue() {
        return queue;
    }

    NodeSpecs specs() {
        return specs;
    }

    String runningNode(String clientId) {
        FakeRun run = worker.run;
        return run != null && run.item().clientId().equals(clientId) ? run.node() : null;
    }

    long nextNumber() {
        return number++;
    }

    JobScript scriptFor(Journal.Submitted prompt) {
        JobScript next = nextScripts.poll();
        return next == null ? scripts.apply(prompt) : next;
    }

    void enqueue(FakeQueue.Item item) {
        queue.add(item);
        queueChanged();
        loop.runOnContext(tick -> worker.look());
    }

    void queueChanged() {
        sockets.broadcast("status", status());
    }

    ObjectNode status() {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.putObject("status").putObject("exec_info").put("queue_remaining", queue.remaining());
        return data;
    }

    /** Ends whatever runs; the flag stays up until the next prompt begins. */
    void interrupt() {
        worker.interrupted = true;
        if (worker.run != null) {
            worker.run.wake();
        }
    }

    boolean delete(String promptId) {
        boolean deleted = queue.delete(promptId);
        if (deleted) {
            journal.ended(promptId, Journal.Outcome.DELETED);
            queueChanged();
        }
        return deleted;
    }

    void restartSoon() {
        loop.runOnContext(tick -> inTurn(() -> down().compose(gone -> listen())));
    }

    void stopSoon() {
        loop.runOnContext(tick -> inTurn(this::down));
    }

    void whenHistoryIsRead(String promptId, int reads, Runnable record) {
        if (reads <= 0) {
            worker.later(record);
            return;
        }
        LateHistory late = new LateHistory(reads, record);
        lateHistories.put(promptId, late);
        vertx.setTimer(200, timer -> late.now());
    }

    void historyRead(String promptId) {
        LateHistory late = lateHistories.get(promptId);
        if (late != null && --late.reads <= 0) {
            lateHistories.remove(promptId);
            // The read that was one too many still finds nothing.
            loop.runOnContext(tick -> late.now());
        }
    }

    private static final class LateHistory {
        private int reads;
        private Runnable record;

        LateHistory(int reads, Runnable record) {
            this.reads = reads;
            this.record = record;
        }

        void now() {
            Runnable once = record;
            record = null;
            if (once != null) {
                once.run();
            }
        }
    }

    private FakeComfy up() {
        join(call(() -> inTurn(this::listen)));
        return this;
    }

    /** One after the other: a test may stop a server that a job is just restarting. */
    private Future<Void> inTurn(Supplier<Future<Void>> change) {
        lifecycle = lifecycle.otherwiseEmpty().compose(done -> change.get());
        return lifecycle;
    }

    private Future<Void> listen() {
        return listen(BIND_TRIES);
    }

    private Future<Void> listen(int tries) {
        HttpServerOptions options = new HttpServerOptions()
                .setMaxWebSocketFrameSize(64 << 20)
                .setMaxWebSocketMessageSize(64 << 20)
                .setMaxInitialLineLength(16384);
        FakeRoutes routes = new FakeRoutes(this);
        HttpServer starting = vertx.createHttpServer(options)
                .requestHandler(routes::handle)
                .connectionHandler(connection -> {
                    connections.add(connection);
                    connection.closeHandler(closed -> connections.remove(connection));
                });
        int wanted = port > 0 ? port : ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
        return starting.listen(wanted, host)
                .onSuccess(up -> {
                    port = wanted;
                    server = up;
                })
                .<Void>mapEmpty()
                .recover(taken -> tries == 0
                        ? Future.failedFuture(taken)
                        : vertx.timer(20, TimeUnit.MILLISECONDS).compose(tick -> listen(tries - 1)));
    }

    private Future<Void> down() {
        worker.die();
        lateHistories.clear();
        queue.forget().forEach(item -> journal.ended(item.promptId(), Journal.Outcome.LOST));
        HttpServer closing = server;
        server = null;
        // Torn, not closed: a process that dies says no goodbye.
        connections.forEach(
                connection -> ((ConnectionBase) connection).channel().close());
        return closing == null ? Future.succeededFuture() : closing.close();
    }

    private <T> T onLoop(Supplier<T> question) {
        return join(call(() -> Future.succeededFuture(question.get())));
    }

    private <T> CompletableFuture<T> call(Supplier<Future<T>> action) {
        Promise<T> answer = Promise.promise();
        loop.runOnContext(tick -> {
            try {
                action.get().onComplete(answer);
            } catch (RuntimeException e) {
                answer.fail(e);
            }
        });
        return answer.future().toCompletionStage().toCompletableFuture();
    }

    private static <T> T join(CompletableFuture<T> future) {
        return future.orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** The one thread that executes prompts. */
    private final class Worker implements FakeRun.Host {

        private final Set<String> cache = new HashSet<>();
        private FakeRun run;
        private boolean interrupted;

        void look() {
            if (run == null) {
                queue.take().ifPresent(item -> {
                    run = new FakeRun(this, item);
                    queueChanged();
                    run.begin();
                });
            }
        }

        void die() {
            if (run != null) {
                run.abandon();
            }
            run = null;
            interrupted = false;
            cache.clear();
        }

        @Override
        public FakeComfy server() {
            return FakeComfy.this;
        }

        @Override
        public FakeFiles files() {
            return files;
        }

        @Override
        public FakeSockets sockets() {
            return sockets;
        }

        @Override
        public void later(Runnable step) {
            if (pace.isZero()) {
                loop.runOnContext(tick -> step.run());
            } else {
                vertx.setTimer(pace.toMillis(), timer -> loop.runOnContext(tick -> step.run()));
            }
        }

        @Override
        public boolean interrupted() {
            return interrupted;
        }

        @Override
        public void forgetInterrupt() {
            interrupted = false;
        }

        @Override
        public Set<String> cache() {
            return cache;
        }

        @Override
        public void recorded(FakeQueue.Item item, ObjectNode entry, Journal.Outcome outcome) {
            queue.done(item.promptId(), entry);
            journal.ended(item.promptId(), outcome);
            queueChanged();
        }

        @Override
        public void over() {
            run = null;
            look();
        }
    }
}
