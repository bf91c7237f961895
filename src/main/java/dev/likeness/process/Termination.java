package dev.likeness.process;

import dev.likeness.shutdown.Shutdown;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;

/**
 * SIGTERM and SIGINT end the work first, the service then, and the process last. Left to the runtime, they run all shutdown
 * hooks at once: Quarkus' own, which waits for running requests, and ONNX Runtime's, which takes the library away from
 * them; the process then dies of a segmentation fault in the middle of an answer. An end that was asked for and left nothing
 * undone is a success. A second signal is from somebody who does not want to wait.
 */
@ApplicationScoped
class Termination {

    private static final int NOT_ALL_DONE = 1;

    private final Shutdown shutdown;
    private final AtomicBoolean asked = new AtomicBoolean();

    Termination(Shutdown shutdown) {
        this.shutdown = shutdown;
    }

    void onStart(@Observes StartupEvent started) {
        // In development and in tests the process is not ours to end.
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            handle("TERM");
            handle("INT");
        }
    }

    private void handle(String name) {
        Signal.handle(new Signal(name), signal -> end());
    }

    private void end() {
        if (asked.compareAndSet(false, true)) {
            shutdown.begin().subscribe().with(allDone -> Quarkus.asyncExit(allDone ? 0 : NOT_ALL_DONE));
        } else {
            Quarkus.asyncExit(NOT_ALL_DONE);
        }
    }
}
