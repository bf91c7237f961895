package dev.likeness.generation.preview;

import dev.likeness.input.Picture;
import dev.likeness.pose.Face;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;

/** The character's head cut out of the face picture. */
final class Portrait {

    /** How far around the eyes the head is looked for, in units of {@link FaceFrame}. */
    static final double REACH = 3.0;

    /** The longer side that a face picture is looked at with, in pixels; a larger one is not decoded whole. */
    private static final int DETAIL = 2048;

    private final int[] rgb;
    private final int width;
    private final int height;
    private final FaceFrame frame;
    private final HeadMatte matte;
    private final int skin;
    private final int hair;

    private Portrait(int[] rgb, int width, int height, FaceFrame frame) {
        this.rgb = rgb;
        this.width = width;
        this.height = height;
        this.frame = frame;
        this.skin = typical(new double[][] {{-0.62, 0.55}, {0.62, 0.55}, {-0.5, 0.75}, {0.5, 0.75}, {0, -0.55}}, 0.16);
        this.hair = typical(new double[][] {{0, -1.55}, {-0.5, -1.5}, {0.5, -1.5}, {-1, -1.1}, {1, -1.1}}, 0.12);
        this.matte = HeadMatte.of(this::isInside, sampler(frame.unit() / 4)::at, frame.chin());
    }

    static Portrait of(Picture picture, Face face) {
        int factor = picture.factorFor(DETAIL);
        BufferedImage image = picture.decode(factor);
        int[] rgb = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        return new Portrait(rgb, image.getWidth(), image.getHeight(), FaceFrame.of(face.scaled(1.0 / factor)));
    }

    int skin() {
        return skin;
    }

    int hair() {
        return hair;
    }

    /** How much of the head is at a place of the frame, 0..1. */
    double alpha(double u, double v) {
        return matte.at(u, v);
    }

    private boolean isInside(double u, double v) {
        double x = frame.x(u, v), y = frame.y(u, v);
        return x >= 0 && y >= 0 && x < width && y < height;
    }

    /** The median over small patches, channel by channel: neither a highlight nor a hair across the cheek moves it. */
    private int typical(double[][] places, double radius) {
        int side = 9;
        int[] red = new int[places.length * side * side], green = red.clone(), blue = red.clone();
        int count = 0;
        Sampler sampler = sampler(frame.unit());
        for (double[] place : places) {
            for (int i = 0; i < side * side; i++) {
                double u = place[0] + radius * (i % side * 2.0 / (side - 1) - 1);
                double v = place[1] + radius * (i / side * 2.0 / (side - 1) - 1);
                if (isInside(u, v)) {
                    int colour = sampler.at(u, v);
                    red[count] = Colour.red(colour);
                    green[count] = Colour.green(colour);
                    blue[count++] = Colour.blue(colour);
                }
            }
        }
        return count == 0 ? 0x8A6A55 : Colour.of(median(red, count), median(green, count), median(blue, count));
    }

    private static int median(int[] values, int count) {
        Arrays.sort(values, 0, count);
        return values[count / 2];
    }

    /** @param targetUnit pixels per unit where the colours are drawn: a larger portrait is averaged down to it */
    Sampler sampler(double targetUnit) {
        return new Sampler(Math.max(1, Math.min(6, (int) Math.ceil(frame.unit() / targetUnit))), 1 / targetUnit);
    }

    /** Reads colours at places of the frame. */
    final class Sampler {

        private final int times;
        private final double step;

        private Sampler(int times, double footprint) {
            this.times = times;
            this.step = footprint / times;
        }

        int at(double u, double v) {
            if (times == 1) {
                return bilinear(frame.x(u, v) - 0.5, frame.y(u, v) - 0.5);
            }
            int red = 0, green = 0, blue = 0;
            double start = -step * (times - 1) / 2;
            for (int i = 0; i < times * times; i++) {
                double du = u + start + step * (i % times), dv = v + start + step * (i / times);
                int colour = bilinear(frame.x(du, dv) - 0.5, frame.y(du, dv) - 0.5);
                red += Colour.red(colour);
                green += Colour.green(colour);
                blue += Colour.blue(colour);
            }
            double count = times * times;
            return Colour.of(red / count, green / count, blue / count);
        }

        private int bilinear(double x, double y) {
            double cx = Math.max(0, Math.min(width - 1.001, x)), cy = Math.max(0, Math.min(height - 1.001, y));
            int x0 = (int) cx, y0 = (int) cy;
            double fx = cx - x0, fy = cy - y0;
            int index = y0 * width + x0;
            int upper = Colour.mix(rgb[index], rgb[index + 1], fx);
            int lower = Colour.mix(rgb[index + width], rgb[index + width + 1], fx);
            return Colour.mix(upper, lower, fy);
        }
    }
}
