package dev.likeness.generation.preview;

import dev.likeness.generation.GenerationBackend;
import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.GenerationJob;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executor;

/**
 * Draws a figure in the pose with the character's real face, in this process, on any machine. It is a drawing and looks
 * like one: it shows who will stand how, before or without a model that makes a photograph of it.
 *
 * <p>The same job makes the same pixels, always.
 */
@ApplicationScoped
public class PreviewBackend implements GenerationBackend {

    private final Executor workers;

    PreviewBackend(@Identifier("workers") Executor workers) {
        this.workers = workers;
    }

    @Override
    public String name() {
        return "preview";
    }

    @Override
    public boolean needsPose() {
        return true;
    }

    /** Each step is a task of its own and starts when somebody waits for it: no picture is drawn ahead of its reader. */
    @Override
    public Multi<GenerationEvent> generate(GenerationJob job) {
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new Sitting(job),
                        sitting -> Uni.createFrom().item(sitting::next).runSubscriptionOn(workers))
                .atMost((long) Sitting.STEPS * job.samples());
    }
}
