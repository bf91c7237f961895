package dev.likeness.generation.comfyui;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The enabled profiles, read and checked when this is made. */
@ApplicationScoped
class Workflows {

    Workflows(ComfyConfig config) {}

    /** The profiles that requests may name. */
    Set<String> profiles() {
        throw new UnsupportedOperationException();
    }

    /**
     * @param profile an enabled one; the first enabled one when empty
     * @param skeletonKnown whether we have read the pose
     */
    Workflow find(Optional<String> profile, boolean skeletonKnown) {
        throw new UnsupportedOperationException();
    }

    /** The enabled profiles, in the variant that the configuration lets them be used in: what servers have to be able to run. */
    List<Workflow> enabled() {
        throw new UnsupportedOperationException();
    }
}
