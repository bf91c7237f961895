package dev.likeness.input;

/**
 * How the stored rows and columns lie when the picture stands upright: the eight values of EXIF tag 0x0112, in the order
 * of their numbers from 1, named after what turns the stored picture upright.
 */
enum Orientation {
    UPRIGHT(false, false, false),
    MIRROR(false, true, false),
    TURN_HALF(false, true, true),
    FLIP(false, false, true),
    TRANSPOSE(true, false, false),
    TURN_RIGHT(true, true, false),
    TRANSVERSE(true, true, true),
    TURN_LEFT(true, false, true);

    private final boolean swapsSides;
    private final boolean reversesX;
    private final boolean reversesY;

    Orientation(boolean swapsSides, boolean reversesX, boolean reversesY) {
        this.swapsSides = swapsSides;
        this.reversesX = reversesX;
        this.reversesY = reversesY;
    }

    /** Values that EXIF does not define leave the picture as it is stored. */
    static Orientation ofExif(long value) {
        return value >= 1 && value <= 8 ? values()[(int) value - 1] : UPRIGHT;
    }

    /** The value of the EXIF tag, 1..8. */
    int exif() {
        return ordinal() + 1;
    }

    /** Whether the upright picture is as wide as the stored one is high. */
    boolean swapsSides() {
        return swapsSides;
    }

    /** Whether the upright column, counted from the left, grows while its stored coordinate falls. */
    boolean reversesX() {
        return reversesX;
    }

    /** Whether the upright row, counted from the top, grows while its stored coordinate falls. */
    boolean reversesY() {
        return reversesY;
    }
}
