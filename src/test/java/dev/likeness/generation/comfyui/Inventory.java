package dev.likeness.generation.comfyui;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** What is installed on a server: node classes and model files. Starts with all that the pipeline's profiles need. */
public final class Inventory {

    private static final Map<String, List<String>> MODELS = Map.of(
            "checkpoints", List.of("sd_xl_base_1.0.safetensors"),
            "instantid", List.of("ip-adapter.bin"),
            "controlnet",
                    List.of(
                            "instantid/diffusion_pytorch_model.safetensors",
                            "controlnet-union-sdxl-1.0-promax.safetensors"),
            "ipadapter", List.of("ip-adapter-plus-face_sdxl_vit-h.safetensors"),
            "clip_vision", List.of("CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors"),
            "upscale_models", List.of("RealESRGAN_x2plus.pth", "RealESRGAN_x4plus.pth"),
            "diffusion_models", List.of("qwen_image_edit_2509_fp8_e4m3fn.safetensors"),
            "text_encoders", List.of("qwen_2.5_vl_7b_fp8_scaled.safetensors"),
            "vae", List.of("qwen_image_vae.safetensors"),
            "loras", List.of());

    private final Map<String, Set<String>> models = new ConcurrentHashMap<>();
    private final Set<String> missingClasses = ConcurrentHashMap.newKeySet();
    private final Set<String> inputs = new ConcurrentSkipListSet<>();

    Inventory() {
        MODELS.forEach((folder, files) -> models.put(folder, new ConcurrentSkipListSet<>(files)));
    }

    public Inventory without(String nodeClass) {
        missingClasses.add(nodeClass);
        return this;
    }

    /** As if the pack had been installed after all. */
    public Inventory with(String nodeClass) {
        missingClasses.remove(nodeClass);
        return this;
    }

    public Inventory addModel(String folder, String file) {
        models.computeIfAbsent(folder, any -> new ConcurrentSkipListSet<>()).add(file);
        return this;
    }

    /** From whichever folder it lies in. */
    public Inventory removeModel(String file) {
        models.values().forEach(files -> files.remove(file));
        return this;
    }

    boolean lacks(String nodeClass) {
        return missingClasses.contains(nodeClass);
    }

    Collection<String> models(String folder) {
        return new TreeSet<>(models.getOrDefault(folder, Set.of()));
    }

    Set<String> folders() {
        return models.keySet();
    }

    /** Files of the input folder, as {@code subfolder/name}. */
    Set<String> inputs() {
        return inputs;
    }
}
