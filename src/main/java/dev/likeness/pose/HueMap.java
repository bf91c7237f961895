package dev.likeness.pose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which of the 18 hues of skeleton drawings each pixel of a picture has. A hue does not change when a colour is mixed with
 * grey, so paper may be black, grey or white, framed or not, and strokes thin and blurred: what has no hue is paper.
 */
final class HueMap {

    /** What pixels without a hue have in the place of one. */
    static final byte PAPER = -1;

    /** Pictures of longer sides than this are read at half their size. */
    private static final int LARGE = 2048;

    /** Chroma (0..255, the largest channel less the smallest) below which a colour is grey: JPEG's noise stays below. */
    private static final int GREY = 36;

    /** The same as a share of the chroma that the strokes have. */
    private static final double FAINT = 0.3;

    /** How near to one of the hues a colour has to be to have been drawn in it, in distances between two of them. */
    private static final float ON_HUE = 0.15f;

    /** With this share of its ink on the hues a drawing was neither compressed nor resized. */
    private static final double CRISP = 0.9;

    /** Chroma that limbs of 0.6 of the joints' brightness (153 of 255) stay below, and joints above. */
    private static final int BRIGHT = 204;

    private final int width;
    private final int height;
    private final int scale;
    private final byte[] hues;
    private final byte[] chromas;
    private int ink;
    private double onHue;

    private HueMap(Pixels picture) {
        this.scale = Math.max(picture.width(), picture.height()) > LARGE ? 2 : 1;
        this.width = picture.width() / scale;
        this.height = picture.height() / scale;
        this.hues = new byte[width * height];
        this.chromas = new byte[width * height];
    }

    static HueMap of(Pixels picture) {
        HueMap map = new HueMap(picture);
        int[] rgb = map.scale == 1 ? picture.rgb() : halved(picture, map.width, map.height);
        int[] histogram = new int[256];
        for (int i = 0; i < map.hues.length; i++) {
            int chroma = chroma(rgb[i]);
            map.chromas[i] = (byte) chroma;
            histogram[chroma]++;
        }
        int least = Math.max(GREY, (int) (FAINT * strong(histogram)));
        map.classify(rgb, least);
        if (map.onHue < CRISP) {
            map.classify(blurred(rgb, map.width, map.height), least);
        }
        return map;
    }

    /** The chroma of the stronger half of what is coloured. */
    private static int strong(int[] histogram) {
        int coloured = 0;
        for (int chroma = GREY; chroma < 256; chroma++) {
            coloured += histogram[chroma];
        }
        int chroma = 255;
        for (int above = 0; chroma > GREY && above < coloured / 2; chroma--) {
            above += histogram[chroma];
        }
        return chroma;
    }

    private void classify(int[] rgb, int least) {
        ink = 0;
        int near = 0;
        for (int i = 0; i < hues.length; i++) {
            hues[i] = PAPER;
            if ((chromas[i] & 0xff) >= least && chroma(rgb[i]) > 0) {
                float hue = hue(rgb[i]);
                hues[i] = (byte) (Math.round(hue) % ColourScheme.HUES);
                ink++;
                near += Math.abs(hue - Math.round(hue)) < ON_HUE ? 1 : 0;
            }
        }
        onHue = (double) near / Math.max(1, ink);
    }

