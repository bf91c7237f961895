package dev.likeness.pose;

/**
 * What each pixel of a would-be skeleton image can be: paper, part of a joint, part of a limb, or neither. Hue tells
 * which joint or limb, since the palette's hues are 20 degrees apart; brightness tells joints from limbs.
 */
final class Ink {

    static final byte PAPER = 0;
    /** Too dark or too pale to say what it is: the fringe of something, a compression artefact. */
    static final byte FRINGE = 1;
    /** Drawn over the body in a colour outside the palette: the white dots of a face. */
    static final byte OTHER = 2;
    /** Joint i is JOINT + i, for 18 hues. */
    static final byte JOINT = 3;
    /** Limb i is LIMB + i, for 18 hues, the last of which no limb has. */
    static final byte LIMB = JOINT + Joint.COUNT;

    static final int HUES = Joint.COUNT;

    /** Nearer to the paper (0..255) a pixel is paper: JPEG's noise around lines stays below. */
    private static final int DARK = 48;
    /** From here on it is ink; the limbs of the palette have 153. */
    private static final int DIM = 96;
    /** From here on it is a joint: half-way between the palette's limbs and its joints (255). */
    private static final int BRIGHT = 204;
    /** Above this in every channel it is the white of a face's dots. */
    private static final int WHITE = 200;

    /** How near a hue has to be to the palette's to be on it, in distances between two of them; 3 degrees. */
    private static final float NEAR_HUE = 0.15f;

    private final byte[] codes;
    private final int width;
    private final int height;
    private final int[] counts = new int[LIMB + HUES];
    private int pureLimbs;
    private int onHue;

    private Ink(int width, int height) {
        this.codes = new byte[width * height];
        this.width = width;
        this.height = height;
    }

    /** How a drawing's colours came to be others than its tool's. */
    enum Channels {
        AS_DRAWN,
        /** OpenCV's order of channels taken for red, green, blue. */
        RED_AND_BLUE_SWAPPED,
        NEGATIVE;

        int of(int rgb) {
            return switch (this) {
                case AS_DRAWN -> rgb & 0xffffff;
                case RED_AND_BLUE_SWAPPED -> rgb >> 16 & 0xff | rgb & 0xff00 | (rgb & 0xff) << 16;
                case NEGATIVE -> ~rgb & 0xffffff;
            };
        }
    }

    /** @param paper the colour of the ground in the picture, 0xRRGGBB */
    static Ink of(Pixels picture, int paper, Channels channels) {
        Ink ink = new Ink(picture.width(), picture.height());
        int ground = channels.of(paper);
        int[] rgb = picture.rgb();
        for (int i = 0; i < rgb.length; i++) {
            int colour = channels.of(rgb[i]);
            if (colour != ground) {
                byte code = code(colour, ground);
                ink.codes[i] = code;
                ink.counts[code]++;
                ink.onHue += code >= JOINT && onHue(colour) ? 1 : 0;
                ink.pureLimbs += code >= LIMB && isPure(colour, code) ? 1 : 0;
            }
        }
        return ink;
    }

    /** Whether a colour is nearly that of the paper. */
    static boolean isPaper(int rgb, int paper) {
        return Math.abs((rgb >> 16 & 0xff) - (paper >> 16 & 0xff)) < DARK
                && Math.abs((rgb >> 8 & 0xff) - (paper >> 8 & 0xff)) < DARK
                && Math.abs((rgb & 0xff) - (paper & 0xff)) < DARK;
    }

    static boolean isGrey(int rgb) {
        int red = rgb >> 16 & 0xff, green = rgb >> 8 & 0xff, blue = rgb & 0xff;
        return Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue)) < DARK / 2;
    }

    static byte code(int rgb, int paper) {
        int red = rgb >> 16 & 0xff;
        int green = rgb >> 8 & 0xff;
        int blue = rgb & 0xff;
        int max = Math.max(red, Math.max(green, blue));
        if (isPaper(rgb, paper)) {
            return PAPER;
        }
        int min = Math.min(red, Math.min(green, blue));
        if (min > WHITE) {
            return OTHER;
        }
        if (2 * (max - min) < max || max < DIM) {
            return FRINGE;
        }
        int hue = Math.floorMod(Math.round(hue(red, green, blue, max, max - min)), HUES);
        return (byte) ((max >= BRIGHT ? JOINT : LIMB) + hue);
    }

    /** 0..18, red at 0, green at 6, blue at 12. */
    private static float hue(int red, int green, int blue, int max, float chroma) {
        int third = HUES / 3;
        if (max == red) {
            return (green - blue) / chroma * third / 2;
        }
        return (max == green ? third : 2 * third) + (max == green ? blue - red : red - green) / chroma * third / 2;
    }

    /** Whether a colour has one of the palette's hues, and none between. */
    static boolean onHue(int rgb) {
        int red = rgb >> 16 & 0xff, green = rgb >> 8 & 0xff, blue = rgb & 0xff;
        int max = Math.max(red, Math.max(green, blue));
        int min = Math.min(red, Math.min(green, blue));
        float hue = hue(red, green, blue, max, max - min);
        return Math.abs(hue - Math.round(hue)) < NEAR_HUE;
    }

    /** Whether a limb's colour is the palette's to within rounding. */
    private static boolean isPure(int rgb, byte code) {
        int expected = Palette.limb(code - LIMB);
        return near(rgb >> 16, expected >> 16) && near(rgb >> 8, expected >> 8) && near(rgb, expected);
    }

    private static boolean near(int a, int b) {
        return Math.abs((a & 0xff) - (b & 0xff)) <= 3;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    boolean inside(int x, int y) {
        return x >= 0 && y >= 0 && x < width && y < height;
    }

    byte at(int x, int y) {
        return codes[y * width + x];
    }

    int count(int code) {
        return counts[code];
    }

    int joints() {
        return sum(JOINT);
    }

    int limbs() {
        return sum(LIMB);
    }

    private int sum(int from) {
        int sum = 0;
        for (int hue = 0; hue < HUES; hue++) {
            sum += counts[from + hue];
        }
        return sum;
    }

    /** The share of the ink that has a hue of the palette and not one between; 0.3 when hues are spread evenly. */
    double onHue() {
        return (double) onHue / Math.max(1, joints() + limbs());
    }

    /**
     * Whether the drawing came here unharmed: not compressed, not anti-aliased. Only the limbs are judged, since hands,
     * which may be drawn beside the body, have hues of their own.
     */
    boolean exact() {
        return pureLimbs > 0.98 * limbs() && counts[FRINGE] < 0.02 * (joints() + limbs());
    }

    /** The pixels of each code from {@code from} on for 18 hues, as indices y * width + x, in reading order. */
    int[][] pixels(int from) {
        int[][] pixels = new int[HUES][];
        int[] filled = new int[HUES];
        for (int hue = 0; hue < HUES; hue++) {
            pixels[hue] = new int[counts[from + hue]];
        }
        for (int i = 0; i < codes.length; i++) {
            int hue = codes[i] - from;
            if (hue >= 0 && hue < HUES) {
                pixels[hue][filled[hue]++] = i;
            }
        }
        return pixels;
    }
}
