package dev.likeness.process;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import sun.misc.Signal;

/**
 * SIGTERM and SIGINT end the service first and the process then. Left to the runtime, they run all shutdown hooks at once:
 * Quarkus' own, which waits for running requests, and ONNX Runtime's, which takes the library away from them; the process
 * then dies of a segmentation fault in the middle of an answer. An end that was asked for and left nothing undone is a success.
 */
@ApplicationScoped
class Termination {

    void onStart(@Observes StartupEvent started) {
        // In development and in tests the process is not ours to end.
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            handle("TERM");
            handle("INT");
        }
    }

    private static void handle(String name) {
        Signal.handle(new Signal(name), signal -> Quarkus.asyncExit(0));
    }
}
