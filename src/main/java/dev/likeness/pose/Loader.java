package dev.likeness.pose;

import ai.onnxruntime.OrtEnvironment;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;

/**
 * Loads all networks on the first execution that can have them, and on that one only.
 *
 * @param choice the preferred one first
 */
record Loader(PoseModel poseModel, FaceModel faceModel, List<Execution> choice) {

    private static final Logger LOG = Logger.getLogger(Loader.class);

    /** Whether the operator wants something that may not be there: a network of theirs, or a GPU and nothing else. */
    boolean mayFail() {
        return poseModel.mounted() || faceModel.mounted() || choice.stream().allMatch(Execution::accelerated);
    }

    /** Whether it is this provider or none. */
    boolean only(PoseConfig.Provider provider) {
        return choice.stream().allMatch(execution -> execution.provider() == provider);
    }

    /** @throws IllegalStateException when they cannot be loaded, saying what the operator can do */
    Networks.Loaded load(OrtEnvironment environment) {
        Execution preferred = choice.get(0);
        if (choice.size() == 1) {
            return load(environment, preferred, "likeness.pose.provider=" + preferred);
        }
        try {
            return load(environment, preferred, preferred.toString());
        } catch (RuntimeException failure) {
            Execution other = choice.get(1);
            // Where a network is broken it fails here too, and then nothing is said of the provider.
            Networks.Loaded loaded = load(environment, other, other.toString());
            LOG.warnf("likeness.pose.provider=auto takes the %s: %s", other, failure.getMessage());
            return loaded;
        }
    }

    private Networks.Loaded load(OrtEnvironment environment, Execution execution, String name) {
        if (execution.accelerated()) {
            probe(environment, execution, name);
        }
        PeopleFinder people = poseModel.load(environment, execution);
        try {
            return new Networks.Loaded(people, faceModel.load(environment, execution), execution);
        } catch (RuntimeException e) {
            people.close();
            throw e;
        }
    }

    /** With a network that is known to be sound: where that fails, it is not for the network's sake. */
    private static void probe(OrtEnvironment environment, Execution execution, String name) {
        try {
            Network.load(FaceModel.SHIPPED, List.of(BlazeFace.SPEC), environment, execution)
                    .close();
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "%s cannot be had: %s. %s", name, e.getMessage(), execution.remedy()),
                    e);
        }
    }

    @Override
    public String toString() {
        return poseModel + ", " + faceModel;
    }
}
