package dev.likeness.generation.preview;

import java.util.ArrayList;
import java.util.List;

/** The solids of arms and legs, bare and clothed; thicknesses are in body heights. */
final class Limbs {

    private final Body body;
    private final double height;

    Limbs(Body body) {
        this.body = body;
        this.height = body.height();
    }

    /** What a long sleeve leaves of an arm. */
    List<Form> hand(Side side) {
        Vec elbow = body.at(side.elbow), wrist = body.at(side.wrist);
        List<Form> forms = new ArrayList<>();
        forms.add(cone(elbow.towards(wrist, 0.75), wrist, 0.0175, 0.0155, 0));
        hand(forms, elbow, wrist, side);
        return forms;
    }

    /** @param from where on the upper arm it begins: 0 the shoulder, 1 the elbow */
    List<Form> arm(Side side, double from) {
        Vec shoulder = body.at(side.shoulder), elbow = body.at(side.elbow), wrist = body.at(side.wrist);
        List<Form> forms = new ArrayList<>();
        forms.add(cone(shoulder.towards(elbow, from), elbow, 0.030 - 0.0065 * from, 0.0235, 0.002 * (1 - from)));
        forms.add(cone(elbow, wrist, 0.0235, 0.0165, 0.004));
        hand(forms, elbow, wrist, side);
        return forms;
    }

    private void hand(List<Form> forms, Vec elbow, Vec wrist, Side side) {
        Vec along = wrist.minus(elbow).unitOr(Vec.DOWN);
        Vec inwards = body.midHips().towards(body.midShoulders(), 0.5).minus(wrist);
        Vec aside = along.quarterTurn();
        if (aside.dot(inwards) < 0) {
            aside = aside.times(-1);
        }
        Vec palm = wrist.along(along, 0.032 * height);
        forms.add(cone(wrist, palm, 0.0155, 0.0195, 0));
        for (int finger = 0; finger < 4; finger++) {
            double place = finger - 1.5;
            Vec knuckle = palm.along(along, 0.006 * height).along(aside, -0.0088 * place * height);
            // The middle fingers are the longest, and all curl a little inwards.
            double length = 0.040 - 0.004 * place * place;
            Vec tip = knuckle.along(along, length * height).along(aside, (0.008 - 0.003 * place) * height);
            forms.add(cone(knuckle, tip, 0.0078, 0.0056, 0));
        }
        Vec root = wrist.along(along, 0.016 * height).along(aside, 0.010 * height);
        forms.add(cone(root, root.along(along, 0.030 * height).along(aside, 0.020 * height), 0.0105, 0.0080, 0));
    }

    /** @param part of the upper arm that is covered, or the whole arm when above 1 */
    List<Form> sleeve(Side side, double part) {
        Vec shoulder = body.at(side.shoulder), elbow = body.at(side.elbow), wrist = body.at(side.wrist);
        if (part <= 1) {
            return List.of(cone(shoulder, shoulder.towards(elbow, part), 0.036, 0.034, 0));
        }
        return List.of(
                cone(shoulder, elbow, 0.035, 0.029, 0.001),
                cone(elbow, elbow.towards(wrist, 0.93), 0.029, 0.0225, 0.002));
    }

    List<Form> leg(Side side) {
        Vec hip = hip(side), knee = body.at(side.knee), ankle = body.at(side.ankle);
        return List.of(cone(hip, knee, 0.046, 0.032, 0.004), cone(knee, ankle, 0.032, 0.019, 0.008));
    }

    List<Form> trouserLeg(Side side, boolean tight) {
        Vec hip = hip(side), knee = body.at(side.knee), ankle = body.at(side.ankle);
        return tight
                ? List.of(cone(hip, knee, 0.047, 0.034, 0.004), cone(knee, ankle, 0.034, 0.022, 0.008))
                : List.of(
                        cone(hip, knee, 0.049, 0.040, 0.003),
                        cone(knee, ankle.towards(knee, 0.04), 0.040, 0.031, 0.002));
    }

    List<Form> shortsLeg(Side side) {
        Vec hip = hip(side);
        return List.of(cone(hip, hip.towards(body.at(side.knee), 0.62), 0.050, 0.051, 0));
    }

    /** @param boot whether it reaches up the shin */
    List<Form> shoe(Side side, Posture posture, boolean boot) {
        Vec knee = body.at(side.knee), ankle = body.at(side.ankle);
        Vec shin = ankle.minus(knee).unitOr(Vec.DOWN);
        Vec toes = toes(side, posture, shin);
        Vec heel = ankle.along(shin, 0.020 * height).along(toes, -0.014 * height);
        Vec ball = ankle.along(shin, 0.028 * height).along(toes, 0.056 * height);
        Vec tip = ball.along(toes, 0.026 * height);
        List<Form> forms = new ArrayList<>(List.of(
                cone(ankle, heel, 0.024, 0.025, 0),
                cone(heel, ball, 0.025, 0.0255, 0),
                cone(ball, tip, 0.0255, 0.020, 0)));
        if (boot) {
            forms.add(cone(ankle.along(shin, -0.07 * height), ankle, 0.037, 0.030, 0));
        }
        return forms;
    }

    /** What shoes stand on; it shows as a rim below them. */
    List<Form> sole(Side side, Posture posture) {
        Vec ankle = body.at(side.ankle);
        Vec shin = ankle.minus(body.at(side.knee)).unitOr(Vec.DOWN);
        Vec toes = toes(side, posture, shin);
        Vec heel = ankle.along(shin, 0.027 * height).along(toes, -0.014 * height);
        Vec ball = ankle.along(shin, 0.035 * height).along(toes, 0.058 * height);
        return List.of(
                cone(heel, ball, 0.0245, 0.0255, 0), cone(ball, ball.along(toes, 0.028 * height), 0.0255, 0.020, 0));
    }

    List<Form> bareFoot(Side side, Posture posture) {
        Vec ankle = body.at(side.ankle);
        Vec shin = ankle.minus(body.at(side.knee)).unitOr(Vec.DOWN);
        Vec toes = toes(side, posture, shin);
        Vec heel = ankle.along(shin, 0.016 * height);
        return List.of(
                cone(ankle, heel, 0.020, 0.020, 0), cone(heel, heel.along(toes, 0.065 * height), 0.021, 0.017, 0));
    }

    /** Feet point outwards and towards the viewer, sideways when the body is turned, and away with a leg that is not under it. */
    private Vec toes(Side side, Posture posture, Vec shin) {
        Vec outwards = body.at(side.hip).minus(body.at(side.other().hip)).unitOr(new Vec(1, 0));
        Vec looking = new Vec(Math.signum(posture.yaw()), 0);
        double turned = Math.abs(posture.yaw()) < 0.25 ? 0 : posture.turned();
        Vec sideways = outwards.times(0.75 * (1 - turned)).along(looking, 1.1 * turned);
        double ahead = posture.back() ? 0.1 : 0.55 * (1 - turned);
        return sideways.along(shin, ahead).unitOr(shin);
    }

    /** Where the thigh begins: a little inside of the joint that networks mark, which is near the skin. */
    Vec hip(Side side) {
        return body.at(side.hip).towards(body.midHips(), 0.16);
    }

    private RoundCone cone(Vec from, Vec to, double fromRadius, double toRadius, double belly) {
        return new RoundCone(from, to, fromRadius * height, toRadius * height, belly * height);
    }
}
