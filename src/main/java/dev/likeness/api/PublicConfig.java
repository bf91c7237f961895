package dev.likeness.api;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;

/** Where the service is found from outside. */
@ConfigMapping(prefix = "likeness")
public interface PublicConfig {

    /** What links of answers begin with, such as {@code https://pictures.example.com}; taken from the request when absent. */
    Optional<
                    @Pattern(
                            regexp = "https?://[A-Za-z0-9._:\\[\\]-]+(/[A-Za-z0-9._~/-]*)?",
                            message = "must be http(s)://host[:port][/path]")
                    String>
            publicUrl();
}
