package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The configuration as workflows refer to it: a placeholder has the name of its key under {@code likeness.comfyui}. What a
 * request says of its strengths takes the place of what is configured, within what the nodes take.
 */
final class Settings {

    private static final String INSTANTID_WEIGHT = "sdxl.instantid-weight";
    private static final String INSTANTID_CONTROLNET_STRENGTH = "sdxl.instantid-controlnet-strength";
    private static final String IP_ADAPTER_WEIGHT = "sdxl.ip-adapter-weight";
    private static final String PLUSFACE_WEIGHT = "sdxl.plusface-weight";
    private static final String POSE_STRENGTH = "sdxl.pose-strength";

    /** The most that ApplyInstantIDAdvanced takes as cn_strength. */
    private static final double MOST_CONTROLNET_STRENGTH = 10;

    /** The most that IPAdapterAdvanced takes as weight. */
    private static final double MOST_IP_ADAPTER_WEIGHT = 5;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final SdxlConfig sdxl;
    private final boolean keepsFiles;
    private final Map<String, JsonNode> values = new HashMap<>();

    Settings(ComfyConfig config) {
        this.sdxl = config.sdxl();
        this.keepsFiles = config.keepFiles();
        put("upscale-model", config.upscaleModel());
        put("sdxl.pixels", sdxl.pixels());
        put("sdxl.checkpoint", sdxl.checkpoint());
        put("sdxl.steps", sdxl.steps());
        put("sdxl.cfg", sdxl.cfg());
        put("sdxl.sampler", sdxl.sampler());
        put("sdxl.scheduler", sdxl.scheduler());
        put("sdxl.instantid", sdxl.instantid());
        put("sdxl.instantid-controlnet", sdxl.instantidControlnet());
        put("sdxl.insightface-provider", sdxl.insightfaceProvider());
        put(INSTANTID_WEIGHT, sdxl.instantidWeight());
        put(INSTANTID_CONTROLNET_STRENGTH, sdxl.instantidControlnetStrength());
        put("sdxl.instantid-noise", sdxl.instantidNoise());
        put("sdxl.ip-adapter", sdxl.ipAdapter());
        put("sdxl.clip-vision", sdxl.clipVision());
        put(IP_ADAPTER_WEIGHT, sdxl.ipAdapterWeight());
        put(PLUSFACE_WEIGHT, sdxl.plusfaceWeight());
        put("sdxl.pose-controlnet", sdxl.poseControlnet());
        put(POSE_STRENGTH, sdxl.poseStrength());
        put("sdxl.pose-end", sdxl.poseEnd());
        put("qwen.pixels", config.qwen().pixels());
        put("qwen.diffusion-model", config.qwen().diffusionModel());
        put("qwen.weight-dtype", config.qwen().weightDtype());
        put("qwen.text-encoder", config.qwen().textEncoder());
        put("qwen.vae", config.qwen().vae());
        put("qwen.steps", config.qwen().steps());
        put("qwen.cfg", config.qwen().cfg());
        put("qwen.sampler", config.qwen().sampler());
        put("qwen.scheduler", config.qwen().scheduler());
        put("qwen.shift", config.qwen().shift());
    }

    /** Whether pictures stay in the servers' output folder. */
    boolean keepsFiles() {
        return keepsFiles;
    }

    /** By placeholder; a new map each time. */
    Map<String, JsonNode> with(OptionalDouble identityStrength, OptionalDouble poseStrength) {
        Map<String, JsonNode> all = new HashMap<>(values);
        identityStrength.ifPresent(strength -> {
            double factor = strength / sdxl.instantidWeight();
            all.put(INSTANTID_WEIGHT, JSON.numberNode(strength));
            all.put(
                    INSTANTID_CONTROLNET_STRENGTH,
                    scaled(sdxl.instantidControlnetStrength(), factor, MOST_CONTROLNET_STRENGTH));
            all.put(IP_ADAPTER_WEIGHT, scaled(sdxl.ipAdapterWeight(), factor, MOST_IP_ADAPTER_WEIGHT));
            all.put(PLUSFACE_WEIGHT, JSON.numberNode(strength));
        });
        poseStrength.ifPresent(strength -> all.put(POSE_STRENGTH, JSON.numberNode(strength)));
        return all;
    }

    private static JsonNode scaled(double strength, double factor, double most) {
        return JSON.numberNode(Math.min(most, strength * factor));
    }

    private void put(String name, String value) {
        values.put(name, JSON.textNode(value));
    }

    private void put(String name, int value) {
        values.put(name, JSON.numberNode(value));
    }

    private void put(String name, double value) {
        values.put(name, JSON.numberNode(value));
    }
}
