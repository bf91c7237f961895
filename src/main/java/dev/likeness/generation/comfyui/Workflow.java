package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.likeness.generation.DimensionPlan;
import dev.likeness.pose.SkeletonRenderer.Sticks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A profile in one of its two variants, checked; only a job's values are missing. */
final class Workflow {

    /** What ComfyUI lists as model files ends so; a text in a graph that ends so is one. */
    private static final Pattern MODEL_FILE =
            Pattern.compile(".+\\.(safetensors|sft|ckpt|pt|pt2|pth|bin|pkl|onnx|gguf)", Pattern.CASE_INSENSITIVE);

    /** Larger than what any profile generates, so that nothing is left out of the graph. */
    private static final int UPSCALED = 4096;

    /** Sides of the latent grid, in pixels, unless a profile says otherwise: SDXL's. */
    private static final int STEP = 8;

    private final WorkflowFile file;
    private final Settings settings;
    private final Set<String> placeholders;
    private final String outputNode;
    private final int step;
    private final int pixels;
    private final Sticks sticks;
    private final ObjectNode complete;

    /** @throws IllegalArgumentException when the file would not work, naming it and the place in it */
    Workflow(WorkflowFile file, Settings settings) {
        Map<String, JsonNode> values = settings.with(OptionalDouble.empty(), OptionalDouble.empty());
        WorkflowCheck.run(file, values.keySet());
        this.file = file;
        this.settings = settings;
        this.placeholders = Placeholders.in(file.graph());
        this.outputNode = WorkflowCheck.outputs(file.graph()).get(0);
        JsonNode latent = nodeWith(JobValues.GENERATED_WIDTH);
        this.step = Graph.meta(latent, "step").asInt(STEP);
        JsonNode wanted = Graph.meta(latent, "pixels");
        this.pixels = wanted.isMissingNode()
                ? values.get("sdxl.pixels").intValue()
                : Placeholders.fill(wanted, values).asInt();
        boolean scaled = Graph.meta(nodeWith(JobValues.POSE), "sticks").asText().equals("scaled");
        this.sticks = scaled ? Sticks.SCALED : Sticks.STANDARD;
        if (step < 1 || pixels < 1) {
            throw new IllegalArgumentException(file.source() + ": _meta.step and _meta.pixels are numbers above 0");
        }
        this.complete = graph(new WorkflowValues(
                "",
                "",
                Optional.of(""),
                Optional.empty(),
                Optional.empty(),
                "",
                Optional.of(""),
                0,
                dimensions(UPSCALED, UPSCALED),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                new UUID(0, 0)));
    }

    /** That which says how large the latent is, where several have the placeholder: the one with {@code _meta.step}. */
    private JsonNode nodeWith(String placeholder) {
        List<JsonNode> nodes = Graph.nodes(file.graph())
                .map(Map.Entry::getValue)
                .filter(node -> Placeholders.in(Graph.inputs(node)).contains(placeholder))
                .toList();
        return nodes.stream()
                .filter(node -> !Graph.meta(node, "step").isMissingNode())
                .findFirst()
                .orElse(nodes.get(0));
    }

    /** The profile, as requests name it. */
    String name() {
        return file.profile();
    }

    /** Whether the server reads the pose from the photo itself; else it is handed the images that we draw. */
    boolean readsPoseItself() {
        return !file.skeleton();
    }

    /** Whether the picture of the character is wanted as it is. */
    boolean takesWholeFaceImage() {
        return placeholders.contains(JobValues.FACE);
    }

    /** Whether it wants a face that is cut out. */
    boolean takesFaceCuts() {
        return takesFaceCrop() || takesFacePortrait();
    }

    boolean takesFaceCrop() {
        return placeholders.contains(JobValues.FACE_CROP);
    }

    boolean takesFacePortrait() {
        return placeholders.contains(JobValues.FACE_PORTRAIT);
    }

    /** Whether it has to be given a face keypoint image. */
    boolean takesKeypoints() {
        return placeholders.contains(JobValues.KEYPOINTS);
    }

    /** How thick the limbs of the skeleton shall be drawn. */
    Sticks sticks() {
        return sticks;
    }

    /** What this profile generates for a picture of that size. */
    DimensionPlan dimensions(int width, int height) {
        return DimensionPlan.of(width, height, step, pixels);
    }

    /** The graph to submit as {@code prompt}: a new one each time. */
    ObjectNode graph(WorkflowValues job) {
        Map<String, JsonNode> values = settings.with(job.identityStrength(), job.poseStrength());
        JobValues.put(job, values);
        ObjectNode graph = (ObjectNode) Placeholders.fill(file.graph(), values);
        if (!job.dimensions().upscales()) {
            Graph.dropUpscaling(graph);
        }
        if (!settings.keepsFiles()) {
            Graph.saveTemporarily(graph, outputNode);
        }
        return graph;
    }

    /** The id of the node whose image is the result. */
    String outputNode() {
        return outputNode;
    }

    /** The ids of the nodes that take the steps of a job; the progress of others, such as of an upscaler, counts anew. */
    Set<String> samplers() {
        return Graph.nodes(complete)
                .filter(entry -> Graph.classOf(entry.getValue()).contains("Sampler"))
                .filter(entry -> Graph.fields(Graph.inputs(entry.getValue())).stream()
                        .anyMatch(input -> input.getKey().startsWith("latent") && Graph.isLink(input.getValue())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The classes of all nodes that any job may need. */
    Set<String> nodeClasses() {
        return Graph.nodes(complete)
                .map(entry -> Graph.classOf(entry.getValue()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The files that any job may need. */
    List<ModelFile> modelFiles() {
        return Graph.nodes(complete)
                .flatMap(entry -> Graph.fields(Graph.inputs(entry.getValue())).stream()
                        .filter(input ->
                                MODEL_FILE.matcher(input.getValue().asText()).matches())
                        .map(input -> new ModelFile(
                                Graph.classOf(entry.getValue()),
                                input.getKey(),
                                input.getValue().asText())))
                .distinct()
                .toList();
    }
}
