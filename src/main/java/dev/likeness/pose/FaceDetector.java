package dev.likeness.pose;

import java.util.List;

/** A network that finds faces in a square of a picture. Any number of threads may use it at once. */
interface FaceDetector extends AutoCloseable {

    /** The surest first, in the picture's coordinates. */
    List<Face> faces(Pixels picture, Window window);

    /**
     * A face that is smaller than this, as a share of the square it was found in, has points that are off by a good part of
     * it, and is better looked at again from near.
     */
    double small();

    @Override
    void close();
}
