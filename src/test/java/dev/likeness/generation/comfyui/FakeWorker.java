package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The one thread of a server that executes prompts, here turns of its event loop. As at the real one an interrupt is a
 * flag, which whatever runs then looks at, and which the next prompt takes down when it begins.
 */
final class FakeWorker {

    private final FakeProcess process;
    private final LateHistories lateHistories;
    /** Node contents that need not be worked out again. */
    private final Set<String> cache = new HashSet<>();

    private FakeRun run;
    private boolean interrupted;

    FakeWorker(FakeProcess process) {
        this.process = process;
        this.lateHistories = new LateHistories(process.loop());
    }

    /** Begins with the next prompt, unless one runs. */
    void look() {
        if (run == null) {
            process.queue().take().ifPresent(item -> {
                run = new FakeRun(process, this, item);
                process.queueChanged();
                run.begin();
            });
        }
    }

    /** Ends whatever runs. */
    void interrupt() {
        interrupted = true;
        if (run != null) {
            run.wake();
        }
    }

    boolean interrupted() {
        return interrupted;
    }

    void forgetInterrupt() {
        interrupted = false;
    }

    /** Whether these node contents are in the cache; from now on they are. */
    boolean cached(String contents) {
        return !cache.add(contents);
    }

    /** The node that is executed for this client, to be told to a socket that comes late. */
    Optional<String> nodeOf(String clientId) {
        return Optional.ofNullable(run)
                .filter(running -> running.item().clientId().equals(clientId))
                .map(FakeRun::node);
    }

    /** On a later turn, or when the history has been looked for in vain so often. */
    void writeHistory(String promptId, int readsBefore, Runnable record) {
        if (readsBefore <= 0) {
            process.later(record);
        } else {
            lateHistories.writeAfterReads(promptId, readsBefore, record);
        }
    }

    void historyRead(String promptId) {
        lateHistories.read(promptId);
    }

    void recorded(FakeQueue.Item item, ObjectNode entry, Journal.Outcome outcome) {
        process.queue().done(item.promptId(), entry);
        process.journal().ended(item.promptId(), outcome);
        process.queueChanged();
    }

    void over() {
        run = null;
        look();
    }

    /** The process is gone. */
    void die() {
        if (run != null) {
            run.abandon();
        }
        run = null;
        interrupted = false;
        cache.clear();
        lateHistories.forget();
    }
}
