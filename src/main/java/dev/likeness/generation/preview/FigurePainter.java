package dev.likeness.generation.preview;

import java.util.ArrayList;
import java.util.List;

/** Dresses and draws a body, from what is furthest behind to what is nearest. */
final class FigurePainter {

    private final LayerPainter painter;
    private final Body body;
    private final Posture posture;
    private final Wardrobe wardrobe;
    private final Cloth skin;
    private final Limbs limbs;
    private final Trunk trunk;
    private final double soft, shadow;

    FigurePainter(LayerPainter painter, Body body, Posture posture, Wardrobe wardrobe, int skin) {
        this.painter = painter;
        this.body = body;
        this.posture = posture;
        this.wardrobe = wardrobe;
        this.skin = Cloth.glossy(skin, 0.12);
        this.limbs = new Limbs(body);
        this.trunk = new Trunk(body);
        this.soft = 0.020 * body.height();
        this.shadow = 0.030 * body.height();
    }

    void paint(Head head) {
        for (Side side : Side.values()) {
            if (posture.behind(side)) {
                arm(side);
            }
        }
        Side back = behindLeg();
        boolean sitting = isForeshortened(back) && isForeshortened(back.other());
        if (sitting) {
            pelvis();
            top();
            neck(head);
            leg(back);
            leg(back.other());
            skirt();
        } else {
            leg(back);
            leg(back.other());
            pelvis();
            skirt();
            top();
            neck(head);
        }
        for (Side side : Side.values()) {
            if (!posture.behind(side)) {
                arm(side);
            }
        }
    }

    /** From above one sees far feet higher than near ones. */
    private Side behindLeg() {
        return body.at(Side.RIGHT.ankle).y() <= body.at(Side.LEFT.ankle).y() ? Side.RIGHT : Side.LEFT;
    }

    /** A thigh that looks short points at the viewer: then its knee is in front of the trunk. */
    private boolean isForeshortened(Side side) {
        return body.at(side.hip).distance(body.at(side.knee)) < 0.55 * Proportions.THIGH * body.height();
    }

    private void leg(Side side) {
        if (wardrobe.barefoot()) {
            paint(limbs.bareFoot(side, posture), skin, soft);
        }
        switch (wardrobe.legs()) {
            case BARE -> paint(limbs.leg(side), skin, soft);
            case SHORT -> {
                paint(limbs.leg(side), skin, soft);
                paint(limbs.shortsLeg(side), wardrobe.bottom(), soft);
            }
            case TIGHT -> shoeThen(side, limbs.trouserLeg(side, true));
            case LONG -> shoeThen(side, limbs.trouserLeg(side, false));
        }
        if (wardrobe.legs() == Wardrobe.Legs.BARE || wardrobe.legs() == Wardrobe.Legs.SHORT) {
            shoe(side);
        }
    }

    /** Trousers fall over shoes. */
    private void shoeThen(Side side, List<Form> trouserLeg) {
        shoe(side);
        paint(trouserLeg, wardrobe.bottom(), soft);
    }

    private void shoe(Side side) {
        if (!wardrobe.barefoot()) {
            paint(limbs.shoe(side, posture, false), wardrobe.shoes(), 0.6 * soft);
        }
    }

    private void pelvis() {
        List<Form> forms = new ArrayList<>(trunk.pelvis());
        if (wardrobe.legs() != Wardrobe.Legs.BARE) {
            // The hips flow into the thighs of the same cloth: without it there is a seam like a doll's.
            for (Side side : Side.values()) {
                Vec hip = body.at(side.hip);
                double radius = (wardrobe.legs() == Wardrobe.Legs.TIGHT ? 0.052 : 0.057) * body.height();
                forms.add(new RoundCone(hip, hip.towards(body.at(side.knee), 0.22), radius, radius * 0.96));
            }
        }
        painter.paint(forms, wardrobe.bottom(), soft, 0);
    }

    private void skirt() {
        if (wardrobe.skirt() != Wardrobe.Skirt.NONE) {
            paint(trunk.skirt(wardrobe.skirt() == Wardrobe.Skirt.FLOOR), wardrobe.bottom(), soft);
        }
    }

    private void top() {
        boolean tucked = wardrobe.skirt() != Wardrobe.Skirt.NONE;
        paint(trunk.top(tucked ? 0.80 : 0.98, !tucked), wardrobe.top(), soft);
    }

    private void neck(Head head) {
        if (!posture.back()) {
            painter.paint(trunk.neckline(), skin, soft, 0);
        }
        paint(trunk.neck(head), skin, soft);
    }

    private void arm(Side side) {
        paint(limbs.arm(side), skin, 0.6 * soft);
        switch (wardrobe.sleeves()) {
            case NONE -> {}
            case SHORT -> paint(limbs.sleeve(side, 0.62), flat(wardrobe.top()), soft);
            case LONG -> paint(limbs.sleeve(side, 2), flat(wardrobe.top()), soft);
        }
    }

    private static Cloth flat(Cloth cloth) {
        return Cloth.glossy(cloth.colour(), cloth.gloss());
    }

    private void paint(List<Form> forms, Cloth cloth, double softness) {
        painter.paint(forms, cloth, softness, shadow);
    }
}
