package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.likeness.generation.DimensionPlan;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.jboss.logging.Logger;

/** A first picture, of the project's own samples, for nobody: a server loads its models for it, so that no caller waits. */
final class WarmUp implements Order {

    private static final Logger LOG = Logger.getLogger(WarmUp.class);

    /** About the size that models generate, so that what they allocate is allocated. */
    private static final int SIDE = 1024;

    private final Workflow workflow;
    private final DimensionPlan plan;
    private final Toolbox tools;

    WarmUp(Workflow workflow, Toolbox tools) {
        this.workflow = workflow;
        this.plan = workflow.dimensions(SIDE, SIDE);
        this.tools = tools;
    }

    /** Completes when the server has made the picture, or could not: then jobs will tell what is wrong. */
    Uni<Void> at(ComfyServer server) {
        return Uni.createFrom().deferred(() -> {
            UUID id = UUID.randomUUID();
            Prompt prompt = new Prompt(server, tools, this, id, UUID.randomUUID(), signal -> {});
            return prompt.picture()
                    .onFailure()
                    .invoke(failure -> LOG.warnf(failure, "%s could not make its first picture", server))
                    .onFailure()
                    .recoverWithNull()
                    .onTermination()
                    .call(() -> prompt.leave().chain(prompt::forget))
                    .replaceWithVoid();
        });
    }

    @Override
    public Uni<ObjectNode> graph(ComfyServer server, UUID promptId) {
        Uni<String> face = server.upload(JobImages.FOLDER, promptId + "-face.jpg", sample("face.jpg"));
        Uni<String> pose = server.upload(JobImages.FOLDER, promptId + "-pose.png", sample("pose.png"));
        return Uni.combine()
                .all()
                .unis(face, pose)
                .with((faceName, poseName) -> workflow.graph(new WorkflowValues(
                        "a person",
                        "",
                        Optional.of(faceName),
                        Optional.empty(),
                        Optional.empty(),
                        poseName,
                        Optional.of(poseName),
                        0,
                        plan,
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        promptId)));
    }

    private static byte[] sample(String name) {
        try (InputStream file = WarmUp.class.getResourceAsStream("/samples/" + name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String outputNode() {
        return workflow.outputNode();
    }

    @Override
    public int width() {
        return plan.width();
    }

    @Override
    public int height() {
        return plan.height();
    }
}
