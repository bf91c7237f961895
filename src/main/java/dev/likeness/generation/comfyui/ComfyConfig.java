package dev.likeness.generation.comfyui;

import dev.likeness.remote.HeaderConfig;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
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

    /** Headers that servers want, by any name; all that are for a server are sent to it, and to no other. */
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

    /**
     * Whether uploads and pictures are put into the servers' {@code input} and {@code output} folders and jobs stay in their
     * histories. Otherwise both lie in {@code temp}, which a server empties when it starts and ends, and a job is taken out of the
     * history when it has ended.
     */
    @WithDefault("false")
    boolean keepFiles();

    /** The upscale model, used for pictures that are at least 1.25 times as long on each side as what is generated. */
    @WithDefault("RealESRGAN_x2plus.pth")
    @NotBlank String upscaleModel();

    SdxlConfig sdxl();

    QwenConfig qwen();

    interface LoginConfig extends HeaderConfig {

        /** The servers with this scheme and host, with this port where it names one, and with a path that begins so. */
        @NotNull URI url();
    }
}
