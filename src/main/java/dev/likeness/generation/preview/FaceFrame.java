package dev.likeness.generation.preview;

import dev.likeness.pose.Face;

/**
 * Where a face is in its picture. Places in the frame are counted from the middle between the eyes in units of the eyes'
 * distance: to the right in the picture along the line of the eyes, and down square to it.
 *
 * @param eyes the middle between them, in pixels of the face picture
 * @param across along the line of the eyes, of length 1
 * @param unit between the pupils if the face looked straight at the camera, in pixels
 * @param mouth how far down the mouth is, in units
 * @param chin how far down the chin is, in units
 */
record FaceFrame(Vec eyes, Vec across, double unit, double mouth, double chin) {

    /** On straight faces the mouth is 0.92 eye distances below the eyes, so that it tells their distance on turned ones. */
    private static final double EYES_PER_MOUTH = 1.05;

    /** How far down the chin is, in distances between eyes and mouth; measured on photographs. */
    private static final double CHIN_PER_MOUTH = 1.82;

    static FaceFrame of(Face face) {
        Vec right = new Vec(face.rightEye().x(), face.rightEye().y());
        Vec left = new Vec(face.leftEye().x(), face.leftEye().y());
        Vec eyes = right.towards(left, 0.5);
        Vec across = left.minus(right).unitOr(new Vec(1, 0));
        Vec mouth = new Vec(face.mouth().x(), face.mouth().y()).minus(eyes);
        double toMouth = Math.max(mouth.dot(across.quarterTurn()), 0.5 * left.distance(right));
        double unit = Math.max(4, Math.max(left.distance(right), EYES_PER_MOUTH * toMouth));
        return new FaceFrame(eyes, across, unit, toMouth / unit, CHIN_PER_MOUTH * toMouth / unit);
    }

    double x(double u, double v) {
        return eyes.x() + (across.x() * u - across.y() * v) * unit;
    }

    double y(double u, double v) {
        return eyes.y() + (across.y() * u + across.x() * v) * unit;
    }
}
