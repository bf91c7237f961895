package dev.likeness.generation.preview;

import static dev.likeness.pose.Joint.*;

import java.util.List;

/**
 * Where a head is and how it leans.
 *
 * @param eyes the middle between them
 * @param up from the chin to the crown, of length 1
 * @param unit between the pupils of a face that looks at the viewer, in pixels
 */
record Head(Vec eyes, Vec up, double unit) {

    static Head of(Body body) {
        double height = body.height();
        Vec up = up(body);
        Vec eyes;
        if (body.seen(RIGHT_EYE) && body.seen(LEFT_EYE)) {
            eyes = body.between(RIGHT_EYE, LEFT_EYE);
        } else if (body.seen(NOSE)) {
            eyes = body.at(NOSE).along(up, 0.6 * Proportions.HEAD_UNIT * height);
        } else if (body.seen(RIGHT_EAR) && body.seen(LEFT_EAR)) {
            eyes = body.between(RIGHT_EAR, LEFT_EAR).along(up, 0.2 * Proportions.HEAD_UNIT * height);
        } else {
            eyes = body.at(NECK).along(up, Proportions.NECK_TO_EYES * height);
        }
        return new Head(eyes, up, Proportions.HEAD_UNIT * height);
    }

    /** The lines of eyes and ears say how a head leans; the neck says which way up it is, and all when they are short. */
    private static Vec up(Body body) {
        Vec up = fromNeck(body);
        Vec sum = up.times(0.8);
        if (body.seen(RIGHT_EYE) && body.seen(LEFT_EYE)) {
            Vec line = body.at(LEFT_EYE).minus(body.at(RIGHT_EYE)).times(1 / (Proportions.EYES * body.height()));
            sum = sum.along(squareTo(line, up), 1.2);
        }
        if (body.seen(RIGHT_EAR) && body.seen(LEFT_EAR)) {
            Vec line = body.at(LEFT_EAR).minus(body.at(RIGHT_EAR)).times(1 / (Proportions.EARS * body.height()));
            sum = sum.along(squareTo(line, up), 0.8);
        }
        return sum.unitOr(up);
    }

    private static Vec squareTo(Vec line, Vec up) {
        Vec square = line.quarterTurn().times(1 / Math.max(1, line.length()));
        return square.dot(up) < 0 ? square.times(-1) : square;
    }

    private static Vec fromNeck(Body body) {
        Vec trunk = body.up();
        Vec middle;
        if (body.seen(RIGHT_EAR) && body.seen(LEFT_EAR)) {
            middle = body.between(RIGHT_EAR, LEFT_EAR);
        } else if (body.seen(RIGHT_EYE) && body.seen(LEFT_EYE)) {
            middle = body.between(RIGHT_EYE, LEFT_EYE);
        } else {
            return trunk;
        }
        Vec lean = middle.minus(body.at(NECK)).times(1 / (Proportions.NECK_TO_EYES * body.height()));
        return lean.along(trunk, 0.4).unitOr(trunk);
    }

    /** To the right when the head is upright. */
    Vec across() {
        return up.quarterTurn();
    }

    Vec at(double across, double down) {
        return eyes.along(across(), across * unit).along(up, -down * unit);
    }

    /** Skull and jaw without a face. */
    List<Form> skull(double size) {
        return List.of(
                new RoundCone(at(0, -0.42), at(0, 0.15), 1.16 * unit * size, 1.02 * unit * size),
                new RoundCone(at(0, 0.3), at(0, 1.02), 0.98 * unit * size, 0.62 * unit * size));
    }

    List<Form> ears() {
        return List.of(
                new RoundCone(at(-1.14, 0.02), at(-1.08, 0.5), 0.19 * unit, 0.12 * unit),
                new RoundCone(at(1.14, 0.02), at(1.08, 0.5), 0.19 * unit, 0.12 * unit));
    }
}
