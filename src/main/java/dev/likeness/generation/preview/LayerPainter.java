package dev.likeness.generation.preview;

import java.util.List;

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

    /**
     * @param softness over how many pixels forms flow into each other
     * @param shadow over how many pixels the layer darkens the figure behind it
     */
    void paint(List<? extends Form> forms, Cloth cloth, double softness, double shadow) {
        double margin = softness / 4 + shadow + 1;
        int top = (int) Math.max(0, edge(forms, Form::top, Math::min) - margin);
        int bottom = (int) Math.min(canvas.height, edge(forms, Form::bottom, Math::max) + margin + 1);
        int left = (int) Math.max(0, edge(forms, Form::left, Math::min) - margin);
        int right = (int) Math.min(canvas.width, edge(forms, Form::right, Math::max) + margin + 1);
        double reach = softness + shadow + 1;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                if (measure(forms, x + 0.5, y + 0.5, softness, reach)) {
                    put(y * canvas.width + x, cloth, shadow);
                }
            }
        }
    }

    private boolean measure(List<? extends Form> forms, double x, double y, double softness, double reach) {
        boolean any = false;
        for (int i = 0; i < forms.size(); i++) {
            Form form = forms.get(i);
            if (x < form.left() - reach
                    || x > form.right() + reach
                    || y < form.top() - reach
                    || y > form.bottom() + reach) {
                continue;
            }
            if (any) {
                form.measure(x, y, next);
                surface.join(next, softness);
            } else {
                form.measure(x, y, surface);
                any = true;
            }
        }
        return any;
    }

    private void put(int index, Cloth cloth, double shadow) {
        double distance = surface.distance;
        if (distance < 0.5) {
            int colour = light.on(cloth.at(surface.across, surface.along), surface, cloth.gloss());
            canvas.cover(index, colour, Math.min(1, 0.5 - distance));
        }
        if (distance > -0.5 && distance < shadow) {
            double near = 1 - Math.max(0, distance) / shadow;
            canvas.shade(index, 0.34 * near * near * Math.min(1, distance + 0.5));
        }
    }

    private static double edge(
            List<? extends Form> forms,
            java.util.function.ToDoubleFunction<Form> side,
            java.util.function.DoubleBinaryOperator outermost) {
        return forms.stream().mapToDouble(side::applyAsDouble).reduce(outermost).orElse(0);
    }
}
