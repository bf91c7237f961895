package dev.likeness.input;

import dev.likeness.error.Overloaded;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Looks up the addresses of a host; it is asked once for each URL and redirect. */
interface HostResolver {

    /** All its addresses, in the order to try them; fails with {@link UnknownHostException}. */
    Uni<List<InetAddress>> resolve(String host);

    /**
     * The system's resolver, which blocks for as long as a name server does, and so has threads of its own: however slow it is,
     * it takes none of the workers. Look-ups beyond those wait, within a bound; one that was cancelled is not made.
     */
    @Singleton
    final class OfTheSystem implements HostResolver {

        private static final int THREADS = 16;

        /** Under way and waiting. A request has two URLs and a webhook at most, so that hundreds of requests fit. */
        static final int MAX_PENDING = 1_000;

        private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

        /** {@link InetAddress#getAllByName}, but for tests. */
        interface Lookup {

            InetAddress[] addresses(String host) throws UnknownHostException;
        }

        private final Lookup lookup;
        private final WorkerExecutor threads;
        private final AtomicInteger pending = new AtomicInteger();

        @Inject
        OfTheSystem(Vertx vertx) {
            this(vertx, InetAddress::getAllByName);
        }

        OfTheSystem(Vertx vertx, Lookup lookup) {
            this.lookup = lookup;
            this.threads = vertx.createSharedWorkerExecutor("likeness-resolver", THREADS);
        }

        @Override
        public Uni<List<InetAddress>> resolve(String host) {
            return Uni.createFrom().emitter(emitter -> {
                if (pending.incrementAndGet() > MAX_PENDING) {
                    pending.decrementAndGet();
                    emitter.fail(new Overloaded(
                            "Too many host names are being looked up; try again in " + RETRY_AFTER.toSeconds() + " s",
                            RETRY_AFTER));
                    return;
                }
                AtomicBoolean over = new AtomicBoolean();
                emitter.onTermination(() -> over.set(true));
                threads.executeBlocking(
                                () -> over.get() ? List.<InetAddress>of() : List.of(lookup.addresses(host)), false)
                        .onComplete(looked -> {
                            pending.decrementAndGet();
                            if (looked.succeeded()) {
                                emitter.complete(looked.result());
                            } else {
                                emitter.fail(looked.cause());
                            }
                        });
            });
        }

        @PreDestroy
        void close() {
            threads.close();
        }
    }
}
