package dev.likeness.generation.segmind;

import dev.likeness.remote.HeaderConfig;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Generation by the hosted API or by another Likeness. Read only when {@code likeness.backend} names {@code segmind}. */
@ConfigMapping(prefix = "likeness.segmind")
public interface SegmindConfig {

    /** How the upstream is asked. */
    enum Mode {
        /** With one request that is answered with the pictures; cutting it is the only way to cancel. */
        V1,
        /** A job is submitted and asked after, and can be cancelled where the upstream knows how. */
        V2
    }

    /** Where the upstream is, with or without a version at the end, as the hosted API's SDK takes it. */
    @WithDefault("https://api.segmind.com/v1")
    @NotNull URI url();

    /** Our key there, unless {@code api-key-file} names a file with it. */
    Optional<String> apiKey();

    /** A file that holds our key there, such as a mounted secret; read again before each probe, so that it can be replaced. */
    Optional<Path> apiKeyFile();

    /** Headers that a proxy in front of the upstream wants, by any name; sent with every request to the upstream, and to no other host. */
    Map<String, HeaderConfig> logins();

    /** {@code v2}, submit and ask after, or {@code v1}, one request that is answered with the pictures. */
    @WithDefault("v2")
    @NotNull Mode mode();

    /** The model there. */
    @WithDefault("consistent-character-with-pose")
    @NotBlank @Pattern(
            regexp = "[A-Za-z0-9._-]{1,128}",
            message = "must be a model's name: letters, digits, dots, dashes, underscores")
    String model();

    /**
     * Whether the upstream is another Likeness, which also takes {@code negative_prompt}, {@code identity_strength},
     * {@code pose_strength} and {@code profile}; the hosted API is not sent them.
     */
    @WithDefault("false")
    boolean likeness();

    /** The profiles of the upstream that requests may name, when it is another Likeness. */
    Optional<List<String>> profiles();

    /**
     * Whether the upstream makes one job of all submissions with the same {@code Idempotency-Key}, as Likeness does. Only then
     * is a submission repeated whose answer was lost; the hosted API makes and bills two jobs.
     */
    @WithDefault("false")
    boolean idempotent();

    /** How often such a submission is repeated. */
    @WithDefault("3")
    @PositiveOrZero int submitRetries();

    /** How many pictures the upstream is asked for at once; a request for more is divided. */
    @WithDefault("4")
    @Min(1) @Max(4) int samplesPerCall();

    /**
     * Jobs that are at the upstream at once. One more waits where one of them has just ended and is being cancelled there, and
     * is refused as overloaded otherwise.
     */
    @WithDefault("8")
    @Positive int maxInFlight();

    /** After how long connecting to the upstream is given up. */
    @WithDefault("5s")
    @NotNull Duration connectTimeout();

    /** After how long a call is given up that does not wait for a picture: a submission, a question, a cancellation. */
    @WithDefault("30s")
    @NotNull Duration callTimeout();

    /** After how long without a byte a v1 request, which waits for its pictures, is given up. */
    @WithDefault("240s")
    @NotNull Duration pictureTimeout();

    /** How long after its submission a job is first asked after; each time half as long again, up to the longest. */
    @WithDefault("500ms")
    @NotNull Duration pollInterval();

    /** The longest pause between two such questions. */
    @WithDefault("5s")
    @NotNull Duration pollIntervalMost();

    /** After how long without any answer about it a job counts as lost. */
    @WithDefault("60s")
    @NotNull Duration lostAfter();

    /** How long a cancelled job is followed until the upstream says that it has ended. */
    @WithDefault("30s")
    @NotNull Duration cancelTimeout();

    /** How often the upstream is asked for our credits there, which shows whether it is there and takes our key. */
    @WithDefault("30s")
    @NotNull Duration probeInterval();

    /** For how long an account that had too few credits for a job gets no more, unless its balance has grown. */
    @WithDefault("5m")
    @NotNull Duration refusedPause();

    /** Failures in a row after which the upstream gets no jobs for a while. */
    @WithDefault("5")
    @Positive int breakerFailures();

    /** For how long; then it gets one job as a trial. Twice as long after each trial that fails, up to 16 times. */
    @WithDefault("10s")
    @NotNull Duration breakerPause();

    /** The largest picture file that is taken from the upstream. */
    @WithDefault("64M")
    @NotNull MemorySize maxImageBytes();
}
