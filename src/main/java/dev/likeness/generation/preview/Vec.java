package dev.likeness.generation.preview;

/** A point or a direction in a picture: x to the right, y down, in pixels unless said otherwise. */
record Vec(double x, double y) {

    static final Vec UP = new Vec(0, -1);
    static final Vec DOWN = new Vec(0, 1);

    Vec plus(Vec other) {
        return new Vec(x + other.x, y + other.y);
    }

    Vec minus(Vec other) {
        return new Vec(x - other.x, y - other.y);
    }

    Vec times(double factor) {
        return new Vec(x * factor, y * factor);
    }

    /** This point moved by a direction so many times. */
    Vec along(Vec direction, double times) {
        return new Vec(x + direction.x * times, y + direction.y * times);
    }

    Vec towards(Vec other, double part) {
        return new Vec(x + (other.x - x) * part, y + (other.y - y) * part);
    }

    double dot(Vec other) {
        return x * other.x + y * other.y;
    }

    /** Positive when the other direction lies clockwise of this one on the screen. */
    double cross(Vec other) {
        return x * other.y - y * other.x;
    }

    double length() {
        return Math.hypot(x, y);
    }

    double distance(Vec other) {
        return Math.hypot(x - other.x, y - other.y);
    }

    /** Of length 1; the given direction when this one has no length. */
    Vec unitOr(Vec otherwise) {
        double length = length();
        return length < 1e-9 ? otherwise : new Vec(x / length, y / length);
    }

    /** Turned by a quarter clockwise on the screen: up becomes right. */
    Vec quarterTurn() {
        return new Vec(-y, x);
    }
}
