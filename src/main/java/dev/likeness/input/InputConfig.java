package dev.likeness.input;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What pictures are accepted and from where. */
@ConfigMapping(prefix = "likeness.input")
public interface InputConfig {

    /** The largest picture file, in its own bytes, whatever it travels in. */
    @WithDefault("15M")
    MemorySize maxBytes();

    /** The most pixels a picture may have; decoding takes 4 to 8 bytes of memory for each. */
    @WithDefault("40000000")
    @Min(4096) @Max(200000000) int maxPixels();

    /** The shortest side a picture may have, in pixels. */
    @WithDefault("64")
    @Min(1) int minSide();

    /** The longest side a picture may have, in pixels. */
    @WithDefault("8192")
    @Min(64) @Max(32767) int maxSide();

    /** After how long an image URL is given up, from looking up its host to its last byte, redirects included. */
    @WithDefault("10s")
    Duration urlTimeout();

    /** After how long an attempt to connect to an image URL's host is given up. */
    @WithDefault("3s")
    Duration urlConnectTimeout();

    /** How many redirects an image URL may take; each is checked like the first address. */
    @WithDefault("3")
    @Min(0) @Max(10) int urlMaxRedirects();

    /**
     * Hosts that image URLs may name although they are not on the public internet, for internal stores: host names
     * ({@code minio.storage.svc}, or {@code *.storage.svc} for all below), addresses ({@code 10.1.2.3}) or networks
     * ({@code 10.1.0.0/16}); any port of them may be used. Everything on the public internet stays allowed.
     */
    Optional<List<String>> allowedHosts();
}
