package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The inside of a {@link FakeComfy}: what its routes, its worker and its runs share. It belongs to one event loop; only the
 * settings may be changed from elsewhere.
 */
final class FakeProcess {

    private final Context loop;
    private final Journal journal = new Journal();
    private final Faults faults = new Faults();
    private final Inventory inventory = new Inventory();
    private final NodeSpecs specs = NodeSpecs.bundled();
    private final FakeFiles files = new FakeFiles();
    private final FakeSockets sockets = new FakeSockets(this);
    private final FakeQueue queue = new FakeQueue();
    private final FakeWorker worker;
    private final FakeListener listener;
    private final Queue<JobScript> nextScripts = new ConcurrentLinkedQueue<>();

    volatile Function<Journal.Submitted, JobScript> scripts = prompt -> JobScript.normal();
    volatile Era era = Era.JOBS;
    /** That every request must carry; empty for none. */
    volatile String authorization = "";
    /** Whether all that it says has {@code NaN} and {@code Infinity} in it. */
    volatile boolean notNumbers;
    /** Between two steps of a job. */
    volatile Duration pace = Duration.ZERO;

    /** As {@code --max-upload-size} has it by default. */
    volatile long maxBody = 100L << 20;

    private Future<Void> lifecycle = Future.succeededFuture();
    private long number;

    FakeProcess(Context loop, String host, int port) {
        this.loop = loop;
        this.worker = new FakeWorker(this);
        this.listener = new FakeListener(loop.owner(), host, port, new FakeRoutes(this)::handle);
    }

    Context loop() {
        return loop;
    }

    Vertx vertx() {
        return loop.owner();
    }

    Journal journal() {
        return journal;
    }

    Faults faults() {
        return faults;
    }

    Inventory inventory() {
        return inventory;
    }

    NodeSpecs specs() {
        return specs;
    }

    FakeFiles files() {
        return files;
    }

    FakeSockets sockets() {
        return sockets;
    }

    FakeQueue queue() {
        return queue;
    }

    FakeWorker worker() {
        return worker;
    }

    FakeListener listener() {
        return listener;
    }

    /** Each step of a job has a turn of its own, so that whatever else arrives comes in between. */
    void later(Runnable step) {
        if (pace.isZero()) {
            loop.runOnContext(tick -> step.run());
        } else {
            vertx().setTimer(pace.toMillis(), timer -> loop.runOnContext(tick -> step.run()));
        }
    }

    void nextJobs(List<JobScript> jobs) {
        nextScripts.addAll(jobs);
    }

    JobScript scriptFor(Journal.Submitted prompt) {
        return Optional.ofNullable(nextScripts.poll()).orElseGet(() -> scripts.apply(prompt));
    }

    long nextNumber() {
        return number++;
    }

    void enqueue(FakeQueue.Item item) {
        queue.add(item);
        queueChanged();
        loop.runOnContext(tick -> worker.look());
    }

    /** Takes a prompt that waits out of the queue. */
    boolean delete(String promptId) {
        boolean deleted = queue.delete(promptId);
        if (deleted) {
            journal.ended(promptId, Journal.Outcome.DELETED);
            queueChanged();
        }
        return deleted;
    }

    /** Whether it was there to be interrupted or taken out of the queue. */
    boolean cancel(String promptId) {
        if (queue.isRunning(promptId)) {
            worker.interrupt();
            return true;
        }
        return delete(promptId);
    }

    /** Of what runs and waits. */
    List<String> promptIds() {
        List<String> ids = new ArrayList<>();
        queue.running().map(FakeQueue.Item::promptId).ifPresent(ids::add);
        queue.pending().forEach(item -> ids.add(item.promptId()));
        return ids;
    }

    void queueChanged() {
        sockets.broadcast("status", status());
    }

    ObjectNode status() {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.putObject("status").putObject("exec_info").put("queue_remaining", queue.remaining());
        return data;
    }

    /** Into the folder for temporary files, of which LoadImage nodes read those whose names say so. */
    String storeTemporarily(String subfolder, String name, byte[] image, boolean overwrite) {
        String given = files.upload("temp", subfolder, name, image, overwrite);
        inventory.inputs().add((subfolder.isEmpty() ? given : subfolder + "/" + given) + " [temp]");
        return given;
    }

    /** Into the folder that LoadImage nodes read; answers the name that it was given. */
    String storeInput(String subfolder, String name, byte[] image, boolean overwrite) {
        String given = files.upload("input", subfolder, name, image, overwrite);
        inventory.inputs().add(subfolder.isEmpty() ? given : subfolder + "/" + given);
        return given;
    }

    /** As a pod without a volume loses them. */
    void loseFiles() {
        files.clear();
        inventory.inputs().clear();
    }

    Future<Void> start() {
        return inTurn(this::up);
    }

    /** As {@code cleanup_temp} does first. */
    private Future<Void> up() {
        files.clear("temp");
        inventory.inputs().removeIf(name -> name.endsWith(" [temp]"));
        return listener.listen();
    }

    /** It dies: connections break, queue and history are gone, nobody listens; files stay. */
    Future<Void> stop() {
        return inTurn(this::down);
    }

    Future<Void> restart() {
        return inTurn(() -> down().compose(gone -> up()));
    }

    private Future<Void> down() {
        worker.die();
        queue.forget().forEach(item -> journal.ended(item.promptId(), Journal.Outcome.LOST));
        return listener.tear();
    }

    /** One after the other: a test may stop a server that a job is just restarting. */
    private Future<Void> inTurn(Supplier<Future<Void>> change) {
        lifecycle = lifecycle.otherwiseEmpty().compose(done -> change.get());
        return lifecycle;
    }
}
