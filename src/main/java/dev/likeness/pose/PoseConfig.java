package dev.likeness.pose;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** How poses and faces are read in this process. */
@ConfigMapping(prefix = "likeness.pose")
public interface PoseConfig {

    /**
     * When the networks are loaded: {@code first-use}, for the first picture that needs them, which waits some 150 ms for it;
     * or {@code start}, and then the service is not ready before they are.
     */
    @WithDefault("first-use")
    @NotNull Loading load();

    /** Threads that one run of a network uses. Unset: as many as there are processors for this process. */
    OptionalInt threads();

    /**
     * What the networks run on: cpu; cuda or tensorrt, without which the service does not start; or auto, which is cuda where
     * it can be had and cpu elsewhere.
     */
    @WithDefault("cpu")
    @NotNull Provider provider();

    Cuda cuda();

    TensorRt tensorrt();

    /**
     * Pictures that are read at the same time; each holds one worker and one decoded picture. With two, one is decoded while
     * the other is in a network; with more they only take the cores from each other.
     */
    @WithDefault("2")
    @Positive int concurrency();

    /** Pictures that may wait for their turn to be read; one more is refused as {@code overloaded}. */
    @WithDefault("256")
    @PositiveOrZero int waiting();

    /** The networks that read poses: an ONNX file, or a directory with those that the format needs. Unset: the shipped one. */
    Optional<Path> model();

    /** What kind of networks these are: movenet, openpose, dwpose or rtmpose. */
    @WithDefault("movenet")
    PoseFormat format();

    /** The values in which an openpose network takes its pixels: bytes (0..255) or centred (-0.5..0.5). */
    @WithDefault("bytes")
    PixelRange pixelRange();

    /** A person counts from this score on, 0..1. Unset: what suits the format. */
    Optional<@DecimalMin("0") @DecimalMax("1") Double> personScore();

    /** A joint of a person counts as seen from this score on, 0..1. Unset: what suits the format. */
    Optional<@DecimalMin("0") @DecimalMax("1") Double> jointScore();

    /** The network that finds faces: the ONNX file of YuNet or of BlazeFace. Unset: the shipped BlazeFace. */
    Optional<Path> faceModel();

    /** A face counts from this score on, 0..1; below 0.7 BlazeFace finds faces in coffee cups, and YuNet in knees. */
    @WithDefault("0.7")
    @DecimalMin("0") @DecimalMax("1") double faceScore();

    /** The shortest that the longer side of a face image's face may be, in pixels; smaller ones are nobody in particular. */
    @WithDefault("32")
    @Positive int minFace();

    /** Who reads the pictures when {@code likeness.pose.remote.url} is set and that deployment cannot. */
    @WithDefault("local")
    @NotNull OnFailure onFailure();

    enum OnFailure {
        /** The networks of this process, which are loaded for it. */
        LOCAL,
        /** The backend, which has to be comfyui: its servers' own nodes. */
        COMFYUI,
        /** Nobody: the request fails with 503. */
        FAIL
    }

    /** See {@link #load}. */
    enum Loading {
        FIRST_USE,
        START
    }

    /** See {@link #provider}. */
    enum Provider {
        CPU,
        CUDA,
        TENSORRT,
        AUTO
    }

    /** NVIDIA's GPUs; also for what TensorRT leaves to CUDA. */
    interface Cuda {

        /** Which GPU of those that the process sees, from 0 on. */
        @WithDefault("0")
        @PositiveOrZero int deviceId();

        /** The most memory of the GPU that the tensors of one network may take. Unset: all that is free. */
        Optional<MemorySize> memoryLimit();

        /**
         * How cuDNN chooses its way to convolve: heuristic; exhaustive, which tries all for each new shape of input, and pays
         * where shapes are few; or default, one and the same.
         */
        @WithDefault("heuristic")
        @NotNull CudnnSearch cudnnSearch();
    }

    /** See {@link Cuda#cudnnSearch}. */
    enum CudnnSearch {
        HEURISTIC,
        EXHAUSTIVE,
        DEFAULT
    }

    /** Engines that are built for one kind of GPU and one network. */
    interface TensorRt {

        /** A directory for engines, which take minutes to build; required with tensorrt, made if need be, and written to. */
        Optional<Path> cache();

        /** Whether engines may calculate in 16 bits: about twice as fast, and joints move by a fraction of a pixel. */
        @WithDefault("false")
        boolean halfPrecision();
    }
}
