package dev.likeness.pose;

import java.util.Optional;

/**
 * The people of a picture, and how they were read.
 *
 * @param doubt why the picture, which is the drawing of a skeleton, could not be read, as the end of a sentence: it has no
 *     people then; empty otherwise
 */
public record PoseReading(Skeleton skeleton, Source source, Optional<String> doubt) {

    public enum Source {
        /** The picture is a photograph or a drawing of people, read by a network. */
        NETWORK,
        /** The picture already is an OpenPose control image, read back into keypoints. */
        SKELETON_IMAGE
    }

    public PoseReading(Skeleton skeleton, Source source) {
        this(skeleton, source, Optional.empty());
    }
}
