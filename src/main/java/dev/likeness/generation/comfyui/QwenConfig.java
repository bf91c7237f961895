package dev.likeness.generation.comfyui;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;

/** The profile {@code qwen-edit}. */
public interface QwenConfig {

    /** About how many pixels are generated. */
    @WithDefault("1048576")
    @Min(65536) @Max(4194304) int pixels();

    /** The diffusion model. */
    @WithDefault("qwen_image_edit_2509_fp8_e4m3fn.safetensors")
    @NotBlank String diffusionModel();

    /** How its weights are kept: default, fp8_e4m3fn, fp8_e4m3fn_fast or fp8_e5m2. */
    @WithDefault("default")
    @NotBlank String weightDtype();

    /** The text and image encoder. */
    @WithDefault("qwen_2.5_vl_7b_fp8_scaled.safetensors")
    @NotBlank String textEncoder();

    /** The VAE. */
    @WithDefault("qwen_image_vae.safetensors")
    @NotBlank String vae();

    /** Steps of the sampler; 50 with cfg 4 are what the model's authors use. */
    @WithDefault("20")
    @Positive int steps();

    /** How strictly the prompt is followed, 0..100. */
    @WithDefault("2.5")
    @DecimalMin("0") @DecimalMax("100") double cfg();

    /** The sampler, one that the server knows. */
    @WithDefault("euler")
    @NotBlank String sampler();

    /** The noise schedule, one that the server knows. */
    @WithDefault("simple")
    @NotBlank String scheduler();

    /** Shift of the noise schedule, 0..100. */
    @WithDefault("3.0")
    @DecimalMin("0") @DecimalMax("100") double shift();
}
