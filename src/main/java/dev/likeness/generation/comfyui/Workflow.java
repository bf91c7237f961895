package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.likeness.generation.DimensionPlan;
import java.util.List;
import java.util.Set;

/** A profile in one of its two variants, checked, and filled with the configuration; only a job's values are missing. */
final class Workflow {

    /** The profile, as requests name it. */
    String name() {
        throw new UnsupportedOperationException();
    }

    /** Whether the server reads the pose from the photo itself; else it is handed the images that we draw. */
    boolean readsPoseItself() {
        throw new UnsupportedOperationException();
    }

    /** What this profile generates for a picture of that size. */
    DimensionPlan dimensions(int width, int height) {
        throw new UnsupportedOperationException();
    }

    /** The graph to submit as {@code prompt}: a new one each time. */
    ObjectNode graph(WorkflowValues values) {
        throw new UnsupportedOperationException();
    }

    /** The id of the node whose image is the result. */
    String outputNode() {
        throw new UnsupportedOperationException();
    }

    /** The classes of all nodes that any job may need. */
    Set<String> nodeClasses() {
        throw new UnsupportedOperationException();
    }

    /** The files that any job may need. */
    List<ModelFile> modelFiles() {
        throw new UnsupportedOperationException();
    }
}
