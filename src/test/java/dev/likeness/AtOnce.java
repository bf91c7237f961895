package dev.likeness;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs things at the same time, on threads of its own. Those of the common pool may have been made while a Quarkus test was
 * running and still have that application's class loader, in which Mutiny finds services that are not ours.
 */
public final class AtOnce {

    private static final int THREADS = 8;

    private AtOnce() {}

    /** Returns when all have ended; fails with the first failure. */
    public static void run(List<Runnable> all) throws Exception {
        // Makes Mutiny's context manager, which fails threads that make it at the same time.
        Uni.createFrom().item(() -> 0);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Object>> calls = new ArrayList<>();
            all.forEach(one -> calls.add(Executors.callable(one)));
            for (Future<Object> ended : threads.invokeAll(calls)) {
                ended.get();
            }
        } finally {
            threads.shutdown();
        }
    }
}
