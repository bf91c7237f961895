package dev.likeness.generation.comfyui;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Generation with ComfyUI servers. Read only when {@code likeness.backend} is {@code comfyui}. */
@ConfigMapping(prefix = "likeness.comfyui")
public interface ComfyConfig {

    /** The servers, each {@code http(s)://host[:port][/path]}. */
    @WithDefault("http://localhost:8188")
    @NotEmpty List<URI> urls();

    /** A name whose every address is a server; it takes the place of the host of the first of {@code urls}. */
    Optional<String> dnsName();

    /** How often that name is resolved again. */
    @WithDefault("15s")
    @NotNull Duration dnsInterval();

    /** What to authorise with, by any name. */
    Map<String, LoginConfig> logins();

    /** Jobs that one server is given at once; it works on one at a time. */
    @WithDefault("1")
    @Positive int jobsPerServer();

    /** After how long connecting to a server is given up. */
    @WithDefault("5s")
    @NotNull Duration connectTimeout();

    /** After how long a server that does not answer a call is given up; the picture is not waited for in a call. */
    @WithDefault("30s")
    @NotNull Duration callTimeout();

    /** How often a job is asked after when its WebSocket is gone or silent. */
    @WithDefault("1s")
    @NotNull Duration pollInterval();

    /** How often a WebSocket is pinged, so that one whose other end is gone is noticed. */
    @WithDefault("15s")
    @NotNull Duration pingInterval();

    /** After how long without a word the job is asked after as well. */
    @WithDefault("20s")
    @NotNull Duration silenceTimeout();

    /** After how long without any answer from its server a job counts as lost. */
    @WithDefault("30s")
    @NotNull Duration lostAfter();

    /** How long a cancelled job is followed until its server has let go of it. */
    @WithDefault("30s")
    @NotNull Duration cancelTimeout();

    /** How often each server is asked how it is. */
    @WithDefault("5s")
    @NotNull Duration probeInterval();

    /** Failures in a row after which a server gets no jobs for a while. */
    @WithDefault("3")
    @Positive int breakerFailures();

    /** For how long; then it gets one job as a trial. Twice as long after each trial that fails, up to 16 times. */
    @WithDefault("10s")
    @NotNull Duration breakerPause();

    /** The largest WebSocket message that is read; previews of 4096 x 4096 must fit. */
    @WithDefault("64M")
    @NotNull MemorySize maxMessage();

    /** The largest picture file that is taken from a server. */
    @WithDefault("64M")
    @NotNull MemorySize maxImageBytes();

    /** How servers are asked to make previews: {@code none}, {@code auto}, {@code latent2rgb} or {@code taesd}. */
    @WithDefault("auto")
    @NotBlank String previewMethod();

    /** Whether each server makes a picture of nobody before it counts as ready, so that its models are loaded. */
    @WithDefault("false")
    boolean warmUp();

    /** Whether poses and faces are read in this process and handed over as drawings; else the server's nodes read them. */
    @WithDefault("true")
    boolean readPose();

    /** The profiles that requests may name; the first one is used when they name none. */
    @WithDefault("sdxl-instantid")
    @NotEmpty List<@NotBlank String> profiles();

    /** A directory with more profiles, or with others in the place of those that come with the service. */
    Optional<Path> workflowsDir();

    /** The upscale model, used for pictures with more pixels than are generated. */
    @WithDefault("RealESRGAN_x2plus.pth")
    @NotBlank String upscaleModel();

    SdxlConfig sdxl();

    QwenConfig qwen();

    interface LoginConfig {

        /** The servers whose URL begins so. */
        @NotNull URI url();

        /** The {@code Authorization} header that they are sent, {@code Bearer ...} or {@code Basic ...}. */
        @NotBlank String authorization();
    }

    /** The profiles {@code sdxl-instantid} and {@code sdxl-plusface}. */
    interface SdxlConfig {

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

    /** The profile {@code qwen-edit}. */
    interface QwenConfig {

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
}
