package dev.likeness.pose;

/** A skeleton and how it was come by. */
public record PoseReading(Skeleton skeleton, Source source) {

    public enum Source {
        /** The picture is a photograph or a drawing of people, read by a network. */
        NETWORK,
        /** The picture already is an OpenPose control image, read back into keypoints. */
        SKELETON_IMAGE
    }
}
