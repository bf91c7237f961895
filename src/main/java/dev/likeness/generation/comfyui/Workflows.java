package dev.likeness.generation.comfyui;

import dev.likeness.pose.PoseEstimator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The enabled profiles, read and checked when this is made. */
@ApplicationScoped
class Workflows {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]*");

    /** Listed, because a native executable cannot list its resources. */
    private static final List<String> SHIPPED = List.of("sdxl-instantid", "sdxl-plusface", "qwen-edit");

    private final Map<String, Workflow> withSkeleton = new LinkedHashMap<>();
    private final Map<String, Workflow> withPhoto = new LinkedHashMap<>();
    private final List<Workflow> enabled = new ArrayList<>();
    private final String byDefault;

    /** @throws IllegalArgumentException when a profile is missing or would not work, naming its file and the place in it */
    Workflows(ComfyConfig config, PoseEstimator poses) {
        Settings settings = new Settings(config);
        for (String profile : config.profiles()) {
            if (!NAME.matcher(profile).matches()) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "likeness.comfyui.profiles: \"%s\" is no name; small letters, digits, - and _ make one",
                        profile));
            }
            WorkflowFile.read(profile, true, config.workflowsDir())
                    .ifPresent(file -> withSkeleton.put(profile, new Workflow(file, settings)));
            WorkflowFile.read(profile, false, config.workflowsDir())
                    .ifPresent(file -> withPhoto.put(profile, new Workflow(file, settings)));
            if (config.readPose()) {
                enabled.add(needed(withSkeleton, profile, config));
            }
            if (!config.readPose() || poses.leavesFailuresToBackend()) {
                enabled.add(needed(withPhoto, profile, config));
            }
        }
        this.byDefault = config.profiles().get(0);
    }

    private Workflow needed(Map<String, Workflow> variant, String profile, ComfyConfig config) {
        Workflow needed = variant.get(profile);
        if (needed == null) {
            throw missing(profile, variant == withSkeleton, config);
        }
        return needed;
    }

    private static IllegalArgumentException missing(String profile, boolean skeleton, ComfyConfig config) {
        return new IllegalArgumentException(String.format(
                Locale.ROOT,
                "likeness.comfyui.profiles: \"%s\" has no %s in likeness.comfyui.workflows-dir (%s), and is none of %s",
                profile,
                WorkflowFile.name(profile, skeleton),
                config.workflowsDir().map(Object::toString).orElse("not set"),
                String.join(", ", SHIPPED)));
    }

    /** The profiles that requests may name. */
    Set<String> profiles() {
        return enabled.stream().map(Workflow::name).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * @param profile an enabled one; the first enabled one when empty
     * @param skeletonKnown whether we have read the pose
     */
    Workflow find(Optional<String> profile, boolean skeletonKnown) {
        String name = profile.orElse(byDefault);
        Workflow workflow = (skeletonKnown ? withSkeleton : withPhoto).get(name);
        if (workflow == null) {
            throw new IllegalStateException(
                    "there is no enabled profile with the file " + WorkflowFile.name(name, skeletonKnown));
        }
        return workflow;
    }

    /** The enabled profiles, in the variants that the configuration lets them be used in: what servers have to be able to run. */
    List<Workflow> enabled() {
        return List.copyOf(enabled);
    }
}
