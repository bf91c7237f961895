package dev.likeness.generation.comfyui;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;

/** The profiles {@code sdxl-instantid} and {@code sdxl-plusface}. */
public interface SdxlConfig {

    /** About how many pixels are generated; a little off 1024 x 1024, whose training pictures have watermarks. */
    @WithDefault("1032256")
    @Min(65536) @Max(4194304) int pixels();

    /** The SDXL checkpoint. */
    @WithDefault("sd_xl_base_1.0.safetensors")
    @NotBlank String checkpoint();

    /** Steps of the sampler. */
    @WithDefault("30")
    @Positive int steps();

    /** How strictly the prompt is followed, 0..100; faces burn above 5. */
    @WithDefault("4.5")
    @DecimalMin("0") @DecimalMax("100") double cfg();

    /** The sampler, one that the server knows. */
    @WithDefault("ddpm")
    @NotBlank String sampler();

    /** The noise schedule, one that the server knows. */
    @WithDefault("karras")
    @NotBlank String scheduler();

    /** InstantID's adapter. */
    @WithDefault("ip-adapter.bin")
    @NotBlank String instantid();

    /** InstantID's ControlNet. */
    @WithDefault("instantid/diffusion_pytorch_model.safetensors")
    @NotBlank String instantidControlnet();

    /** Where InsightFace runs: CUDA, CPU, ROCM or CoreML. */
    @WithDefault("CUDA")
    @NotBlank String insightfaceProvider();

    /** How strongly InstantID imposes the face, 0.01..3; what {@code identity_strength} replaces. */
    @WithDefault("0.8")
    @DecimalMin("0.01") @DecimalMax("3") double instantidWeight();

    /** How strongly InstantID's ControlNet puts the face in its place, 0..10; grows with {@code identity_strength}. */
    @WithDefault("0.8")
    @DecimalMin("0") @DecimalMax("10") double instantidControlnetStrength();

    /** Noise in InstantID's negative embedding, 0..1; against burnt pictures. */
    @WithDefault("0.35")
    @DecimalMin("0") @DecimalMax("1") double instantidNoise();

    /** The IP-Adapter for faces. */
    @WithDefault("ip-adapter-plus-face_sdxl_vit-h.safetensors")
    @NotBlank String ipAdapter();

    /** The image encoder that it was trained with. */
    @WithDefault("CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors")
    @NotBlank String clipVision();

    /** How strongly the IP-Adapter helps InstantID, 0..5; grows with {@code identity_strength}. */
    @WithDefault("0.5")
    @DecimalMin("0") @DecimalMax("5") double ipAdapterWeight();

    /** How strongly the IP-Adapter alone imposes the face in sdxl-plusface, 0..5; what {@code identity_strength} replaces. */
    @WithDefault("0.8")
    @DecimalMin("0") @DecimalMax("5") double plusfaceWeight();

    /** The union ControlNet that reads skeletons. */
    @WithDefault("controlnet-union-sdxl-1.0-promax.safetensors")
    @NotBlank String poseControlnet();

    /** How strongly the pose is imposed, 0..10; what {@code pose_strength} replaces. */
    @WithDefault("0.7")
    @DecimalMin("0") @DecimalMax("10") double poseStrength();

    /** The share of the steps in which the pose is imposed, 0..1; the rest is left to details. */
    @WithDefault("0.8")
    @DecimalMin("0") @DecimalMax("1") double poseEnd();
}
