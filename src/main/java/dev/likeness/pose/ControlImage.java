package dev.likeness.pose;

/** The drawings that steer a generating network, as PNG files of exactly the generated size. */
public final class ControlImage {

    private ControlImage() {}

    /** What an OpenPose ControlNet reads. */
    public static byte[] skeleton(Skeleton skeleton, int width, int height, SkeletonRenderer.Sticks sticks) {
        throw new UnsupportedOperationException();
    }

    /** What InstantID reads as {@code image_kps}. */
    public static byte[] faceKeypoints(Skeleton skeleton, int width, int height) {
        throw new UnsupportedOperationException();
    }
}
