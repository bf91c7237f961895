package dev.likeness.generation.preview;

import dev.likeness.generation.GeneratedImage;
import dev.likeness.pose.Joint;
import java.util.SplittableRandom;

/** One picture on its way: the backdrop, the bodies, the head. */
final class Sample {

    /** Skins for people whose face is nobody's: unpainted clay, so that nobody takes them for somebody. */
    private static final int CLAY = 0xB9B2A8;

    private final Scene scene;
    private final int index;
    private final long seed;
    private final Canvas canvas;
    private final SplittableRandom random;
    private final LayerPainter painter;

    Sample(Scene scene, int index) {
        this.scene = scene;
        this.index = index;
        this.seed = scene.job().seedOf(index);
        this.canvas = new Canvas(scene.job().width(), scene.job().height());
        this.random = new SplittableRandom(seed);
        double sideways = (random.nextBoolean() ? 1 : -1) * random.nextDouble(0.35, 0.75);
        this.painter = new LayerPainter(canvas, Light.from(sideways));
    }

    void backdrop() {
        Backdrop backdrop = Backdrop.choose(scene.prompt(), random);
        Body body = scene.character();
        double feet = 0;
        for (Body person : scene.people()) {
            feet = Math.max(feet, lowest(person));
        }
        feet = Math.max(feet, lowest(body));
        backdrop.paint(canvas, body.midShoulders(), feet - 0.06 * body.height());
        for (Body person : scene.people()) {
            standing(person);
        }
        standing(body);
    }

    private static double lowest(Body body) {
        return Math.max(
                        body.at(Joint.RIGHT_ANKLE).y(),
                        body.at(Joint.LEFT_ANKLE).y())
                + 0.03 * body.height();
    }

    private void standing(Body body) {
        double floor = lowest(body);
        for (Side side : Side.values()) {
            // Whatever is near the floor darkens it: feet, and knees and hands when people kneel.
            for (Joint joint : new Joint[] {side.ankle, side.knee, side.wrist, side.hip}) {
                Vec at = body.at(joint);
                double above = (floor - at.y()) / body.height();
                if (above < 0.22) {
                    double near = 1 - Math.max(0, above - 0.03) / 0.22;
                    Backdrop.shadow(
                            canvas,
                            new Vec(at.x(), Math.max(at.y() + 0.028 * body.height(), floor - 0.05 * body.height())),
                            0.16 * body.height(),
                            0.38 * near);
                }
            }
        }
    }

    void bodies() {
        HeadPainter heads = new HeadPainter(canvas, painter);
        for (Body person : scene.people()) {
            Posture posture = Posture.of(person);
            Head head = Head.of(person);
            Wardrobe wardrobe = Wardrobe.choose(PromptReading.of(""), random);
            new FigurePainter(painter, person, posture, wardrobe, CLAY).paint(head);
            if (posture.back()) {
                heads.fromBehind(head, CLAY, Colour.scaled(CLAY, 0.6));
            } else {
                heads.faceless(head, CLAY);
            }
        }
        Body body = scene.character();
        Wardrobe wardrobe = Wardrobe.choose(scene.prompt(), random);
        new FigurePainter(
                        painter,
                        body,
                        Posture.of(body),
                        wardrobe,
                        scene.portrait().skin())
                .paint(Head.of(body));
    }

    void head() {
        Body body = scene.character();
        Posture posture = Posture.of(body);
        HeadPainter heads = new HeadPainter(canvas, painter);
        if (posture.back()) {
            int hair = scene.prompt()
                    .colourOf(Garment.HAIR)
                    .orElse(scene.portrait().hair());
            heads.fromBehind(Head.of(body), scene.portrait().skin(), hair);
        } else {
            heads.character(Head.of(body), posture, scene.portrait());
        }
    }

    GeneratedImage finished() {
        return new GeneratedImage(index, seed, new GeneratedImage.Pixels(canvas.width, canvas.height, canvas.rgb));
    }
}
