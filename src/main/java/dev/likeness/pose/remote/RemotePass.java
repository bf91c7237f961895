package dev.likeness.pose.remote;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.likeness.context.CallerContext;
import dev.likeness.error.BackendUnavailable;
import dev.likeness.input.Picture;
import dev.likeness.pose.Face;
import dev.likeness.pose.PassElsewhere;
import dev.likeness.pose.PoseReading;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;

/**
 * Has pictures read by another deployment: over connections that are kept, with a second try when the first fails for a
 * reason that passes, and not at all for a while when it fails again and again.
 */
@Startup
@ApplicationScoped
class RemotePass implements PassElsewhere {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Optional<Destination> destination;
    private final Duration timeout;
    private final Gate gate;
    private final Answers answers;
    private final Executor workers;

    @Inject
    RemotePass(
            RemotePassConfig config,
            ObjectMapper json,
            MeterRegistry metrics,
            Vertx vertx,
            @Identifier("workers") Executor workers) {
        this(config, Destination.of(config, vertx), json, metrics, workers);
    }

    RemotePass(
            RemotePassConfig config,
            Optional<Destination> destination,
            ObjectMapper json,
            MeterRegistry metrics,
            Executor workers) {
        this.workers = workers;
        this.destination = destination;
        this.timeout = config.timeout();
        this.gate = new Gate(config, metrics);
        this.answers = new Answers(json);
    }

    @Override
    public boolean configured() {
        return destination.isPresent();
    }

    @Override
    public Uni<PoseReading> people(Picture picture) {
        return asked("none", picture, answers::people);
    }

    @Override
    public Uni<List<Face>> faces(Picture picture) {
        return asked("only", picture, answers::faces);
    }

    private <T> Uni<T> asked(String faces, Picture picture, BiFunction<Reply, Picture, T> answered) {
        return Uni.createFrom().deferred(() -> {
            // Where the caller waits: an exchange belongs to the event loop that it is begun on.
            Executor caller = CallerContext.executor();
            return Uni.createFrom()
                    .item(picture::withoutMetadata)
                    .runSubscriptionOn(workers)
                    .emitOn(caller)
                    .chain(file -> asked(faces, picture, file, answered));
        });
    }

    private <T> Uni<T> asked(String faces, Picture picture, byte[] file, BiFunction<Reply, Picture, T> answered) {
        Uni<T> call = Uni.createFrom()
                .deferred(() -> destination.orElseThrow().read(faces, file))
                .map(answer -> answered.apply(answer, picture))
                .onFailure(failure -> failure instanceof Fault fault && fault.isPassing())
                .retry()
                .atMost(1)
                .ifNoItem()
                .after(timeout)
                .failWith(() -> Fault.lasting("does not answer within " + timeout.toMillis() + " ms"));
        return gate.through(call)
                .onFailure(Fault.class)
                .transform(fault -> new BackendUnavailable(
                        String.format(
                                Locale.ROOT,
                                "Poses cannot be read at the moment; try again in %d s",
                                RETRY_AFTER.toSeconds()),
                        RETRY_AFTER));
    }
}
