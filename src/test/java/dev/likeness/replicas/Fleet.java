package dev.likeness.replicas;

import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** All replicas; those that are down come up again by themselves. */
final class Fleet implements AutoCloseable {

    private final List<Replica> replicas;
    private final ExecutorService starters;
    private volatile Throwable failure;

    Fleet(List<Replica> replicas) {
        this.replicas = replicas;
        this.starters = Executors.newFixedThreadPool(replicas.size());
    }

    void start() {
        replicas.forEach(this::startAgain);
        awaitAll();
    }

    void startAgain(Replica replica) {
        starters.execute(() -> {
            try {
                replica.start();
            } catch (RuntimeException e) {
                failure = e;
            }
        });
    }

    void awaitAll() {
        while (!replicas.stream().allMatch(Replica::isUp)) {
            check();
            Pause.millis(20);
        }
    }

    /** Of a replica that is up, or the first one that is. */
    String url() {
        while (true) {
            check();
            List<String> up = replicas.stream()
                    .map(Replica::url)
                    .filter(java.util.Objects::nonNull)
                    .toList();
            if (!up.isEmpty()) {
                return up.get(ThreadLocalRandom.current().nextInt(up.size()));
            }
            Pause.millis(20);
        }
    }

    /** One of those that are up. */
    Replica victim(Random random) {
        while (true) {
            check();
            List<Replica> up = replicas.stream().filter(Replica::isUp).toList();
            if (!up.isEmpty()) {
                return up.get(random.nextInt(up.size()));
            }
            Pause.millis(20);
        }
    }

    List<Replica> replicas() {
        return replicas;
    }

    private void check() {
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        starters.shutdown();
        try {
            starters.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        replicas.forEach(Replica::close);
    }
}
