package dev.likeness.generation.comfyui;

import dev.likeness.generation.DimensionPlan;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;

/**
 * What one sample of a job puts into a workflow.
 *
 * @param negativePrompt may be empty
 * @param faceImage the uploaded face picture, as the server's answer names it: {@code subfolder/name}
 * @param faceCrop where the face is in it, when that is known
 * @param poseImage the uploaded pose: the photo, or our skeleton image of the generated size
 * @param kpsImage the uploaded face keypoint image of the generated size; present when poseImage is our skeleton
 * @param identityStrength 0..1.5; the configured strengths when empty
 * @param poseStrength 0..1.5; the configured strength when empty
 * @param jobId unique to this sample; names its file at the server
 */
record WorkflowValues(
        String prompt,
        String negativePrompt,
        String faceImage,
        Optional<FaceCrop> faceCrop,
        String poseImage,
        Optional<String> kpsImage,
        long seed,
        DimensionPlan dimensions,
        OptionalDouble identityStrength,
        OptionalDouble poseStrength,
        UUID jobId) {}
