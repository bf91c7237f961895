package dev.likeness.generation;

/**
 * What size is generated, and how it becomes the size that was asked for. Models draw well only near the number of pixels
 * they were trained on, in sides that their latent grid divides, so any other size is drawn at about that number of pixels
 * in the same aspect, enlarged by an upscale model when the picture is clearly larger, and then resized to the pixel.
 *
 * @param generateWidth of what is generated, a multiple of the step, in pixels
 * @param generateHeight of what is generated, a multiple of the step, in pixels
 * @param width of the finished picture, in pixels
 * @param height of the finished picture, in pixels
 */
public record DimensionPlan(int generateWidth, int generateHeight, int width, int height) {

    /** The least factor on each side, by the square root of the pixels' ratio, that an upscale model is used for. */
    private static final double LEAST_UPSCALE = 1.25;

    /**
     * The plan for a picture of any size. The shorter side is the multiple of the step nearest to the ideal, and the
     * longer one the multiple nearest to its aspect, so that no side is off by more than half a step; rounding the longer
     * side first would bend a 64 x 4096 by several percent. Both sides are at least one step.
     *
     * @param width of the picture, at least 1 pixel
     * @param height of the picture, at least 1 pixel
     * @param step of the generated sides, in pixels: 8 for SDXL, 16 for Qwen
     * @param targetPixels about how many pixels are generated
     */
    public static DimensionPlan of(int width, int height, int step, int targetPixels) {
        double aspect = (double) Math.max(width, height) / Math.min(width, height);
        int shorter = multiple(Math.sqrt(targetPixels / aspect), step);
        int longer = multiple(shorter * aspect, step);
        return width <= height
                ? new DimensionPlan(shorter, longer, width, height)
                : new DimensionPlan(longer, shorter, width, height);
    }

    /**
     * Whether an upscale model enlarges what is generated. Below {@link #LEAST_UPSCALE} resizing alone loses nothing that can be
     * seen, while a network that doubles each side takes seconds of GPU time and invents skin.
     */
    public boolean upscales() {
        return (double) width * height >= LEAST_UPSCALE * LEAST_UPSCALE * generateWidth * generateHeight;
    }

    private static int multiple(double side, int step) {
        return Math.max(1, (int) Math.round(side / step)) * step;
    }
}
