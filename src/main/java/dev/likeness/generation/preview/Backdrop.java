package dev.likeness.generation.preview;

import java.util.SplittableRandom;

/**
 * A quiet room behind the figures: a wall that is lit where they stand and a floor that rounds into it. The prompt's
 * place only sets its mood.
 *
 * @param wall where it is lit
 * @param floor where it is lit
 * @param edge what both fade to at the borders of the picture
 */
record Backdrop(int wall, int floor, int edge) {

    static Backdrop choose(PromptReading prompt, SplittableRandom random) {
        double hue = random.nextDouble();
        double turn = random.nextDouble(-0.045, 0.045);
        double lightness = random.nextDouble(-0.06, 0.06);
        if (prompt.mentions("night", "dark", "midnight", "space", "moon", "galaxy", "club")) {
            return of(0.64 + turn, 0.28, 0.28 + lightness, 0.66, 0.22);
        }
        if (prompt.mentions("sunset", "sunrise", "dusk", "dawn", "golden", "autumn", "fire")) {
            return of(0.06 + turn, 0.40, 0.74 + lightness, 0.05, 0.52);
        }
        if (prompt.mentions("beach", "sea", "ocean", "coast", "island", "desert", "sand")) {
            return of(0.54 + turn, 0.38, 0.80 + lightness, 0.11, 0.72);
        }
        if (prompt.mentions("forest", "park", "garden", "woods", "meadow", "jungle", "grass", "field", "nature")) {
            return of(0.30 + turn, 0.24, 0.72 + lightness, 0.27, 0.48);
        }
        if (prompt.mentions("snow", "winter", "ice", "mountain", "mountains")) {
            return of(0.57 + turn, 0.22, 0.86 + lightness, 0.58, 0.88);
        }
        if (prompt.mentions("city", "street", "urban", "office", "rooftop", "station", "subway", "industrial")) {
            return of(0.58 + turn, 0.13, 0.66 + lightness, 0.60, 0.48);
        }
        if (prompt.mentions("cafe", "bar", "restaurant", "library", "home", "room", "kitchen", "living")) {
            return of(0.09 + turn, 0.28, 0.74 + lightness, 0.07, 0.54);
        }
        return of(hue, 0.16, 0.76 + lightness, hue + turn, 0.66 + lightness);
    }

    private static Backdrop of(double hue, double saturation, double lightness, double floorHue, double floor) {
        return new Backdrop(
                Colour.hsl(hue, saturation, lightness),
                Colour.hsl(floorHue, saturation, floor),
                Colour.hsl(hue + 0.02, saturation, lightness * 0.68));
    }

    /**
     * @param centre of the lit part of the wall
     * @param horizon where floor and wall meet, in pixels from the top; beyond the height when no floor is seen
     */
    void paint(Canvas canvas, Vec centre, double horizon) {
        double reach = 0.85 * Math.max(canvas.width, canvas.height);
        double bend = 0.07 * canvas.height;
        double[] grain = grain();
        for (int y = 0; y < canvas.height; y++) {
            double below = smooth((y - horizon + bend) / (2 * bend));
            int base = Colour.mix(wall, floor, below);
            double nearer = Math.max(0, y - horizon) / Math.max(1, canvas.height - horizon);
            double red = Colour.red(base), green = Colour.green(base), blue = Colour.blue(base);
            double dy = (y - centre.y()) / reach;
            for (int x = 0; x < canvas.width; x++) {
                double dx = (x - centre.x()) / reach;
                double far = dx * dx + dy * dy * 0.8;
                double fade = far / (far + 0.42) * (1 - 0.45 * below) + 0.05 * nearer;
                double dither = grain[(y & 3) << 2 | x & 3];
                canvas.rgb[y * canvas.width + x] = floored(
                        red + (Colour.red(edge) - red) * fade + dither,
                        green + (Colour.green(edge) - green) * fade + dither,
                        blue + (Colour.blue(edge) - blue) * fade + dither);
            }
        }
    }

    /** Bayer's 4 x 4 pattern: without it slow gradients show steps. */
    private static double[] grain() {
        int[] order = {0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5};
        double[] grain = new double[16];
        for (int i = 0; i < 16; i++) {
            grain[i] = (order[i] + 0.5) / 16;
        }
        return grain;
    }

    private static int floored(double red, double green, double blue) {
        return Math.min(255, (int) red) << 16 | Math.min(255, (int) green) << 8 | Math.min(255, (int) blue);
    }

    private static double smooth(double part) {
        double t = Math.max(0, Math.min(1, part));
        return t * t * (3 - 2 * t);
    }

    /** The soft dark spot where something stands on the floor. */
    static void shadow(Canvas canvas, Vec at, double radius, double strength) {
        double flat = 0.28;
        int top = (int) Math.max(0, at.y() - radius * flat),
                bottom = (int) Math.min(canvas.height, at.y() + radius * flat);
        int left = (int) Math.max(0, at.x() - radius), right = (int) Math.min(canvas.width, at.x() + radius);
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                double dx = (x - at.x()) / radius, dy = (y - at.y()) / (radius * flat);
                double near = 1 - Math.sqrt(dx * dx + dy * dy);
                if (near > 0) {
                    int index = y * canvas.width + x;
                    canvas.rgb[index] = Colour.scaled(canvas.rgb[index], 1 - strength * smooth(near));
                }
            }
        }
    }
}
