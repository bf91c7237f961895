package dev.likeness.flow;

import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;

/**
 * The bounded pool on which everything runs that takes CPU time: decoding, inference, drawing, encoding. A task keeps the
 * request's Vert.x context, and with it the request id in its log lines.
 */
@Singleton
class Workers {

    private final WorkerExecutor pool;

    Workers(Vertx vertx, FlowConfig config) {
        int threads = config.workers().threads().orElse(Runtime.getRuntime().availableProcessors());
        this.pool = vertx.createSharedWorkerExecutor("likeness-worker", Math.max(1, threads));
    }

    @Produces
    @Singleton
    @Identifier("workers") Executor executor() {
        return task -> pool.executeBlocking(
                () -> {
                    task.run();
                    return null;
                },
                false);
    }

    @PreDestroy
    void close() {
        pool.close();
    }
}
