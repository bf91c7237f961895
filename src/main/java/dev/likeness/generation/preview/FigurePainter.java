package dev.likeness.generation.preview;

import java.util.ArrayList;
import java.util.List;

/** Dresses and draws a body, from what is furthest behind to what is nearest. */
final class FigurePainter {

    /** How much of the upper arm a short sleeve covers. */
    private static final double SHORT_SLEEVE = 0.62;

    /** More than the upper arm. */
    private static final double WHOLE_ARM = 2;

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
            paint(limbs.sole(side, posture), Cloth.plain(sole()), 0.6 * soft);
            paint(limbs.shoe(side, posture, wardrobe.boots()), wardrobe.shoes(), 0.6 * soft);
        }
    }

    /** Waist, seat and the beginning of the thighs in one; it fades into the legs, which lie before or behind each other. */
    private void pelvis() {
        List<Form> forms = new ArrayList<>(trunk.pelvis());
        for (Side side : Side.values()) {
            forms.addAll(
                    switch (wardrobe.legs()) {
                        case BARE -> List.<Form>of();
                        case SHORT -> limbs.shortsLeg(side);
                        case TIGHT -> limbs.trouserLeg(side, true).subList(0, 1);
                        case LONG -> limbs.trouserLeg(side, false).subList(0, 1);
                    });
        }
        Fade fade = new Fade(body.midHips(), 0.20 * body.height(), 0.10 * body.height());
        painter.paint(forms, wardrobe.bottom(), soft, 0, wardrobe.legs() == Wardrobe.Legs.SHORT ? Fade.NONE : fade);
    }

    private void skirt() {
        if (wardrobe.skirt() != Wardrobe.Skirt.NONE && !wardrobe.isDress()) {
            paint(trunk.skirt(wardrobe.skirt() == Wardrobe.Skirt.FLOOR), wardrobe.bottom(), soft);
        }
    }

    private void top() {
        boolean tucked = wardrobe.skirt() != Wardrobe.Skirt.NONE;
        List<Form> forms = new ArrayList<>(trunk.top(tucked ? 0.80 : wardrobe.coat() ? 1.14 : 0.98, !tucked));
        if (wardrobe.isDress()) {
            forms.addAll(trunk.skirt(wardrobe.skirt() == Wardrobe.Skirt.FLOOR));
        }
        for (Side side : Side.values()) {
            // Sleeves are drawn once more with the arms, which may lie before the trunk; here they give it shoulders.
            double length = wardrobe.sleeves() == Wardrobe.Sleeves.NONE ? 0.08 : sleeveLength();
            forms.add(limbs.sleeve(side, length).get(0));
        }
        paint(forms, wardrobe.top(), soft);
    }

    private void neck(Head head) {
        paint(trunk.neck(head, !posture.back()), skin, soft);
        if (!posture.back() && wardrobe.collar()) {
            Cloth collar =
                    wardrobe.top().pattern() == Cloth.Pattern.SUIT ? Cloth.plain(0xF4F4F2) : flat(wardrobe.top());
            paint(trunk.collar(), collar, 0.1 * soft);
        }
    }

    private void arm(Side side) {
        switch (wardrobe.sleeves()) {
            case NONE -> paint(limbs.arm(side, 0.12), skin, 0.35 * soft);
            case SHORT -> paint(limbs.arm(side, SHORT_SLEEVE + 0.18), skin, 0.35 * soft);
            case LONG -> paint(limbs.hand(side), skin, 0.35 * soft);
        }
        if (wardrobe.sleeves() != Wardrobe.Sleeves.NONE) {
            Vec shoulder = body.at(side.shoulder);
            double length = shoulder.distance(body.at(side.elbow));
            double straight = Math.min(Proportions.UPPER_ARM * body.height(), length);
            Fade fromShoulder = new Fade(shoulder, 0.25 * straight, 0.58 * straight);
            painter.paint(limbs.sleeve(side, sleeveLength()), flat(wardrobe.top()), soft, shadow, fromShoulder);
        }
    }

    private double sleeveLength() {
        return wardrobe.sleeves() == Wardrobe.Sleeves.LONG ? WHOLE_ARM : SHORT_SLEEVE;
    }

    private int sole() {
        int colour = wardrobe.shoes().colour();
        return Colour.luminance(colour) > 120 ? Colour.scaled(colour, 0.72) : Colour.mix(colour, 0xFFFFFF, 0.75);
    }

    private static Cloth flat(Cloth cloth) {
        return Cloth.glossy(cloth.colour(), cloth.gloss());
    }

    private void paint(List<Form> forms, Cloth cloth, double softness) {
        painter.paint(forms, cloth, softness, shadow);
    }
}
