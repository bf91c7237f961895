package dev.likeness.generation.preview;

import dev.likeness.pose.Joint;
import java.util.List;

/** How the pose picture is laid onto the picture that is drawn: never stretched, nobody cut off who was whole. */
record Framing(double scale, double dx, double dy) {

    /** Part of the height that is left free above a head in a close shot. */
    private static final double HEADROOM = 0.08;

    /** From the neck to the top of the hair, in body heights. */
    private static final double ABOVE_NECK = 0.25;

    Body apply(Body body) {
        return body.moved(scale, dx, dy);
    }

    /** @param main whom the picture is about */
    static Framing of(List<Body> bodies, Body main, int poseWidth, int poseHeight, int width, int height) {
        double contain = Math.min((double) width / poseWidth, (double) height / poseHeight);
        double cover = Math.max((double) width / poseWidth, (double) height / poseHeight);
        Box people = Box.around(bodies);
        double scale = Math.max(contain, Math.min(cover, Math.min(width / people.width(), height / people.height())));
        Framing framing = new Framing(
                scale,
                shift(scale, poseWidth, width, people.left(), people.right()),
                shift(scale, poseHeight, height, people.top(), people.bottom()));
        return isCutAtHips(main) ? framing.closer(main, width, height) : framing.withHead(main, width, height);
    }

    /** Centres the pose picture, moves it until the people are inside, and leaves no margin that need not be. */
    private static double shift(double scale, double poseSide, double side, double from, double to) {
        double free = side - poseSide * scale;
        double shift = free / 2;
        shift = Math.min(shift, side - to * scale);
        shift = Math.max(shift, -from * scale);
        return free < 0 ? Math.max(free, Math.min(0, shift)) : Math.max(0, Math.min(free, shift));
    }

    /**
     * Moves down, and then back, a figure whose head the picture would cut: hair stands higher than a pose tells, and
     * the wall goes on.
     */
    private Framing withHead(Body original, int width, int height) {
        Body body = apply(original);
        double top = body.at(Joint.NECK).y() - ABOVE_NECK * body.height();
        if (top >= 0 || body.up().y() > -0.5) {
            return this;
        }
        double bottom = Math.max(
                        body.at(Joint.RIGHT_ANKLE).y(),
                        body.at(Joint.LEFT_ANKLE).y())
                + 0.105 * body.height();
        double room = bottom > height ? Double.MAX_VALUE : height - bottom;
        Framing lower = new Framing(scale, dx, dy + Math.min(room, -top));
        double cut = Math.max(0, -top - room);
        double smaller = Math.max(0.85, (height - 1) / (height + cut));
        double middle = width / 2.0;
        return new Framing(
                scale * smaller, (lower.dx - middle) * smaller + middle, (lower.dy - height) * smaller + height);
    }

    private static boolean isCutAtHips(Body body) {
        return !body.seen(Joint.RIGHT_KNEE)
                && !body.seen(Joint.LEFT_KNEE)
                && !body.seen(Joint.RIGHT_ANKLE)
                && !body.seen(Joint.LEFT_ANKLE);
    }

    /** So that whoever has no legs in the pose is cut by the lower edge rather than given legs that nobody asked for. */
    private Framing closer(Body original, int width, int height) {
        Body body = apply(original);
        double cut = body.midHips().y() + 0.03 * body.height();
        if (cut >= height || body.up().y() > -0.5) {
            return this;
        }
        double top = body.at(Joint.NECK).y() - ABOVE_NECK * body.height();
        Box box = Box.around(List.of(body));
        double zoom = Math.min(3, (1 - HEADROOM) * height / Math.max(1, cut - top));
        zoom = Math.max(1, Math.min(zoom, width / Math.max(1, box.right() - box.left())));
        double centre = (box.left() + box.right()) / 2;
        return new Framing(
                scale * zoom, (dx - centre) * zoom + (zoom > 1 ? width / 2.0 : centre), (dy - cut) * zoom + height);
    }

    /** What people take up with their heads, hands and feet. */
    private record Box(double left, double top, double right, double bottom) {

        static Box around(List<Body> bodies) {
            double left = Double.MAX_VALUE,
                    top = Double.MAX_VALUE,
                    right = -Double.MAX_VALUE,
                    bottom = -Double.MAX_VALUE;
            for (Body body : bodies) {
                double margin = 0.08 * body.height();
                for (Joint joint : body.joints().keySet()) {
                    if (body.seen(joint)) {
                        Vec at = body.at(joint);
                        double above = joint == Joint.NECK ? ABOVE_NECK * body.height() : margin;
                        left = Math.min(left, at.x() - margin);
                        right = Math.max(right, at.x() + margin);
                        top = Math.min(top, at.y() - above);
                        bottom = Math.max(bottom, at.y() + margin);
                    }
                }
            }
            return new Box(left, top, right, bottom);
        }

        double width() {
            return Math.max(1, right - left);
        }

        double height() {
            return Math.max(1, bottom - top);
        }
    }
}
