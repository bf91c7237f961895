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

    List<Form> arm(Side side) {
        Vec shoulder = body.at(side.shoulder), elbow = body.at(side.elbow), wrist = body.at(side.wrist);
        List<Form> forms = new ArrayList<>();
        forms.add(cone(shoulder, elbow, 0.030, 0.0235, 0.002));
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
        Vec tip = palm.along(along, 0.040 * height).along(aside, 0.008 * height);
        forms.add(cone(wrist, palm, 0.0165, 0.0205, 0));
        forms.add(cone(palm, tip, 0.019, 0.0115, 0));
        Vec root = wrist.along(along, 0.016 * height).along(aside, 0.010 * height);
        forms.add(cone(root, root.along(along, 0.030 * height).along(aside, 0.020 * height), 0.0105, 0.0080, 0));
    }

    /** @param part of the upper arm that is covered, or the whole arm when above 1 */
    List<Form> sleeve(Side side, double part) {
        Vec shoulder = body.at(side.shoulder), elbow = body.at(side.elbow), wrist = body.at(side.wrist);
        if (part <= 1) {
            return List.of(cone(shoulder, shoulder.towards(elbow, part), 0.037, 0.034, 0));
        }
        return List.of(
                cone(shoulder, elbow, 0.037, 0.0305, 0.001),
                cone(elbow, elbow.towards(wrist, 0.93), 0.0305, 0.0235, 0.002));
    }

    List<Form> leg(Side side) {
        Vec hip = body.at(side.hip), knee = body.at(side.knee), ankle = body.at(side.ankle);
        return List.of(cone(hip, knee, 0.052, 0.034, 0.003), cone(knee, ankle, 0.034, 0.020, 0.008));
    }

    List<Form> trouserLeg(Side side, boolean tight) {
        Vec hip = body.at(side.hip), knee = body.at(side.knee), ankle = body.at(side.ankle);
        return tight
                ? List.of(cone(hip, knee, 0.054, 0.036, 0.003), cone(knee, ankle, 0.036, 0.023, 0.008))
                : List.of(cone(hip, knee, 0.058, 0.043, 0.002), cone(knee, ankle, 0.043, 0.034, 0.001));
    }

    List<Form> shortsLeg(Side side) {
        Vec hip = body.at(side.hip);
        return List.of(cone(hip, hip.towards(body.at(side.knee), 0.62), 0.060, 0.054, 0));
    }

    /** @param boot whether it reaches up the shin */
    List<Form> shoe(Side side, Posture posture, boolean boot) {
        Vec knee = body.at(side.knee), ankle = body.at(side.ankle);
        Vec shin = ankle.minus(knee).unitOr(Vec.DOWN);
        Vec toes = toes(side, posture, shin);
        Vec heel = ankle.along(shin, 0.018 * height).along(toes, -0.012 * height);
        Vec ball = ankle.along(shin, 0.026 * height).along(toes, 0.050 * height);
        Vec tip = ball.along(toes, 0.026 * height);
        List<Form> forms = new ArrayList<>(List.of(
                cone(ankle, heel, 0.025, 0.027, 0),
                cone(heel, ball, 0.026, 0.027, 0),
                cone(ball, tip, 0.027, 0.021, 0)));
        if (boot) {
            forms.add(cone(ankle.along(shin, -0.07 * height), ankle, 0.037, 0.030, 0));
        }
        return forms;
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

    private RoundCone cone(Vec from, Vec to, double fromRadius, double toRadius, double belly) {
        return new RoundCone(from, to, fromRadius * height, toRadius * height, belly * height);
    }
}
