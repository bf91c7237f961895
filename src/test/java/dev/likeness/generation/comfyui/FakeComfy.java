package dev.likeness.generation.comfyui;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A server that behaves as ComfyUI does towards a client of its HTTP and WebSocket interface, with the order of its
 * messages and its races, and as badly as a test asks it to. It listens on the loopback, executes one prompt at a time,
 * checks every graph as the real one does, renders plain pictures of the size that the graph asks for, and writes all
 * that it is asked into a {@link Journal}.
 *
 * <p>This is what a test sees of it, from any thread; those methods that look at or change its state wait for the event
 * loop of the {@link FakeProcess}. Its parts: {@link FakeListener} (port and connections), {@link FakeRoutes} with
 * {@link FakePrompts} and {@link FakePictures}, {@link FakeSockets}, {@link FakeQueue}, {@link FakeWorker} with a
 * {@link FakeRun} for each prompt, {@link Validation} and {@link GraphReview} of graphs, {@link Faults} of requests,
 * {@link JobScript} of jobs.
 */
public final class FakeComfy implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 120;

    private final FakeProcess process;
    private final boolean ownsVertx;

    private FakeComfy(Vertx vertx, boolean ownsVertx, String host, int port) {
        this.process = new FakeProcess(vertx.getOrCreateContext(), host, port);
        this.ownsVertx = ownsVertx;
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
        return "http://" + process.listener().host() + ":" + port();
    }

    public int port() {
        return process.listener().port();
    }

    public Journal journal() {
        return process.journal();
    }

    public Faults faults() {
        return process.faults();
    }

    public Inventory inventory() {
        return process.inventory();
    }

    /** Of the newest kind unless told otherwise. */
    public FakeComfy era(Era older) {
        process.era = older;
        return this;
    }

    /** Every request must carry this {@code Authorization} header; else 401, as a proxy in front answers. */
    public FakeComfy requireAuthorization(String header) {
        process.authorization = header;
        return this;
    }

    /** All objects that it sends have members that Python writes and JSON has not: NaN, Infinity and -Infinity. */
    public FakeComfy notNumbers() {
        process.notNumbers = true;
        return this;
    }

    /** Time between the steps of a job; none by default. */
    public FakeComfy pace(Duration step) {
        process.pace = step;
        return this;
    }

    /** Larger bodies are a 413 ({@code --max-upload-size}). */
    public FakeComfy maxBody(long bytes) {
        process.maxBody = bytes;
        return this;
    }

    /** For the next accepted prompts, one each, before {@link #scripts} is asked. */
    public FakeComfy nextJob(JobScript... jobs) {
        process.nextJobs(List.of(jobs));
        return this;
    }

    /** For every accepted prompt; must be cheap, it runs on the server's event loop. */
    public FakeComfy scripts(Function<Journal.Submitted, JobScript> chooser) {
        process.scripts = chooser;
        return this;
    }

    public FakeComfy everyJob(JobScript script) {
        return scripts(prompt -> script);
    }

    /** From now on sockets open and stay silent from their first moment: not even {@code status} comes. */
    public FakeComfy silentSockets(boolean silent) {
        onLoop(() -> process.sockets().silentFromTheStart(silent));
        return this;
    }

    /** A job of somebody else, in the queue like any other; answers its id. Nobody here may ever cancel it. */
    public String foreignJob(JobScript script) {
        String id = UUID.randomUUID().toString();
        journal().foreign(id);
        onLoop(() -> process.enqueue(FakeQueue.Item.foreign(process.nextNumber(), id, script)));
        return id;
    }

    /** Somebody else, in the editor for instance, interrupts the prompt or takes it out of the queue. */
    public void somebodyCancels(String promptId) {
        onLoop(() -> process.cancel(promptId));
    }

    /** Somebody else has uploaded a picture under this name before. */
    public void somebodyUploads(String subfolder, String name, byte[] image) {
        onLoop(() -> process.storeTemporarily(subfolder, name, image, false));
    }

    /** Ids of the prompts that run (one at most) and wait. */
    public List<String> queued() {
        return onLoop(process::promptIds);
    }

    public int openSockets() {
        return onLoop(process.sockets()::count);
    }

    /** HTTP and WebSocket connections. */
    public int openConnections() {
        return process.listener().connections();
    }

    /** Nothing runs and nothing waits. */
    public boolean isIdle() {
        return queued().isEmpty();
    }

    public void awaitIdle() {
        await("the queue to be empty", this::isIdle);
    }

    /** Until something is so; gives up loudly after two minutes. */
    public static void await(String what, Supplier<Boolean> so) {
        long end = System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
        while (!so.get()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited " + PATIENCE_SECONDS + " s for " + what);
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
        settled(process::stop);
    }

    /** Listens again, on the same port. */
    public void startAgain() {
        up();
    }

    public void restart() {
        settled(process::restart);
    }

    /** Files in {@code input}, {@code output} or {@code temp}, as {@code subfolder/name}. */
    public Set<String> files(String folder) {
        return onLoop(() -> process.files().in(folder));
    }

    /** Ids of the jobs that the history has. */
    public Set<String> remembered() {
        return onLoop(() -> Set.copyOf(process.queue().history().keySet()));
    }

    /** As a pod without a volume loses them. */
    public void loseFiles() {
        onLoop(process::loseFiles);
    }

    /** A text message to every client, for instance one that is no JSON. */
    public void sendToAll(String text) {
        onLoop(() -> process.sockets().ids().forEach(id -> process.sockets().raw(id, text)));
    }

    /** A binary frame to every client, for instance of a type that none has heard of. */
    public void sendToAll(Buffer frame) {
        onLoop(() -> process.sockets().ids().forEach(id -> process.sockets().binary(id, frame)));
    }

    @Override
    public void close() {
        stop();
        if (ownsVertx) {
            joined(process.vertx().close());
        }
    }

    private FakeComfy up() {
        settled(process::start);
        return this;
    }

    private void onLoop(Runnable change) {
        onLoop(() -> {
            change.run();
            return null;
        });
    }

    private <T> T onLoop(Supplier<T> question) {
        return settled(() -> Future.succeededFuture(question.get()));
    }

    /** Waits for what the action, on the event loop, brings about. */
    private <T> T settled(Supplier<Future<T>> action) {
        Context loop = process.loop();
        Promise<T> answer = Promise.promise();
        loop.runOnContext(tick -> {
            try {
                action.get().onComplete(answer);
            } catch (RuntimeException e) {
                answer.fail(e);
            }
        });
        return joined(answer.future());
    }

    private static <T> T joined(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
