package dev.likeness.pose;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;

/**
 * A black canvas on which ellipses and circles are filled as OpenCV fills them, pixel for pixel and without
 * anti-aliasing: the networks that read control images were trained on its drawings.
 */
final class Canvas {

    private final BufferedImage image;
    private final int[] pixels;
    private final int width;
    private final int height;
    /** Leftmost and rightmost pixel of the shape in progress, by row. */
    private final int[] left;

    private final int[] right;
    private int top;
    private int bottom;

    Canvas(int width, int height) {
        this.image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        this.pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        this.width = width;
        this.height = height;
        this.left = new int[height];
        this.right = new int[height];
    }

    BufferedImage image() {
        return image;
    }

    /** Not a copy. */
    int[] pixels() {
        return pixels;
    }

    /**
     * A filled ellipse: its outline is a polygon with a corner at each degree, rounded to whole pixels.
     *
     * @param halfLength along the angle, pixels
     * @param halfWidth across it
     * @param degrees of the long axis, clockwise from the x axis (y points down)
     */
    void ellipse(int centreX, int centreY, int halfLength, int halfWidth, int degrees, int rgb) {
        double cos = Math.cos(Math.toRadians(degrees));
        double sin = Math.sin(Math.toRadians(degrees));
        begin();
        int firstX = 0, firstY = 0, lastX = 0, lastY = 0;
        for (int i = 0; i <= 360; i++) {
            double along = halfLength * Math.cos(Math.toRadians(i));
            double across = halfWidth * Math.sin(Math.toRadians(i));
            int x = (int) Math.rint(centreX + along * cos - across * sin);
            int y = (int) Math.rint(centreY + along * sin + across * cos);
            if (i == 0) {
                firstX = x;
                firstY = y;
            } else if (x != lastX || y != lastY) {
                edge(lastX, lastY, x, y);
            }
            lastX = x;
            lastY = y;
        }
        edge(lastX, lastY, firstX, firstY);
        fill(rgb);
    }

    /** A filled circle by the midpoint algorithm. */
    void circle(int centreX, int centreY, int radius, int rgb) {
        begin();
        int error = 0, x = radius, y = 0, plus = 1, minus = 2 * radius - 1;
        while (x >= y) {
            span(centreX - x, centreX + x, centreY - y);
            span(centreX - x, centreX + x, centreY + y);
            span(centreX - y, centreX + y, centreY - x);
            span(centreX - y, centreX + y, centreY + x);
            y++;
            error += plus;
            plus += 2;
            if (error > 0) {
                error -= minus;
                x--;
                minus -= 2;
            }
        }
        fill(rgb);
    }

    /** One pixel. */
    void dot(int x, int y, int rgb) {
        row(x, x, y, rgb);
    }

    /** The pixels of a row from one column to another. */
    void row(int fromX, int toX, int y, int rgb) {
        int from = Math.max(0, fromX);
        int to = Math.min(width - 1, toX);
        if (y >= 0 && y < height && from <= to) {
            Arrays.fill(pixels, y * width + from, y * width + to + 1, rgb);
        }
    }

    private void begin() {
        top = height;
        bottom = -1;
    }

    /** Widens the shape by the pixels of a line, 8-connected, always walked from left to right. */
    private void edge(int fromX, int fromY, int toX, int toY) {
        if (toX < fromX) {
            edge(toX, toY, fromX, fromY);
            return;
        }
        int dx = toX - fromX;
        int dy = Math.abs(toY - fromY);
        int stepY = toY < fromY ? -1 : 1;
        int longer = Math.max(dx, dy);
        int shorter = Math.min(dx, dy);
        int error = longer - 2 * shorter;
        int x = fromX, y = fromY;
        for (int i = 0; i <= longer; i++) {
            span(x, x, y);
            boolean both = error < 0;
            error += both ? 2 * longer - 2 * shorter : -2 * shorter;
            x += both || dx >= dy ? 1 : 0;
            y += both || dx < dy ? stepY : 0;
        }
        // The line takes the lower of two equally near pixels of a row, the filling between the lines the upper.
        for (int i = 1; i < dy; i++) {
            int nearest = fromX + Math.floorDiv(2 * i * dx + dy, 2 * dy);
            span(nearest, nearest, fromY + i * stepY);
        }
    }

    private void span(int fromX, int toX, int y) {
        if (y < 0 || y >= height) {
            return;
        }
        if (top > bottom) {
            top = y;
            bottom = y;
            left[y] = fromX;
            right[y] = toX;
            return;
        }
        while (top > y) {
            top--;
            left[top] = Integer.MAX_VALUE;
            right[top] = Integer.MIN_VALUE;
        }
        while (bottom < y) {
            bottom++;
            left[bottom] = Integer.MAX_VALUE;
            right[bottom] = Integer.MIN_VALUE;
        }
        left[y] = Math.min(left[y], fromX);
        right[y] = Math.max(right[y], toX);
    }

    private void fill(int rgb) {
        for (int y = top; y <= bottom; y++) {
            row(left[y], right[y], y, rgb);
        }
    }
}