    private static int[] halved(Pixels picture, int width, int height) {
        int[] rgb = picture.rgb(), half = new int[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int i = 2 * y * picture.width() + 2 * x;
                half[y * width + x] = mean(rgb[i], rgb[i + 1], rgb[i + picture.width()], rgb[i + picture.width() + 1]);
            }
        }
        return half;
    }

    /** Means of 2 x 2 pixels twice, a 3 x 3 binomial filter; the outermost pixels stay. */
    private static int[] blurred(int[] rgb, int width, int height) {
        int[] blurred = rgb.clone();
        for (int y = 1; y < height - 1; y++) {
            for (int x = 1; x < width - 1; x++) {
                int i = y * width + x, above = i - width, below = i + width;
                int corners = mean(rgb[above - 1], rgb[above + 1], rgb[below - 1], rgb[below + 1]);
                int sides = mean(rgb[above], rgb[below], rgb[i - 1], rgb[i + 1]);
                blurred[i] = mean(rgb[i], sides, sides, corners);
            }
        }
        return blurred;
    }

    private static int mean(int a, int b, int c, int d) {
        int green = ((a & 0xff00) + (b & 0xff00) + (c & 0xff00) + (d & 0xff00) + 0x200) >> 2 & 0xff00;
        int red = (a >> 16 & 0xff) + (b >> 16 & 0xff) + (c >> 16 & 0xff) + (d >> 16 & 0xff) + 2 >> 2;
        int blue = (a & 0xff) + (b & 0xff) + (c & 0xff) + (d & 0xff) + 2 >> 2;
        return red << 16 | green | blue;
    }

    static int chroma(int rgb) {
        int red = rgb >> 16 & 0xff, green = rgb >> 8 & 0xff, blue = rgb & 0xff;
        return Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue));
    }

    /** 0..18, red at 0, green at 6, blue at 12. */
    private static float hue(int rgb) {
        int red = rgb >> 16 & 0xff, green = rgb >> 8 & 0xff, blue = rgb & 0xff;
        int max = Math.max(red, Math.max(green, blue));
        float sixth = 3f / chroma(rgb);
        float hue = max == red ? (green - blue) * sixth : max == green ? 6 + (blue - red) * sixth : 12 + (red - green) * sixth;
        return hue < 0 ? hue + ColourScheme.HUES : hue;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Pixels of the picture to a pixel of the map. */
    int scale() {
        return scale;
    }

    /** Pixels that have a hue. */
    int ink() {
        return ink;
    }

    /** The share of the ink that has one of the hues and none between: 0.3 where hues are spread evenly. */
    double onHue() {
        return onHue;
    }

    boolean crisp() {
        return onHue >= CRISP;
    }

    /** Outside of the picture is paper. */
    byte at(double x, double y) {
        int column = (int) Math.round(x), row = (int) Math.round(y);
        return column < 0 || row < 0 || column >= width || row >= height ? PAPER : hues[row * width + column];
    }

    /**
     * Splits the ink into pixels that touch one another and have the same hue; and the same brightness, where limbs are drawn
     * darker than joints.
     *
     * @param most areas that are worth the work
     * @return the largest first; empty when there are more areas than that
     */
    List<Area> areas(int most) {
        boolean dimmed = dimmed();
        byte[] codes = new byte[hues.length];
        for (int i = 0; i < codes.length; i++) {
            boolean bright = dimmed && (chromas[i] & 0xff) >= BRIGHT;
            codes[i] = (byte) (hues[i] == PAPER ? PAPER : hues[i] + (bright ? ColourScheme.HUES : 0));
        }
        List<Area> areas = new ArrayList<>();
        int[] stack = new int[Math.max(1, ink)];
        for (int start = 0; start < codes.length; start++) {
            if (codes[start] != PAPER) {
                byte code = codes[start];
                int[] pixels = fill(codes, start, stack);
                areas.add(new Area(
                        code % ColourScheme.HUES, dimmed && code >= ColourScheme.HUES, dimmed && code < ColourScheme.HUES, pixels));
                if (areas.size() > most) {
                    return List.of();
                }
            }
        }
        areas.sort((a, b) -> b.pixels().length - a.pixels().length);
        return areas;
    }

    /**
     * Touching pixels of one hue.
     *
     * @param bright whether they are as bright as joints are where limbs are darker
     * @param dim whether they are as dark as limbs are there
     * @param pixels indices y * width + x
     */
    record Area(int hue, boolean bright, boolean dim, int[] pixels) {}

    /** Whether much of the ink is as dark as ControlNet's limbs, and some as bright as its joints. */
    private boolean dimmed() {
        if (!crisp()) {
            return false;
        }
        int bright = 0;
        for (int i = 0; i < hues.length; i++) {
            bright += hues[i] != PAPER && (chromas[i] & 0xff) >= BRIGHT ? 1 : 0;
        }
        return bright > 0 && bright < 0.7 * ink;
    }

    private int[] fill(byte[] codes, int start, int[] stack) {
        byte code = codes[start];
        int filled = 1;
        stack[0] = start;
        codes[start] = PAPER;
        for (int next = 0; next < filled; next++) {
            int x = stack[next] % width, y = stack[next] / width;
            for (int row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
                for (int column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
                    int neighbour = row * width + column;
                    if (codes[neighbour] == code) {
                        codes[neighbour] = PAPER;
                        stack[filled++] = neighbour;
                    }
                }
            }
        }
        return Arrays.copyOf(stack, filled);
    }
}
