package dev.likeness.flow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What a request has to give back when it fails or is cancelled: its credits, its job at the backend. What it comes to hold
 * only afterwards is given back at once. A client may leave at the very moment at which one stage hands over to the next,
 * and some operators of Mutiny (2.9.5: a Uni turned into a Multi, a concatenation) lose a cancellation that comes just then.
 */
public final class Holdings {

    private final Deque<Runnable> held = new ArrayDeque<>();
    private boolean over;

    /** @param giveBack harmless when what is held has come to its own end before */
    public void add(Runnable giveBack) {
        synchronized (this) {
            if (!over) {
                held.push(giveBack);
                return;
            }
        }
        giveBack.run();
    }

    /** Everything, the latest first. */
    public void giveBack() {
        List<Runnable> all;
        synchronized (this) {
            over = true;
            all = List.copyOf(held);
            held.clear();
        }
        all.forEach(Runnable::run);
    }
}
