package dev.likeness.pose.remote;

import dev.likeness.remote.HeaderConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Another Likeness deployment, on GPU nodes say, that reads poses and faces for this one. */
@ConfigMapping(prefix = "likeness.pose.remote")
public interface RemotePassConfig {

    /** Where it is, {@code http(s)://host[:port][/path]}; {@code /v1/pose} is added. Unset: poses are read in this process. */
    Optional<URI> url();

    /** The API key that it knows this one by. */
    Optional<String> key();

    /** Headers that a proxy in front of it wants, by any name; sent with every request to it. */
    Map<String, HeaderConfig> logins();

    /** After how long connecting to it is given up. */
    @WithDefault("1s")
    @NotNull Duration connectTimeout();

    /** After how long it is not waited for any more, a second try included. */
    @WithDefault("10s")
    @NotNull Duration timeout();

    /** Failures in a row after which it is not asked for a while. */
    @WithDefault("3")
    @Positive int breakerFailures();

    /** For how long; then it gets one picture as a trial. Twice as long after each trial that fails, up to 4 times. */
    @WithDefault("5s")
    @NotNull Duration breakerPause();
}
