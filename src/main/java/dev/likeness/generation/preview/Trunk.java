package dev.likeness.generation.preview;

import java.util.ArrayList;
import java.util.List;

/** The solids between the neck and the legs. */
final class Trunk {

    private final Body body;
    private final double height;
    private final Vec shoulders, hips, up;
    private final Vec shoulderHalf, hipHalf;

    Trunk(Body body) {
        this.body = body;
        this.height = body.height();
        this.up = body.up();
        this.shoulders = body.midShoulders();
        this.hips = body.midHips();
        Vec leftwards = body.leftwards();
        // Seen from the side a chest is still about 0.07 and a hip 0.065 body heights deep to either side.
        this.shoulderHalf = half(Side.RIGHT.shoulder, Side.LEFT.shoulder, leftwards, 0.006, 0.072);
        this.hipHalf = half(Side.RIGHT.hip, Side.LEFT.hip, leftwards, 0.038, 0.072);
    }

    private Vec half(
            dev.likeness.pose.Joint right, dev.likeness.pose.Joint left, Vec leftwards, double flesh, double least) {
        Vec half = body.at(left).minus(body.at(right)).times(0.5);
        double length = Math.max(half.length() + flesh * height, least * height);
        return half.unitOr(leftwards).times(length);
    }

    /** @param hem how far down it reaches: 0 the shoulders, 1 the hips */
    List<Form> top(double hem, boolean loose) {
        Vec neck = shoulders.along(up, 0.024 * height);
        Vec bottom = shoulders.towards(hips, hem);
        Vec bottomHalf = shoulderHalf.towards(aligned(hipHalf), Math.min(1, hem));
        List<Form> forms = new ArrayList<>();
        forms.add(new Loft(
                shoulders.along(up, -0.004 * height),
                bottom,
                shoulderHalf,
                bottomHalf,
                1.7,
                0.97,
                1.0,
                loose ? 0.95 : 0.90,
                loose ? 0.90 : 0.82,
                loose ? 0.96 : 0.90,
                loose ? 1.07 : 1.0));
        for (Side side : Side.values()) {
            Vec tip = body.at(side.shoulder);
            forms.add(new RoundCone(neck, tip.along(up, 0.002 * height), 0.026 * height, 0.034 * height));
        }
        return forms;
    }

    private Vec aligned(Vec half) {
        return half.dot(shoulderHalf) < 0 ? half.times(-1) : half;
    }

    /** Waist and hips, where trousers and leggings begin. */
    List<Form> pelvis() {
        Vec waist = hips.along(up, 0.075 * height);
        Vec seat = hips.along(up, -0.004 * height);
        return List.of(
                new Loft(waist, seat, hipHalf.times(0.88), hipHalf, 1.5, 0.96, 1.0, 1.0),
                new RoundCone(hips.along(hipHalf, -0.40), hips.along(hipHalf, 0.40), 0.050 * height, 0.050 * height));
    }

    List<Form> skirt(boolean toFloor) {
        Vec rightEnd =
                toFloor ? body.at(Side.RIGHT.ankle) : body.at(Side.RIGHT.hip).towards(body.at(Side.RIGHT.knee), 0.9);
        Vec leftEnd =
                toFloor ? body.at(Side.LEFT.ankle) : body.at(Side.LEFT.hip).towards(body.at(Side.LEFT.knee), 0.9);
        Vec spread = leftEnd.minus(rightEnd).times(0.5);
        Vec direction = aligned(spread).unitOr(hipHalf.unitOr(body.leftwards()));
        // A cloth does not follow legs that are crossed or one above the other, so its hem keeps part of the hips'
        // line.
        direction = direction.along(hipHalf.unitOr(direction), 0.8).unitOr(direction);
        double width =
                Math.max(Math.abs(spread.dot(direction)) + 0.06 * height, hipHalf.length() * (toFloor ? 1.9 : 1.5));
        Vec waist = hips.along(up, 0.085 * height);
        Vec hem = rightEnd.towards(leftEnd, 0.5);
        return List.of(
                new Loft(waist, hem, hipHalf.times(0.86), direction.times(width), 1.3, 1.0, 1.10, 1.08, 1.03, 1.0));
    }

    /** @param head whose neck it is; seen from the front, it shows down to the collar bones */
    List<Form> neck(Head head, boolean front) {
        Vec base = shoulders.along(up, 0.012 * height);
        List<Form> forms = new ArrayList<>();
        forms.add(new RoundCone(head.at(0, 0.9), base, 0.0325 * height, 0.035 * height));
        if (front) {
            forms.add(new RoundCone(base, base.along(up, -0.030 * height), 0.034 * height, 0.018 * height));
        }
        return forms;
    }

    /** The two flaps of a shirt's collar. */
    List<Form> collar() {
        Vec aside = shoulderHalf.unitOr(body.leftwards()).times(height);
        Vec base = shoulders.along(up, 0.006 * height);
        List<Form> forms = new ArrayList<>();
        for (int sign = -1; sign <= 1; sign += 2) {
            Vec back = base.along(aside, 0.041 * sign).along(up, 0.022 * height);
            Vec point = base.along(aside, 0.031 * sign).along(up, -0.030 * height);
            Vec narrow = aside.times(0.007), wide = aside.times(0.017).along(up, 0.010 * sign * height);
            forms.add(new Loft(back, point, narrow, wide, 3, 1, 1));
        }
        return forms;
    }
}
