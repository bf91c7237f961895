package dev.likeness.generation.preview;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** Draws forms that belong together as one smooth body, over what is there already. */
final class LayerPainter {

    private final Canvas canvas;
    private final Light light;
    private final Surface surface = new Surface();
    private final Surface next = new Surface();

    LayerPainter(Canvas canvas, Light light) {
        this.canvas = canvas;
        this.light = light;
    }

    void paint(List<? extends Form> forms, Cloth cloth, double softness, double shadow) {
        paint(forms, cloth, softness, shadow, Fade.NONE);
    }

    /**
     * @param softness over how many pixels forms flow into each other
     * @param shadow over how many pixels the layer darkens the figure behind it
     */
    void paint(List<? extends Form> forms, Cloth cloth, double softness, double shadow, Fade fade) {
        double reach = softness + shadow + 1;
        double[][] boxes = forms.stream().map(form -> box(form, reach)).toArray(double[][]::new);
        int left = (int) Math.max(0, edge(boxes, 0, Math::min));
        int top = (int) Math.max(0, edge(boxes, 1, Math::min));
        int right = (int) Math.min(canvas.width, edge(boxes, 2, Math::max) + 1);
        int bottom = (int) Math.min(canvas.height, edge(boxes, 3, Math::max) + 1);
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                if (measure(forms, boxes, x + 0.5, y + 0.5, softness) && surface.distance < Math.max(0.5, shadow)) {
                    double strength = fade == Fade.NONE ? 1 : fade.at(x + 0.5, y + 0.5);
                    put(y * canvas.width + x, cloth, shadow, strength);
                }
            }
        }
    }

    private static double[] box(Form form, double reach) {
        return new double[] {form.left() - reach, form.top() - reach, form.right() + reach, form.bottom() + reach};
    }

    private static double edge(double[][] boxes, int side, DoubleBinaryOperator outermost) {
        return Arrays.stream(boxes)
                .mapToDouble(box -> box[side])
                .reduce(outermost)
                .orElse(0);
    }

    private boolean measure(List<? extends Form> forms, double[][] boxes, double x, double y, double softness) {
        boolean any = false;
        for (int i = 0; i < boxes.length; i++) {
            double[] box = boxes[i];
            if (x < box[0] || y < box[1] || x > box[2] || y > box[3]) {
                continue;
            }
            if (any) {
                forms.get(i).measure(x, y, next);
                surface.join(next, softness);
            } else {
                forms.get(i).measure(x, y, surface);
                any = true;
            }
        }
        return any;
    }

    private void put(int index, Cloth cloth, double shadow, double strength) {
        double distance = surface.distance;
        if (shadow > 0 && distance > -0.5) {
            double near = 1 - Math.max(0, distance) / shadow;
            canvas.shade(index, 0.34 * near * near * Math.min(1, distance + 0.5) * strength);
        }
        if (distance < 0.5) {
            int colour = light.on(cloth.at(surface.across, surface.along), surface, cloth.gloss());
            canvas.cover(index, colour, Math.min(1, 0.5 - distance) * strength);
        }
    }
}
