package dev.likeness.generation.preview;

import static dev.likeness.pose.Joint.*;

import dev.likeness.pose.Joint;

/**
 * Which way a body faces, guessed from where its left and right are and what of its face was seen.
 *
 * @param back whether it is seen from behind
 * @param yaw where the face looks: -1 left in the picture, 0 at the viewer, 1 right
 * @param turned how far the trunk is turned aside, 0..1
 */
record Posture(boolean back, double yaw, double turned) {

    /** Networks put noses on the backs of heads too, but are less sure of them. */
    private static final double SURE_OF_FACE = 0.5;

    static Posture of(Body body) {
        Vec right = body.up().quarterTurn();
        Vec shoulders = body.at(LEFT_SHOULDER).minus(body.at(RIGHT_SHOULDER));
        double across = shoulders.dot(right) / (Proportions.SHOULDERS * body.height());
        double face = (score(body, NOSE) + score(body, RIGHT_EYE) + score(body, LEFT_EYE)) / 3;
        boolean earsOnly = face == 0 && (body.seen(RIGHT_EAR) || body.seen(LEFT_EAR));
        boolean back = earsOnly || across < -0.15 && face < SURE_OF_FACE;
        double turned = Math.max(0, Math.min(1, 1.35 - 1.6 * Math.abs(across)));
        return new Posture(back, back ? 0 : yaw(body, right), turned);
    }

    private static double score(Body body, Joint joint) {
        return body.scores().getOrDefault(joint, 0.0);
    }

    private static double yaw(Body body, Vec right) {
        if (!body.seen(NOSE)) {
            return 0;
        }
        Vec nose = body.at(NOSE);
        double half = Proportions.EARS / 2 * body.height();
        if (body.seen(RIGHT_EAR) && body.seen(LEFT_EAR)) {
            Vec ears = body.at(LEFT_EAR).minus(body.at(RIGHT_EAR));
            Vec across = ears.length() < half / 2 ? right : ears.unitOr(right);
            return clamp(nose.minus(body.between(RIGHT_EAR, LEFT_EAR)).dot(across) / half);
        }
        if (body.seen(RIGHT_EAR) || body.seen(LEFT_EAR)) {
            Vec ear = body.at(body.seen(RIGHT_EAR) ? RIGHT_EAR : LEFT_EAR);
            return clamp(0.8 * nose.minus(ear).dot(right) / half);
        }
        return 0;
    }

    private static double clamp(double value) {
        return Math.max(-1, Math.min(1, value));
    }

    /** The side that is further from the viewer; who looks left in the picture has their left side near. */
    Side far() {
        return yaw < 0 ? Side.RIGHT : Side.LEFT;
    }

    /** Whether an arm passes behind the trunk. */
    boolean behind(Side side) {
        return back || turned > 0.45 && Math.abs(yaw) > 0.25 && side == far();
    }
}
