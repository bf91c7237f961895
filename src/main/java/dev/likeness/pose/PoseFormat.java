package dev.likeness.pose;

/** The kinds of networks that poses are read with, and from which scores on what they see counts. */
public enum PoseFormat {
    /** MoveNet MultiPose, the one that is shipped, or MoveNet Lightning or Thunder, which see one person. */
    MOVENET(0.25, 0.2),
    /** OpenPose's heatmaps and part affinity fields. Its authors' code draws the line at 0.4 and 0.1. */
    OPENPOSE(0.4, 0.1),
    /** A YOLOX detector and a whole-body SimCC network of 133 points. DWPose's code draws both lines at 0.3. */
    DWPOSE(0.3, 0.3),
    /** A SimCC network of 17 points, with a YOLOX detector or for one person who fills the picture. */
    RTMPOSE(0.3, 0.3);

    private final double personScore;
    private final double jointScore;

    PoseFormat(double personScore, double jointScore) {
        this.personScore = personScore;
        this.jointScore = jointScore;
    }

    /** What counts under this configuration: what it says, or what suits the format. */
    static Thresholds thresholds(PoseConfig config) {
        PoseFormat format = config.format();
        return new Thresholds(
                config.personScore().orElse(format.personScore),
                config.jointScore().orElse(format.jointScore));
    }

    /**
     * @param person a person counts from this score on, 0..1
     * @param joint a joint of a person counts as seen from this score on, 0..1
     */
    record Thresholds(double person, double joint) {}
}
