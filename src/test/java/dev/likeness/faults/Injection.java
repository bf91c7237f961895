package dev.likeness.faults;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One fault that waits for its place in the traffic, and happens there once. */
public final class Injection implements AutoCloseable {

    private final FaultPoint point;
    private final Fault fault;
    private final AtomicInteger seen = new AtomicInteger();
    private final Map<ProxiedConnection, Long> forwarded = new ConcurrentHashMap<>();
    private final CountDownLatch hit = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean withdrawn;

    Injection(FaultPoint point, Fault fault) {
        this.point = point;
        this.fault = fault;
    }

    FaultPoint point() {
        return point;
    }

    boolean isAwaited() {
        return !withdrawn && hit.getCount() > 0;
    }

    /** Whether this message is the one of this injection. */
    boolean isFor(Message message, FaultPoint.Place place) {
        return isAwaited()
                && point.place() == place
                && point.messages().test(message)
                && seen.incrementAndGet() == point.number();
    }

    /** How many of the next bytes may be forwarded before the fault happens; -1 when all may. */
    long bytesBefore(ProxiedConnection connection, Direction direction, int next) {
        if (!isAwaited() || point.place() != FaultPoint.Place.BYTE || point.direction() != direction) {
            return -1;
        }
        long before = forwarded.getOrDefault(connection, 0L);
        forwarded.put(connection, before + next);
        boolean isReached = before + next >= point.offset() && seen.incrementAndGet() == point.number();
        return isReached ? Math.max(0, point.offset() - before) : -1;
    }

    void strike(ProxiedConnection connection) throws InterruptedException {
        if (withdrawn) {
            return;
        }
        hit.countDown();
        fault.strike(connection, this);
    }

    void awaitRelease() throws InterruptedException {
        released.await();
    }

    public boolean hasHit() {
        return hit.getCount() == 0;
    }

    /** Waits until the fault has happened. */
    public void awaitHit(Duration most) {
        try {
            if (!hit.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("no traffic has reached the place of the fault within " + most);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets a connection that is {@linkplain Fault#hold held} go on. */
    public void release() {
        released.countDown();
    }

    /** The fault no longer happens if it has not; what it holds goes on. */
    @Override
    public void close() {
        withdrawn = true;
        release();
    }
}
