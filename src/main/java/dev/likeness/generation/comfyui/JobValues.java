package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.likeness.generation.DimensionPlan;
import java.util.Map;
import java.util.Set;

/** The placeholders that a job fills, by name. */
final class JobValues {

    static final String FACE = "face_image";
    static final String FACE_CROP = "face_crop_image";
    static final String FACE_PORTRAIT = "face_portrait_image";
    static final String KEYPOINTS = "kps_image";
    static final String POSE = "pose_image";
    static final String FILENAME_PREFIX = "filename_prefix";
    static final String GENERATED_WIDTH = "generated_width";

    private static final String NEGATIVE_PROMPT = "negative_prompt";
    private static final String SHORT_SIDE = "generated_short_side";

    /** Without one of these a picture would not be the one that was asked for. */
    static final Set<String> REQUIRED =
            Set.of("prompt", POSE, "seed", GENERATED_WIDTH, "generated_height", "width", "height", FILENAME_PREFIX);

    /** Of these, one at least. */
    static final Set<String> FACES = Set.of(FACE, FACE_CROP, FACE_PORTRAIT);

    /** What a profile may leave out. */
    static final Set<String> OPTIONAL = Set.of(NEGATIVE_PROMPT, SHORT_SIDE);

    /** What there is only when we have read the pose, and a profile may leave out. */
    static final Set<String> OF_SKELETON = Set.of(FACE_CROP, FACE_PORTRAIT, KEYPOINTS);

    /** The folder of our pictures in the server's output folder. */
    private static final String FOLDER = "likeness/";

    private JobValues() {}

    static void put(WorkflowValues job, Map<String, JsonNode> values) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        DimensionPlan plan = job.dimensions();
        values.put("prompt", json.textNode(job.prompt()));
        values.put(NEGATIVE_PROMPT, json.textNode(job.negativePrompt()));
        job.faceImage().ifPresent(image -> values.put(FACE, json.textNode(image)));
        job.faceCropImage().or(job::faceImage).ifPresent(image -> values.put(FACE_CROP, json.textNode(image)));
        job.facePortraitImage().or(job::faceImage).ifPresent(image -> values.put(FACE_PORTRAIT, json.textNode(image)));
        values.put(POSE, json.textNode(job.poseImage()));
        job.kpsImage().ifPresent(image -> values.put(KEYPOINTS, json.textNode(image)));
        values.put("seed", json.numberNode(job.seed()));
        values.put(GENERATED_WIDTH, json.numberNode(plan.generateWidth()));
        values.put("generated_height", json.numberNode(plan.generateHeight()));
        values.put(SHORT_SIDE, json.numberNode(Math.min(plan.generateWidth(), plan.generateHeight())));
        values.put("width", json.numberNode(plan.width()));
        values.put("height", json.numberNode(plan.height()));
        values.put(FILENAME_PREFIX, json.textNode(FOLDER + job.jobId()));
    }
}
