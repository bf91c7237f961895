package dev.likeness.api;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Failures that come when nobody listens any more, since the client has left: logged as those that are answered. Quarkus
 * would log each as an error, even that a picture which nobody waits for is none.
 */
@Singleton
class UnheardFailures {

    void listen(@Observes StartupEvent started) {
        Infrastructure.setDroppedExceptionHandler(failure -> ErrorMapping.log(failure, Problem.of(failure)));
    }
}
