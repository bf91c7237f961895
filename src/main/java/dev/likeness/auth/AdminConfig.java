package dev.likeness.auth;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Size;
import java.util.Optional;

/** Who may administer keys. */
@ConfigMapping(prefix = "likeness.admin")
public interface AdminConfig {

    /** The bearer token of administrators, 16 characters or more; without it there is no administration. */
    Optional<@Size(min = 16, message = "must have at least 16 characters") String> token();
}
