package dev.likeness.generation.preview;

/** Draws heads: with the character's face, from behind, or, for people who are nobody in particular, without one. */
final class HeadPainter {

    private final Canvas canvas;
    private final LayerPainter painter;

    HeadPainter(Canvas canvas, LayerPainter painter) {
        this.canvas = canvas;
        this.painter = painter;
    }

    void faceless(Head head, int skin) {
        painter.paint(head.ears(), Cloth.plain(skin), 1, 0);
        painter.paint(head.skull(1), Cloth.glossy(skin, 0.15), 0.4 * head.unit(), 0.5 * head.unit());
    }

    void fromBehind(Head head, int skin, int hair) {
        painter.paint(head.ears(), Cloth.plain(skin), 1, 0);
        painter.paint(head.skull(0.98), Cloth.plain(skin), 0.4 * head.unit(), 0.5 * head.unit());
        painter.paint(
                java.util.List.of(
                        new RoundCone(head.at(0, -0.45), head.at(0, 0.2), 1.26 * head.unit(), 1.1 * head.unit()),
                        new RoundCone(head.at(0, 0.3), head.at(0, 0.75), head.unit(), 0.8 * head.unit())),
                Cloth.glossy(hair, 0.25),
                0.4 * head.unit(),
                0);
    }

    void character(Head head, Posture posture, Portrait portrait) {
        painter.paint(head.skull(0.93), Cloth.plain(portrait.skin()), 0.4 * head.unit(), 0.6 * head.unit());
        face(head, posture, portrait);
    }

    /** Looks up for every pixel around the head what the portrait has there. */
    private void face(Head head, Posture posture, Portrait portrait) {
        double reach = Portrait.REACH * 1.42 * head.unit();
        int left = (int) Math.max(0, head.eyes().x() - reach),
                right = (int) Math.min(canvas.width, head.eyes().x() + reach);
        int top = (int) Math.max(0, head.eyes().y() - reach),
                bottom = (int) Math.min(canvas.height, head.eyes().y() + reach);
        // A face that looks aside is narrower; turning it for real is beyond a drawing.
        double narrow = 1 - 0.16 * Math.abs(posture.yaw());
        Vec across = head.across().times(1 / (head.unit() * narrow));
        Vec down = head.up().times(-1 / head.unit());
        Portrait.Sampler sampler = portrait.sampler(head.unit());
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                Vec place =
                        new Vec(x + 0.5 - head.eyes().x(), y + 0.5 - head.eyes().y());
                double u = place.dot(across), v = place.dot(down);
                double alpha = portrait.alpha(u, v);
                if (alpha > 0.004) {
                    canvas.cover(y * canvas.width + x, sampler.at(u, v), alpha);
                }
            }
        }
    }
}
