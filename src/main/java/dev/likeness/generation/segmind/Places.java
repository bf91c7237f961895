package dev.likeness.generation.segmind;

import dev.likeness.breaker.Breaker;
import dev.likeness.error.BackendUnavailable;
import dev.likeness.error.Overloaded;

/** Lets so many jobs be at the upstream at once, and none while it fails again and again. */
final class Places {

    private final int most;
    private final Breaker breaker;
    private int taken;

    Places(int most, Breaker breaker) {
        this.most = most;
        this.breaker = breaker;
    }

    /** @throws dev.likeness.error.Failure at once, when there is none; another backend may have the job then */
    synchronized Place take() {
        if (taken >= most) {
            throw new Overloaded(
                    "As many pictures are being made as the service behind this one takes; try again in a moment",
                    Upstream.MOMENT);
        }
        if (!breaker.permits()) {
            throw new BackendUnavailable(
                    "The service that makes the pictures has failed several times; try again in a moment",
                    Upstream.MOMENT);
        }
        taken++;
        breaker.tried();
        return new Place();
    }

    synchronized int taken() {
        return taken;
    }

    /** One job's; how it went there is said before it is given back, once. */
    final class Place implements AutoCloseable {

        private boolean judged;
        private boolean closed;

        void succeeded() {
            judge(breaker::succeeded);
        }

        void failed() {
            judge(breaker::failed);
        }

        private void judge(Runnable verdict) {
            synchronized (Places.this) {
                if (!judged) {
                    judged = true;
                    verdict.run();
                }
            }
        }

        @Override
        public void close() {
            judge(breaker::undecided);
            synchronized (Places.this) {
                if (!closed) {
                    closed = true;
                    taken--;
                }
            }
        }
    }
}
