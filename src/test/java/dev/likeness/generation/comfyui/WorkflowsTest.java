package dev.likeness.generation.comfyui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.likeness.TestConfig;
import dev.likeness.generation.DimensionPlan;
import dev.likeness.input.Picture;
import dev.likeness.pose.PoseEstimator;
import dev.likeness.pose.PoseReading;
import dev.likeness.pose.SkeletonRenderer.Sticks;
import io.smallrye.config.common.utils.StringUtil;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WorkflowsTest {

    private static final List<String> PROFILES = List.of("sdxl-instantid", "sdxl-plusface", "qwen-edit");
    private static final UUID JOB = UUID.fromString("0b1a9d3c-5a53-4c0e-9d57-3f8b2f0a6f11");

    /** Each profile in each variant. */
    static Stream<Arguments> all() {
        return PROFILES.stream()
                .flatMap(profile -> Stream.of(true, false).map(skeleton -> Arguments.of(profile, skeleton)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void values_are_in_their_places_with_their_types(String profile, boolean skeleton) {
        Workflow workflow = workflows(Map.of()).find(Optional.of(profile), skeleton);
        DimensionPlan plan = workflow.dimensions(1500, 1000);
        ObjectNode graph = workflow.graph(values(plan, 2778725438L, OptionalDouble.empty(), skeleton));

        JsonNode sampler = inputs(only(graph, "KSampler"));
        assertThat(sampler.get("seed").isIntegralNumber()).isTrue();
        assertThat(sampler.get("seed").longValue()).isEqualTo(2778725438L);
        JsonNode latent = inputs(only(graph, profile.equals("qwen-edit") ? "EmptySD3LatentImage" : "EmptyLatentImage"));
        assertThat(latent.get("width").intValue()).isEqualTo(plan.generateWidth());
        assertThat(latent.get("height").intValue()).isEqualTo(plan.generateHeight());
        JsonNode output = graph.get(workflow.outputNode());
        assertThat(output.get("class_type").asText()).isEqualTo("PreviewImage");
        assertThat(inputs(output).size()).isEqualTo(1);
        ObjectNode kept = workflows(Map.of("likeness.comfyui.keep-files", "true"))
                .find(Optional.of(profile), skeleton)
                .graph(values(plan, 2778725438L, OptionalDouble.empty(), skeleton));
        assertThat(kept.get(workflow.outputNode()).get("class_type").asText()).isEqualTo("SaveImage");
        assertThat(inputs(kept.get(workflow.outputNode()))
                        .get("filename_prefix")
                        .asText())
                .isEqualTo("likeness/" + JOB);
        JsonNode resize = graph.get(inputs(output).get("images").get(0).asText());
        assertThat(resize.get("class_type").asText()).isEqualTo("ImageScale");
        assertThat(inputs(resize).get("width").intValue()).isEqualTo(1500);
        assertThat(inputs(resize).get("height").intValue()).isEqualTo(1000);
        assertThat(inputs(resize).get("crop").asText()).isEqualTo("disabled");
        assertThat(graph.toString())
                .contains("a \\\"quoted\\\" ${seed} $1 prompt")
                .contains("blurred");
    }

    @ParameterizedTest
    @MethodSource("all")
    void an_upscale_model_is_used_exactly_when_the_picture_is_larger(String profile, boolean skeleton) {
        Workflow workflow = workflows(Map.of()).find(Optional.of(profile), skeleton);
        ObjectNode large = workflow.graph(values(workflow.dimensions(2048, 2048), 1, OptionalDouble.empty(), skeleton));
        ObjectNode small = workflow.graph(values(workflow.dimensions(512, 512), 1, OptionalDouble.empty(), skeleton));

        assertThat(inputs(only(large, "UpscaleModelLoader")).get("model_name").asText())
                .isEqualTo("RealESRGAN_x2plus.pth");
        assertThat(chain(large, workflow.outputNode(), "images", "image"))
                .containsExactly("ImageScale", "ImageUpscaleWithModel", "VAEDecode");
        assertThat(all(small, "UpscaleModelLoader")).isEmpty();
        assertThat(chain(small, workflow.outputNode(), "images", "image")).containsExactly("ImageScale", "VAEDecode");
    }

    @ParameterizedTest
    @MethodSource("all")
    void the_pose_has_exactly_the_generated_size_before_anything_reads_it(String profile, boolean skeleton) {
        Workflow workflow = workflows(Map.of()).find(Optional.of(profile), skeleton);
        DimensionPlan plan = workflow.dimensions(700, 1900);
        ObjectNode graph = workflow.graph(values(plan, 1, OptionalDouble.empty(), skeleton));
        String pose = all(graph, "LoadImage").entrySet().stream()
                .filter(node -> inputs(node.getValue()).get("image").asText().equals("in/pose.png"))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        List<JsonNode> readers = readers(graph, pose);

        if (skeleton) {
            // We draw it in the generated size: nothing may resize it again.
            assertThat(readers)
                    .isNotEmpty()
                    .noneMatch(node -> node.get("class_type").asText().equals("ImageScale"));
        } else {
            assertThat(readers).hasSize(1);
            assertThat(readers.get(0).get("class_type").asText()).isEqualTo("ImageScale");
            assertThat(inputs(readers.get(0)).get("width").intValue()).isEqualTo(plan.generateWidth());
            assertThat(inputs(readers.get(0)).get("height").intValue()).isEqualTo(plan.generateHeight());
            all(graph, "DWPreprocessor").values().forEach(node -> assertThat(
                            inputs(node).get("resolution").intValue())
                    .isEqualTo(Math.min(plan.generateWidth(), plan.generateHeight())));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void instant_id_comes_before_the_ip_adapter(String profile, boolean skeleton) {
        ObjectNode graph = workflows(Map.of())
                .find(Optional.of(profile), skeleton)
                .graph(values(new DimensionPlan(1016, 1016, 512, 512), 1, OptionalDouble.empty(), skeleton));
        String sampler = all(graph, "KSampler").keySet().iterator().next();

        assertThat(chain(graph, sampler, "model", "model"))
                .isEqualTo(
                        switch (profile) {
                            case "sdxl-instantid" ->
                                List.of("IPAdapterAdvanced", "ApplyInstantIDAdvanced", "CheckpointLoaderSimple");
                            case "sdxl-plusface" -> List.of("IPAdapterAdvanced", "CheckpointLoaderSimple");
                            default -> List.of("CFGNorm", "ModelSamplingAuraFlow", "UNETLoader");
                        });
    }

    @Test
    void face_keypoints_are_ours_or_the_servers_and_never_the_skeleton() {
        Workflows workflows = workflows(Map.of());
        DimensionPlan plan = new DimensionPlan(1016, 1016, 512, 512);
        ObjectNode drawn = workflows
                .find(Optional.of("sdxl-instantid"), true)
                .graph(values(plan, 1, OptionalDouble.empty(), true));
        ObjectNode read = workflows
                .find(Optional.of("sdxl-instantid"), false)
                .graph(values(plan, 1, OptionalDouble.empty(), false));

        assertThat(inputs(source(drawn, only(drawn, "ApplyInstantIDAdvanced"), "image_kps"))
                        .get("image")
                        .asText())
                .isEqualTo("in/kps.png");
        assertThat(source(read, only(read, "ApplyInstantIDAdvanced"), "image_kps")
                        .get("class_type")
                        .asText())
                .isEqualTo("FaceKeypointsPreprocessor");
    }

    @Test
    void the_image_encoder_sees_the_face_when_we_have_found_it() {
        Workflow workflow = workflows(Map.of()).find(Optional.of("sdxl-plusface"), true);
        DimensionPlan plan = new DimensionPlan(1016, 1016, 512, 512);
        ObjectNode found = workflow.graph(values(plan, 1, OptionalDouble.empty(), true));
        ObjectNode unknown = workflow.graph(values(plan, 1, OptionalDouble.empty(), false));

        assertThat(workflow.takesFaceCrop()).isTrue();
        assertThat(workflow.takesWholeFaceImage()).isFalse();
        assertThat(inputs(source(found, only(found, "PrepImageForClipVision"), "image"))
                        .get("image")
                        .asText())
                .isEqualTo("in/crop.png");
        assertThat(inputs(source(unknown, only(unknown, "PrepImageForClipVision"), "image"))
                        .get("image")
                        .asText())
                .isEqualTo("in/face.png");
    }

    @Test
    void who_looks_for_the_face_again_is_given_it_with_room_around_it() {
        Workflow workflow = workflows(Map.of()).find(Optional.of("sdxl-instantid"), true);
        DimensionPlan plan = new DimensionPlan(1016, 1016, 512, 512);
        ObjectNode found = workflow.graph(values(plan, 1, OptionalDouble.empty(), true));
        ObjectNode unknown = workflow.graph(values(plan, 1, OptionalDouble.empty(), false));

        assertThat(workflow.takesFacePortrait()).isTrue();
        assertThat(inputs(source(found, only(found, "ApplyInstantIDAdvanced"), "image"))
                        .get("image")
                        .asText())
                .isEqualTo("in/portrait.png");
        assertThat(inputs(source(unknown, only(unknown, "ApplyInstantIDAdvanced"), "image"))
                        .get("image")
                        .asText())
                .isEqualTo("in/face.png");
    }

    @Test
    void strengths_of_a_request_take_the_place_of_the_configured_ones_and_keep_their_proportions() {
        Workflows workflows = workflows(Map.of());
        DimensionPlan plan = new DimensionPlan(1016, 1016, 512, 512);
        ObjectNode plain = workflows.find(Optional.empty(), true).graph(values(plan, 1, OptionalDouble.empty(), true));
        ObjectNode strong = workflows.find(Optional.empty(), true).graph(values(plan, 1, OptionalDouble.of(1.2), true));
        ObjectNode plusface =
                workflows.find(Optional.of("sdxl-plusface"), true).graph(values(plan, 1, OptionalDouble.of(1.2), true));

        assertThat(strengths(plain)).containsExactly(0.8, 0.8, 0.5, 0.7);
        assertThat(strengths(strong))
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1)
                .containsExactly(1.2, 1.2, 0.75, 1.2);
        assertThat(inputs(only(plusface, "IPAdapterAdvanced")).get("weight").doubleValue())
                .isEqualTo(1.2);
    }

    private static List<Double> strengths(ObjectNode graph) {
        JsonNode instantId = inputs(only(graph, "ApplyInstantIDAdvanced"));
        return List.of(
                instantId.get("ip_weight").doubleValue(),
                instantId.get("cn_strength").doubleValue(),
                inputs(only(graph, "IPAdapterAdvanced")).get("weight").doubleValue(),
                inputs(only(graph, "ControlNetApplyAdvanced")).get("strength").doubleValue());
    }

    @Test
    void the_configuration_is_in_the_graph() {
        Workflow workflow = workflows(Map.of(
                        "likeness.comfyui.sdxl.checkpoint", "dreamshaperXL_lightning.safetensors",
                        "likeness.comfyui.sdxl.steps", "4",
                        "likeness.comfyui.sdxl.cfg", "1.3",
                        "likeness.comfyui.sdxl.sampler", "dpmpp_sde_gpu",
                        "likeness.comfyui.sdxl.pixels", "600000",
                        "likeness.comfyui.upscale-model", "RealESRGAN_x4plus.pth"))
                .find(Optional.empty(), true);
        ObjectNode graph = workflow.graph(values(workflow.dimensions(2048, 2048), 1, OptionalDouble.empty(), true));
        JsonNode sampler = inputs(only(graph, "KSampler"));

        assertThat(workflow.name()).isEqualTo("sdxl-instantid");
        assertThat(sampler.get("steps").intValue()).isEqualTo(4);
        assertThat(sampler.get("cfg").doubleValue()).isEqualTo(1.3);
        assertThat(sampler.get("sampler_name").asText()).isEqualTo("dpmpp_sde_gpu");
        assertThat(inputs(only(graph, "EmptyLatentImage")).get("width").intValue())
                .isEqualTo(776);
        assertThat(workflow.modelFiles())
                .contains(
                        new ModelFile("CheckpointLoaderSimple", "ckpt_name", "dreamshaperXL_lightning.safetensors"),
                        new ModelFile("UpscaleModelLoader", "model_name", "RealESRGAN_x4plus.pth"));
    }

    @Test
    void every_configured_value_is_used_by_some_profile() {
        Workflows workflows = workflows(Map.of());
        List<String> used = PROFILES.stream()
                .flatMap(profile ->
                        Stream.of(true, false).map(skeleton -> WorkflowFile.read(profile, skeleton, Optional.empty())))
                .flatMap(file -> Placeholders.in(file.orElseThrow().graph()).stream()
                        .filter(name -> name.matches("(sdxl|qwen)\\..*|upscale-model")))
                .distinct()
                .toList();
        List<String> keys = Stream.concat(
                        Stream.of("upscale-model"),
                        Stream.of(SdxlConfig.class, QwenConfig.class)
                                .flatMap(group -> Stream.of(group.getDeclaredMethods())
                                        .map(method -> group.getSimpleName()
                                                        .replace("Config", "")
                                                        .toLowerCase(Locale.ROOT)
                                                + "."
                                                + StringUtil.skewer(method.getName()))))
                .toList();

        assertThat(used).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(workflows.profiles()).containsExactlyInAnyOrderElementsOf(PROFILES);
    }

    @Test
    void what_servers_need_is_named() {
        Workflow workflow = workflows(Map.of()).find(Optional.of("sdxl-instantid"), false);

        assertThat(workflow.nodeClasses())
                .contains("ApplyInstantIDAdvanced", "IPAdapterAdvanced", "DWPreprocessor", "ImageUpscaleWithModel");
        assertThat(workflow.modelFiles())
                .containsExactlyInAnyOrder(
                        new ModelFile("CheckpointLoaderSimple", "ckpt_name", "sd_xl_base_1.0.safetensors"),
                        new ModelFile("InstantIDModelLoader", "instantid_file", "ip-adapter.bin"),
                        new ModelFile(
                                "ControlNetLoader",
                                "control_net_name",
                                "instantid/diffusion_pytorch_model.safetensors"),
                        new ModelFile(
                                "IPAdapterModelLoader",
                                "ipadapter_file",
                                "ip-adapter-plus-face_sdxl_vit-h.safetensors"),
                        new ModelFile("CLIPVisionLoader", "clip_name", "CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors"),
                        new ModelFile("DWPreprocessor", "bbox_detector", "yolox_l.onnx"),
                        new ModelFile("DWPreprocessor", "pose_estimator", "dw-ll_ucoco_384.onnx"),
                        new ModelFile(
                                "ControlNetLoader", "control_net_name", "controlnet-union-sdxl-1.0-promax.safetensors"),
                        new ModelFile("UpscaleModelLoader", "model_name", "RealESRGAN_x2plus.pth"));
    }

    @Test
    void profiles_for_commercial_use_need_no_insight_face() {
        for (String profile : List.of("sdxl-plusface", "qwen-edit")) {
            for (boolean skeleton : new boolean[] {true, false}) {
                assertThat(workflows(Map.of())
                                .find(Optional.of(profile), skeleton)
                                .nodeClasses())
                        .noneMatch(name -> name.contains("InstantID") || name.contains("InsightFace"));
            }
        }
    }

    @Test
    void a_profile_says_what_it_wants_drawn() {
        Workflows workflows = workflows(Map.of());

        assertThat(workflows.find(Optional.of("sdxl-instantid"), true).sticks()).isEqualTo(Sticks.SCALED);
        assertThat(workflows.find(Optional.of("sdxl-instantid"), true).takesKeypoints())
                .isTrue();
        assertThat(workflows.find(Optional.of("sdxl-plusface"), true).takesKeypoints())
                .isFalse();
        assertThat(workflows.find(Optional.of("qwen-edit"), true).sticks()).isEqualTo(Sticks.STANDARD);
        assertThat(workflows.find(Optional.of("qwen-edit"), true).takesFaceCrop())
                .isFalse();
        assertThat(workflows.find(Optional.of("qwen-edit"), true).dimensions(1024, 1024))
                .isEqualTo(new DimensionPlan(1024, 1024, 1024, 1024));
    }

    @Test
    void only_enabled_profiles_can_be_named_and_the_first_is_the_default() {
        Workflows workflows = workflows(Map.of("likeness.comfyui.profiles", "qwen-edit,sdxl-plusface"));

        assertThat(workflows.profiles()).containsExactlyInAnyOrder("qwen-edit", "sdxl-plusface");
        assertThat(workflows.find(Optional.empty(), true).name()).isEqualTo("qwen-edit");
        assertThat(workflows.enabled()).noneMatch(Workflow::readsPoseItself);
        assertThatThrownBy(() -> workflows.find(Optional.of("sdxl-instantid"), true))
                .isInstanceOf(IllegalStateException.class);
        assertThat(workflows(Map.of("likeness.comfyui.read-pose", "false")).enabled())
                .allMatch(Workflow::readsPoseItself);
    }

    @Test
    void when_poses_may_be_left_to_the_servers_they_have_to_run_both_variants() {
        ComfyConfig config = TestConfig.of(ComfyConfig.class, Map.of("likeness.comfyui.profiles", "sdxl-plusface"));
        Workflows workflows = new Workflows(config, new PoseEstimator() {
            @Override
            public Uni<PoseReading> read(Picture picture) {
                throw new AssertionError();
            }

            @Override
            public boolean leavesFailuresToBackend() {
                return true;
            }
        });

        assertThat(workflows.enabled()).extracting(Workflow::readsPoseItself).containsExactly(false, true);
        assertThat(workflows.profiles()).containsExactly("sdxl-plusface");
    }

    private static Workflows workflows(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(Map.of("likeness.comfyui.profiles", String.join(",", PROFILES)));
        all.putAll(properties);
        return new Workflows(TestConfig.of(ComfyConfig.class, all), picture -> null);
    }

    private static WorkflowValues values(DimensionPlan plan, long seed, OptionalDouble strength, boolean faceKnown) {
        return new WorkflowValues(
                "a \"quoted\" ${seed} $1 prompt",
                "blurred",
                Optional.of("in/face.png"),
                faceKnown ? Optional.of("in/crop.png") : Optional.empty(),
                faceKnown ? Optional.of("in/portrait.png") : Optional.empty(),
                "in/pose.png",
                Optional.of("in/kps.png"),
                seed,
                plan,
                strength,
                strength,
                JOB);
    }

    private static Map<String, JsonNode> all(ObjectNode graph, String nodeClass) {
        Map<String, JsonNode> found = new HashMap<>();
        graph.fields().forEachRemaining(node -> {
            if (node.getValue().get("class_type").asText().equals(nodeClass)) {
                found.put(node.getKey(), node.getValue());
            }
        });
        return found;
    }

    private static JsonNode only(ObjectNode graph, String nodeClass) {
        assertThat(all(graph, nodeClass)).hasSize(1);
        return all(graph, nodeClass).values().iterator().next();
    }

    private static JsonNode inputs(JsonNode node) {
        return node.get("inputs");
    }

    private static JsonNode source(ObjectNode graph, JsonNode node, String input) {
        return graph.get(inputs(node).get(input).get(0).asText());
    }

    /** The nodes that are linked to this one. */
    private static List<JsonNode> readers(ObjectNode graph, String id) {
        return Stream.iterate(graph.elements(), Iterator::hasNext, nodes -> nodes)
                .map(Iterator::next)
                .filter(node -> Stream.iterate(inputs(node).elements(), Iterator::hasNext, i -> i)
                        .map(Iterator::next)
                        .anyMatch(input ->
                                input.isArray() && input.get(0).asText().equals(id)))
                .toList();
    }

    /** The classes of the nodes upstream, by way of one input first and another one then. */
    private static List<String> chain(ObjectNode graph, String id, String first, String then) {
        List<String> classes = new ArrayList<>();
        JsonNode link = inputs(graph.get(id)).get(first);
        while (link != null) {
            JsonNode node = graph.get(link.get(0).asText());
            classes.add(node.get("class_type").asText());
            link = inputs(node).get(then);
        }
        return classes;
    }
}
