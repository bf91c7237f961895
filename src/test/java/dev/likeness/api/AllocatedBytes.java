package dev.likeness.api;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What an action allocates: a measure of its work that does not depend on the machine. */
final class AllocatedBytes {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AllocatedBytes() {}

    /** By the calling thread; the action runs once before, so that classes are loaded. */
    static long by(Runnable action) {
        action.run();
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        action.run();
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }
}
