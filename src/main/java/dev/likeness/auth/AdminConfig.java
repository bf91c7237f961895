package dev.likeness.auth;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Size;
import java.util.Optional;

/** Who may administer keys. */
@ConfigMapping(prefix = "likeness.admin")
public interface AdminConfig {

    /** The bearer token of administrators, 32 characters or more; without it there are no routes for them. */
    Optional<@Size(min = 32, message = "must have at least 32 characters; openssl rand -hex 32 makes one") String>
            token();
}
