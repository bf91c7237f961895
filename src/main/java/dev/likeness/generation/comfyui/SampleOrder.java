package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.likeness.generation.DimensionPlan;
import dev.likeness.generation.GenerationJob;
import dev.likeness.generation.comfyui.JobImages.Role;
import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** One sample of a job. */
record SampleOrder(GenerationJob job, int sample, Workflow workflow, DimensionPlan plan, JobImages images)
        implements Order {

    @Override
    public Uni<ObjectNode> graph(ComfyServer server, UUID promptId) {
        return images.at(server).map(uploaded -> workflow.graph(values(uploaded, promptId)));
    }

    private WorkflowValues values(JobImages.Uploaded uploaded, UUID promptId) {
        return new WorkflowValues(
                job.prompt(),
                job.negativePrompt().orElse(""),
                uploaded.name(Role.FACE),
                uploaded.name(Role.FACE_CROP),
                uploaded.name(Role.FACE_PORTRAIT),
                uploaded.name(Role.POSE).orElseThrow(),
                uploaded.name(Role.KEYPOINTS),
                job.seedOf(sample),
                plan,
                job.identityStrength(),
                job.poseStrength(),
                promptId);
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
