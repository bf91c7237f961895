package dev.likeness.input;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Looks up the addresses of a host; it is asked once for each URL and redirect. */
interface HostResolver {

    /** All its addresses, in the order to try them; fails with {@link UnknownHostException}. */
    Uni<List<InetAddress>> resolve(String host);

    /** The system's resolver, which blocks, and so runs among Vert.x's workers: a slow name server costs no CPU worker. */
    @Singleton
    final class OfTheSystem implements HostResolver {

        private final Vertx vertx;

        OfTheSystem(Vertx vertx) {
            this.vertx = vertx;
        }

        @Override
        public Uni<List<InetAddress>> resolve(String host) {
            return Uni.createFrom()
                    .completionStage(() -> vertx.executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false)
                            .toCompletionStage());
        }
    }
}
