package dev.likeness.generation.preview;

/**
 * What a part of the figure is made of.
 *
 * @param colour where nothing else is said
 * @param gloss 0 for cloth .. 1 for leather
 */
record Cloth(int colour, double gloss, Pattern pattern, int second) {

    enum Pattern {
        PLAIN,
        BUTTONS,
        STRIPES,
        OPEN_JACKET,
        SUIT
    }

    static Cloth plain(int colour) {
        return new Cloth(colour, 0, Pattern.PLAIN, colour);
    }

    static Cloth glossy(int colour, double gloss) {
        return new Cloth(colour, gloss, Pattern.PLAIN, colour);
    }

    int at(double across, double along) {
        if (Double.isNaN(across)) {
            return colour;
        }
        double aside = Math.abs(across);
        return switch (pattern) {
            case PLAIN -> colour;
            case BUTTONS -> buttons(aside, along);
            case STRIPES -> (along * 9) % 1 < 0.42 ? second : colour;
            case OPEN_JACKET -> aside < 0.16 + 0.10 * along ? second : lapel(aside, 0.16 + 0.10 * along);
            case SUIT -> suit(aside, along);
        };
    }

    private int buttons(double aside, double along) {
        double down = (along * 6 % 1 - 0.5) / 0.075;
        if (aside * aside / (0.022 * 0.022) + down * down < 1) {
            return Colour.mix(colour, 0xFFFFFF, 0.5);
        }
        return aside > 0.070 && aside < 0.084 ? Colour.scaled(colour, 0.86) : colour;
    }

    private int suit(double aside, double along) {
        double opening = 0.34 * Math.max(0, 1 - along / 0.62);
        if (aside < opening) {
            return aside < 0.045 + 0.05 * along ? second : 0xF4F4F2;
        }
        return opening > 0 ? lapel(aside, opening) : buttons(aside, along + 0.04);
    }

    private int lapel(double aside, double opening) {
        return aside < opening + 0.16 ? Colour.scaled(colour, 0.86) : colour;
    }
}
