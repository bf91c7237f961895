package dev.likeness.generation.comfyui;

import dev.likeness.generation.DimensionPlan;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;

/**
 * What one sample of a job puts into a workflow. Images are named as the server named them in its answer to the upload:
 * {@code subfolder/name}.
 *
 * @param negativePrompt may be empty
 * @param faceImage the picture of the character; present when the workflow wants it, or we have not found the face
 * @param faceCropImage the face cut out of it, when we have found it; the whole picture takes its place otherwise
 * @param facePortraitImage the same with more room around it
 * @param poseImage the pose: the photo, or our skeleton drawing of the generated size
 * @param kpsImage our face keypoint drawing of the generated size; present when poseImage is our skeleton drawing
 * @param identityStrength 0..1.5; the configured strengths when empty
 * @param poseStrength 0..1.5; the configured strength when empty
 * @param jobId unique to this sample; names its file at the server
 */
record WorkflowValues(
        String prompt,
        String negativePrompt,
        Optional<String> faceImage,
        Optional<String> faceCropImage,
        Optional<String> facePortraitImage,
        String poseImage,
        Optional<String> kpsImage,
        long seed,
        DimensionPlan dimensions,
        OptionalDouble identityStrength,
        OptionalDouble poseStrength,
        UUID jobId) {}
