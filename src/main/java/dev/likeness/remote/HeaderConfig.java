package dev.likeness.remote;

import java.util.Optional;

/** A header that a server wants beyond those of its API, as an access proxy in front of it does. */
public interface HeaderConfig {

    /** What the {@code Authorization} header says, {@code Bearer ...} or {@code Basic ...}. */
    Optional<String> authorization();

    /** Instead: the name of another header, such as {@code CF-Access-Client-Id}. */
    Optional<String> header();

    /** What that header says. */
    Optional<String> value();
}
