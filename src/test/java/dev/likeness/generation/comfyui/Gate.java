package dev.likeness.generation.comfyui;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds jobs back until a test opens it, so that a race is set up and not hoped for. */
public final class Gate {

    private final CountDownLatch reached = new CountDownLatch(1);
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean open;

    /** Until a job has come here. */
    public void awaitReached() throws InterruptedException {
        if (!reached.await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no job came to the gate within 30 s");
        }
    }

    /** Every job goes on, those that come later too. */
    public void open() {
        List<Runnable> released;
        synchronized (this) {
            open = true;
            released = List.copyOf(waiting);
            waiting.clear();
        }
        released.forEach(Runnable::run);
    }

    void pass(Runnable onwards) {
        boolean now;
        synchronized (this) {
            now = open;
            if (!now) {
                waiting.add(onwards);
            }
        }
        reached.countDown();
        if (now) {
            onwards.run();
        }
    }
}
