package dev.likeness.store;

import java.util.ArrayDeque;
import java.util.Deque;

/** A fixed number of permits, granted in the order of the requests for them. */
final class Permits {

    private final Deque<Request> waiting = new ArrayDeque<>();
    private int free;

    Permits(int number) {
        this.free = number;
    }

    /** A request for one permit. */
    final class Request {

        private final Runnable granted;

        private Request(Runnable granted) {
            this.granted = granted;
        }

        /** @return false when the permit was granted before, and so has to be released */
        boolean withdraw() {
            synchronized (Permits.this) {
                return waiting.remove(this);
            }
        }
    }

    /** @param granted called at once, or when others have released theirs */
    Request acquire(Runnable granted) {
        Request request = new Request(granted);
        synchronized (this) {
            if (free == 0) {
                waiting.add(request);
                return request;
            }
            free--;
        }
        granted.run();
        return request;
    }

    void release() {
        Request next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                free++;
                return;
            }
        }
        next.granted.run();
    }
}
