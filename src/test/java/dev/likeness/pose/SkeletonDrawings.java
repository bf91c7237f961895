package dev.likeness.pose;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Drawings of skeletons as several tools make them, in several sizes and qualities, whose keypoints are known. */
final class SkeletonDrawings {

    /** The length of the longer side, in pixels, at which tools draw before the picture is resized. */
    private static final int DRAWN = 768;

    static final int[] SIZES = {256, 320, 384, 512, 768, 1024, 2040};

    static final List<String> QUALITIES =
            List.of("PNG", "JPEG 60", "JPEG 75", "JPEG 85", "JPEG 95", "WebP 75", "JPEG 80, enlarged");

    /** The people of OpenPose's CPU renderer: joints and limbs of full brightness, each limb in the colour of its second joint. */
    private static final int[] OPENPOSE_HUES = {17, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 16, 14, 15, 13};

    private SkeletonDrawings() {}

    /**
     * @param truth the keypoints in pixels of the picture
     * @param readable whether the drawing has all that tells the joints apart; else it can only be refused
     */
    record Drawing(
            String style, int size, String quality, Skeleton truth, boolean readable, Supplier<BufferedImage> image) {

        @Override
        public String toString() {
            return style + ", " + size + " px, " + quality + ", "
                    + truth.people().size() + " people";
        }
    }

    private interface Tool {
        BufferedImage draw(Skeleton skeleton, double scale);
    }

    /** @param around what is done to the picture after it was drawn and before it is compressed */
    private record Style(Tool tool, IntUnaryOperator colour, int frame, boolean readable) {}

    static Map<String, Style> styles() {
        Map<String, Style> styles = new LinkedHashMap<>();
        Tool controlNet = (skeleton, scale) -> SkeletonRenderer.draw(skeleton, 4, 4);
        styles.put("ControlNet", plain(controlNet));
        styles.put("ControlNet, at its size", plain(SkeletonDrawings::atItsSize));
        styles.put("DWPose with hands and face", plain(SkeletonDrawings::wholeBody));
        styles.put("xinsir, thick", plain((skeleton, scale) -> SkeletonRenderer.draw(skeleton, 12, 6)));
        styles.put(
                "full brightness",
                plain((skeleton, scale) ->
                        recoloured(SkeletonRenderer.draw(skeleton, 4, 4), SkeletonDrawings::brightened)));
        styles.put("pose editor", plain((skeleton, scale) -> editor(skeleton, false)));
        styles.put("pose editor, outlined", plain((skeleton, scale) -> editor(skeleton, true)));
        styles.put("red and blue swapped", new Style(controlNet, SkeletonDrawings::swapped, 0, true));
        styles.put("negative", new Style(controlNet, rgb -> ~rgb & 0xffffff, 0, true));
        styles.put("OpenPose COCO", plain((skeleton, scale) -> openPose(skeleton, false)));
        styles.put("OpenPose BODY_25", plain((skeleton, scale) -> openPose(skeleton, true)));
        styles.put("on white", new Style(controlNet, rgb -> rgb == 0 ? 0xffffff : rgb, 0, true));
        styles.put("on grey", new Style(controlNet, rgb -> rgb == 0 ? 0x808080 : rgb, 0, true));
        styles.put("on dark grey", new Style(controlNet, rgb -> rgb == 0 ? 0x303030 : rgb, 0, true));
        styles.put("in a white frame", new Style(controlNet, rgb -> rgb, 0xffffff, true));
        styles.put("in a grey frame", new Style(controlNet, rgb -> rgb, 0x707070, true));
        styles.put("greyscale", new Style(controlNet, SkeletonDrawings::grey, 0, false));
        styles.put(
                "colours by limb",
                new Style(
                        (skeleton, scale) -> bars(skeleton, limb -> byLimb(limb), joint -> 0x3399ff, false),
                        rgb -> rgb,
                        0,
                        false));
        return styles;
    }

    private static Style plain(Tool tool) {
        return new Style(tool, rgb -> rgb, 0, true);
    }

    /** Each style in each of the sizes, the qualities in turn, beginning with another one for each round. */
    static List<Drawing> all(int rounds) {
        List<Drawing> drawings = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            int i = round;
            for (Map.Entry<String, Style> style : styles().entrySet()) {
                for (int s = 0; s < SIZES.length; s++) {
                    drawings.add(drawing(
                            style.getKey(),
                            style.getValue(),
                            SIZES[s],
                            QUALITIES.get((s + i) % QUALITIES.size()),
                            scene(31 * round + i + 5 * s)));
                }
                i++;
            }
        }
        return drawings;
    }

    private static Drawing drawing(String name, Style style, int size, String quality, Skeleton scene) {
        double factor = (double) size / Math.max(scene.width(), scene.height());
        int frame = style.frame == 0 ? 0 : size / 20;
        Skeleton truth =
                scene.scaledTo((int) Math.round(scene.width() * factor), (int) Math.round(scene.height() * factor));
        Skeleton placed = new Skeleton(
                truth.width() + 2 * frame,
                truth.height() + 2 * frame,
                truth.people().stream()
                        .map(person -> person.moved(frame, frame))
                        .toList());
        return new Drawing(name, size, quality, placed, style.readable, () -> {
            boolean direct = name.endsWith("at its size");
            BufferedImage drawn = direct
                    ? style.tool.draw(truth, factor)
                    : resized(style.tool.draw(scene, 1), truth.width(), truth.height(), style.colour);
            return compressed(direct ? drawn : framed(drawn, frame, style.frame), quality);
        });
    }

    private static BufferedImage atItsSize(Skeleton skeleton, double factor) {
        double scale = Math.max(1, Math.min(skeleton.width(), skeleton.height()) / 512.0);
        return SkeletonRenderer.draw(skeleton, (int) Math.round(4 * scale), (int) Math.round(4 * scale));
    }

    private static BufferedImage resized(BufferedImage drawn, int width, int height, IntUnaryOperator colour) {
        BufferedImage coloured = recoloured(drawn, colour);
        if (width == drawn.getWidth()) {
            return coloured;
        }
        return width < drawn.getWidth() ? smaller(coloured, width, height) : larger(coloured, width, height);
    }

    private static BufferedImage smaller(BufferedImage image, int width, int height) {
        BufferedImage smaller = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = smaller.createGraphics();
        graphics.drawImage(image.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING), 0, 0, null);
        graphics.dispose();
        return smaller;
    }

    private static BufferedImage larger(BufferedImage image, int width, int height) {
        BufferedImage larger = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = larger.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        return larger;
    }

    private static BufferedImage framed(BufferedImage image, int frame, int rgb) {
        if (frame == 0) {
            return image;
        }
        BufferedImage framed = new BufferedImage(
                image.getWidth() + 2 * frame, image.getHeight() + 2 * frame, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = framed.createGraphics();
        graphics.setColor(new Color(rgb));
        graphics.fillRect(0, 0, framed.getWidth(), framed.getHeight());
        graphics.drawImage(image, frame, frame, null);
        graphics.dispose();
        return framed;
    }

    private static BufferedImage compressed(BufferedImage image, String quality) {
        if (quality.equals("PNG")) {
            return image;
        }
        float share = Integer.parseInt(quality.replaceAll("\\D", "")) / 100f;
        if (quality.endsWith("enlarged")) {
            int width = image.getWidth(), height = image.getHeight();
            return larger(encoded(smaller(image, width / 2, height / 2), "jpeg", share), width, height);
        }
        return encoded(image, quality.startsWith("WebP") ? "webp" : "jpeg", share);
    }

    static BufferedImage encoded(BufferedImage image, String format, float quality) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        if (format.equals("webp")) {
            parameters.setCompressionType("Lossy");
        }
        parameters.setCompressionQuality(quality);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
            out.flush();
            return recoloured(ImageIO.read(new ByteArrayInputStream(bytes.toByteArray())), rgb -> rgb);
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            writer.dispose();
        }
    }

    static BufferedImage recoloured(BufferedImage image, IntUnaryOperator colour) {
        int width = image.getWidth(), height = image.getHeight();
        BufferedImage recoloured = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] pixels = Arrays.stream(image.getRGB(0, 0, width, height, null, 0, width))
                .map(rgb -> colour.applyAsInt(rgb & 0xffffff))
                .toArray();
        recoloured.setRGB(0, 0, width, height, pixels, 0, width);
        return recoloured;
    }

    private static int swapped(int rgb) {
        return rgb >> 16 & 0xff | rgb & 0xff00 | (rgb & 0xff) << 16;
    }

    private static int grey(int rgb) {
        return (299 * (rgb >> 16 & 0xff) + 587 * (rgb >> 8 & 0xff) + 114 * (rgb & 0xff)) / 1000 * 0x010101;
    }

    private static int brightened(int rgb) {
        float[] hsb = Color.RGBtoHSB(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff, null);
        return rgb == 0 ? 0 : Color.HSBtoRGB(hsb[0], 1, 1) & 0xffffff;
    }

    private static BufferedImage wholeBody(Skeleton skeleton, double scale) {
        return BufferedImages.of(
                SkeletonRenderer.pixels(
                        new Skeleton(
                                skeleton.width(),
                                skeleton.height(),
                                skeleton.people().stream()
                                        .map(SkeletonDrawings::whole)
                                        .toList()),
                        java.util.EnumSet.allOf(BodyPart.class),
                        1),
                skeleton.width(),
                skeleton.height());
    }

    private static final class BufferedImages {
        static BufferedImage of(int[] pixels, int width, int height) {
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            image.setRGB(0, 0, width, height, pixels, 0, width);
            return image;
        }
    }

    private static Person whole(Person person) {
        List<Keypoint> face = new ArrayList<>();
        Keypoint nose = person.at(Joint.NOSE), neck = person.at(Joint.NECK);
        if (nose.visible() && neck.visible()) {
            double size = 0.55 * Math.hypot(nose.x() - neck.x(), nose.y() - neck.y());
            for (int i = 0; i < 68; i++) {
                double angle = i * Math.PI / 34, reach = i % 3 == 0 ? size / 2 : size;
                face.add(new Keypoint(nose.x() + reach * Math.cos(angle), nose.y() + reach * Math.sin(angle), 1));
            }
        }
        return new Person(
                person.keypoints(),
                hand(person, Joint.LEFT_ELBOW, Joint.LEFT_WRIST),
                hand(person, Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST),
                face,
                1);
    }

    private static List<Keypoint> hand(Person person, Joint elbow, Joint wrist) {
        Keypoint from = person.at(elbow), to = person.at(wrist);
        if (!from.visible() || !to.visible()) {
            return List.of();
        }
        double angle = Math.atan2(to.y() - from.y(), to.x() - from.x());
        double size = 0.45 * Math.hypot(to.x() - from.x(), to.y() - from.y());
        List<Keypoint> points = new ArrayList<>(List.of(to));
        for (int finger = 0; finger < 5; finger++) {
            for (int i = 1; i <= 4; i++) {
                double direction = angle + (finger - 2) * 0.3;
                points.add(new Keypoint(
                        to.x() + i * size / 4 * Math.cos(direction), to.y() + i * size / 4 * Math.sin(direction), 1));
            }
        }
        return points;
    }

    private static Graphics2D smooth(BufferedImage image) {
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        return graphics;
    }

    /** Bars with 70 % of the joints' brightness, smooth, as editors in the browser draw them; circles over all. */
    private static BufferedImage editor(Skeleton skeleton, boolean outlined) {
        return bars(skeleton, limb -> scaled(Palette.joint(limb), 0.7), Palette::joint, outlined);
    }

    private static int scaled(int rgb, double share) {
        return (int) ((rgb >> 16) * share) << 16
                | (int) ((rgb >> 8 & 0xff) * share) << 8
                | (int) ((rgb & 0xff) * share);
    }

    private static BufferedImage bars(
            Skeleton skeleton, IntUnaryOperator limbs, IntUnaryOperator joints, boolean outlined) {
        BufferedImage image = new BufferedImage(skeleton.width(), skeleton.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = smooth(image);
        graphics.setStroke(new BasicStroke(8));
        for (Person person : skeleton.people()) {
            for (Limb limb : Limb.values()) {
                graphics.setColor(new Color(limbs.applyAsInt(limb.ordinal())));
                line(graphics, person.at(limb.from()), person.at(limb.to()));
            }
        }
        for (Person person : skeleton.people()) {
            for (Joint joint : Joint.values()) {
                Keypoint at = person.at(joint);
                if (at.visible()) {
                    disc(graphics, at, outlined ? 7 : 5, outlined ? 0 : joints.applyAsInt(joint.ordinal()));
                    disc(graphics, at, 5, joints.applyAsInt(joint.ordinal()));
                }
            }
        }
        graphics.dispose();
        return image;
    }

    private static void disc(Graphics2D graphics, Keypoint at, double radius, int rgb) {
        graphics.setColor(new Color(rgb));
        graphics.fill(new Ellipse2D.Double(at.x() + 0.5 - radius, at.y() + 0.5 - radius, 2 * radius, 2 * radius));
    }

    private static void line(Graphics2D graphics, Keypoint from, Keypoint to) {
        if (from.visible() && to.visible()) {
            graphics.draw(new Line2D.Double(from.x() + 0.5, from.y() + 0.5, to.x() + 0.5, to.y() + 0.5));
        }
    }

    private static int byLimb(int limb) {
        return switch (Limb.values()[limb]) {
            case LEFT_COLLAR, LEFT_UPPER_ARM, LEFT_FOREARM, LEFT_THIGH, LEFT_SHIN -> 0x00ff00;
            case RIGHT_COLLAR, RIGHT_UPPER_ARM, RIGHT_FOREARM, RIGHT_THIGH, RIGHT_SHIN -> 0xff8000;
            default -> 0x3399ff;
        };
    }

    /** OpenPose's POSE_COCO_COLORS_RENDER and POSE_BODY_25_COLORS_RENDER: lines and circles, a limb in its second joint's colour. */
    private static BufferedImage openPose(Skeleton skeleton, boolean body25) {
        BufferedImage image = new BufferedImage(skeleton.width(), skeleton.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        for (Person person : skeleton.people()) {
            graphics.setStroke(new BasicStroke(9, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            Keypoint middle = middle(person.at(Joint.RIGHT_HIP), person.at(Joint.LEFT_HIP));
            if (body25) {
                graphics.setColor(Color.RED);
                line(graphics, person.at(Joint.NECK), middle);
            }
            for (Limb limb : Limb.values()) {
                boolean flank = limb == Limb.LEFT_FLANK || limb == Limb.RIGHT_FLANK;
                graphics.setColor(new Color(openPose(limb.to())));
                line(graphics, body25 && flank ? middle : person.at(limb.from()), person.at(limb.to()));
            }
            if (body25) {
                foot(graphics, person, Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE);
                foot(graphics, person, Joint.LEFT_KNEE, Joint.LEFT_ANKLE);
                if (middle.visible()) {
                    disc(graphics, middle, 7, 0xff0000);
                }
            }
            for (Joint joint : Joint.values()) {
                if (person.at(joint).visible()) {
                    disc(graphics, person.at(joint), 7, openPose(joint));
                }
            }
        }
        graphics.dispose();
        return image;
    }

    private static int openPose(Joint joint) {
        return Palette.joint(OPENPOSE_HUES[joint.ordinal()]);
    }

    private static Keypoint middle(Keypoint a, Keypoint b) {
        return a.visible() && b.visible()
                ? new Keypoint((a.x() + b.x()) / 2, (a.y() + b.y()) / 2, 1)
                : Keypoint.MISSING;
    }

    private static void foot(Graphics2D graphics, Person person, Joint knee, Joint ankle) {
        Keypoint from = person.at(knee), to = person.at(ankle);
        if (from.visible() && to.visible()) {
            double along = 0.2;
            double dx = (to.x() - from.x()) * along, dy = (to.y() - from.y()) * along;
            graphics.setColor(new Color(openPose(ankle)));
            double side = ankle == Joint.LEFT_ANKLE ? -1 : 1;
            Keypoint toe = new Keypoint(to.x() - side * dy + dx / 2, to.y() + side * dx + dy / 2, 1);
            Keypoint heel = new Keypoint(to.x() + side * dy / 3 + dx / 3, to.y() - side * dx / 3 + dy / 3, 1);
            line(graphics, to, toe);
            line(graphics, to, heel);
            disc(graphics, toe, 6, openPose(ankle));
            disc(graphics, heel, 6, openPose(ankle));
        }
    }

    /** One to three people in poses that people take, somewhere in a picture, upright or wide, some of them mirrored or leaning. */
    static Skeleton scene(int seed) {
        Random random = new Random(seed * 7919L + 17);
        int people = new int[] {1, 1, 1, 2, 1, 3}[Math.floorMod(seed, 6)];
        boolean wide = people > 1 || random.nextInt(3) == 0;
        int width = wide ? DRAWN : 512, height = wide ? 512 : DRAWN;
        List<Person> all = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            all.add(someone(random, width * i / people, width / people, height));
        }
        return new Skeleton(width, height, all);
    }

    private static Person someone(Random random, int left, int width, int height) {
        double[][] pose = POSES[random.nextInt(POSES.length)];
        double lean = (random.nextDouble() - 0.5) * 0.5;
        boolean mirrored = random.nextBoolean();
        List<double[]> points = new ArrayList<>();
        for (double[] point : pose) {
            if (point != null) {
                double x = (mirrored ? -1 : 1) * point[0], y = point[1];
                points.add(
                        new double[] {x * Math.cos(lean) - y * Math.sin(lean), x * Math.sin(lean) + y * Math.cos(lean)
                        });
            } else {
                points.add(null);
            }
        }
        double least = 1e9, most = -1e9, top = 1e9, bottom = -1e9;
        for (double[] point : points) {
            if (point != null) {
                least = Math.min(least, point[0]);
                most = Math.max(most, point[0]);
                top = Math.min(top, point[1]);
                bottom = Math.max(bottom, point[1]);
            }
        }
        double fill = 0.6 + 0.32 * random.nextDouble();
        double scale = fill * Math.min(width / (most - least), height / (bottom - top));
        double dx = left + (width - scale * (most - least)) * (0.2 + 0.6 * random.nextDouble()) - scale * least;
        double dy = (height - scale * (bottom - top)) * (0.2 + 0.6 * random.nextDouble()) - scale * top;
        Keypoint[] keypoints = new Keypoint[Joint.COUNT];
        for (int i = 0; i < Joint.COUNT; i++) {
            int from = mirrored ? MIRRORED[i] : i;
            double[] point = points.get(from);
            keypoints[i] = point == null
                    ? Keypoint.MISSING
                    : new Keypoint(Math.floor(dx + scale * point[0]), Math.floor(dy + scale * point[1]), 1);
        }
        return new Person(List.of(keypoints), 1);
    }

    private static final int[] MIRRORED = {0, 1, 5, 6, 7, 2, 3, 4, 11, 12, 13, 8, 9, 10, 15, 14, 17, 16};

    /** Nose, neck, right arm, left arm, right leg, left leg, eyes, ears; null where a joint is not seen. */
    private static final double[][][] POSES = {
        // Standing, arms a little away.
        {
            {256, 80},
            {256, 140},
            {200, 140},
            {160, 210},
            {130, 290},
            {312, 140},
            {352, 210},
            {382, 290},
            {225, 290},
            {220, 390},
            {215, 480},
            {287, 290},
            {292, 390},
            {297, 480},
            {240, 68},
            {272, 68},
            {222, 74},
            {290, 74}
        },
        // Waving, one hand on the hip.
        {
            {330, 170},
            {322, 250},
            {255, 256},
            {196, 345},
            {252, 428},
            {390, 250},
            {462, 172},
            {476, 66},
            {277, 480},
            {262, 660},
            {248, 846},
            {361, 478},
            {396, 656},
            {410, 840},
            {312, 154},
            {350, 153},
            {288, 165},
            {374, 161}
        },
        // A warrior of yoga, the head turned.
        {
            {365, 140},
            {391, 176},
            {355, 179},
            {327, 191},
            {290, 191},
            {427, 174},
            {481, 175},
            {543, 168},
            {364, 288},
            {297, 287},
            {297, 391},
            {402, 300},
            {432, 395},
            {495, 350},
            {363, 132},
            {376, 130},
            null,
            {398, 136}
        },
        // Running, seen from the side.
        {
            {340, 110},
            {300, 170},
            {282, 176},
            {230, 240},
            {290, 290},
            {318, 172},
            {370, 240},
            {430, 190},
            {270, 330},
            {350, 400},
            {300, 500},
            {290, 326},
            {220, 420},
            {110, 430},
            {334, 98},
            null,
            {305, 105},
            null
        },
        // Sitting.
        {
            {200, 90},
            {205, 150},
            {150, 155},
            {120, 240},
            {180, 300},
            {260, 152},
            {292, 240},
            {240, 305},
            {170, 310},
            {90, 340},
            {100, 470},
            {235, 310},
            {310, 345},
            {312, 475},
            {186, 78},
            {214, 77},
            {165, 88},
            {236, 86}
        },
        // Crouching, arms forward.
        {
            {180, 120},
            {220, 170},
            {190, 180},
            {120, 230},
            {60, 200},
            {252, 176},
            {200, 262},
            {130, 280},
            {280, 310},
            {180, 330},
            {230, 430},
            {320, 305},
            {240, 350},
            {310, 440},
            {170, 106},
            {190, 104},
            null,
            {222, 112}
        },
        // Arms up.
        {
            {256, 150},
            {256, 210},
            {205, 212},
            {170, 130},
            {190, 40},
            {307, 212},
            {345, 128},
            {318, 36},
            {226, 370},
            {205, 490},
            {190, 610},
            {286, 370},
            {312, 488},
            {330, 606},
            {240, 136},
            {272, 136},
            {220, 146},
            {292, 146}
        },
        // The upper half.
        {
            {256, 120},
            {256, 230},
            {150, 235},
            {100, 380},
            {210, 450},
            {362, 235},
            {420, 390},
            {300, 440},
            null,
            null,
            null,
            null,
            null,
            null,
            {225, 95},
            {287, 95},
            {190, 112},
            {322, 112}
        },
        // Dancing.
        {
            {270, 90},
            {250, 150},
            {198, 160},
            {120, 130},
            {60, 80},
            {302, 145},
            {380, 170},
            {440, 110},
            {240, 300},
            {150, 360},
            {70, 300},
            {300, 298},
            {310, 410},
            {290, 520},
            {256, 74},
            {284, 78},
            {234, 78},
            {300, 88}
        }
    };

    /** Pictures on plain ground in which no body is drawn. */
    static Map<String, Supplier<BufferedImage>> bodiless() {
        Map<String, Supplier<BufferedImage>> pictures = new LinkedHashMap<>();
        for (int paper : new int[] {0, 0xffffff}) {
            String on = paper == 0 ? ", on black" : ", on white";
            pictures.put(
                    "bars of a chart" + on,
                    () -> canvas(paper, (g, r) -> {
                        for (int i = 0; i < 18; i++) {
                            g.setColor(new Color(Palette.joint(i)));
                            int height = 40 + r.nextInt(360);
                            g.fillRect(20 + 26 * i, 490 - height, 20, height);
                        }
                    }));
            pictures.put(
                    "lines of a chart" + on,
                    () -> canvas(paper, (g, r) -> {
                        for (int i = 0; i < 9; i++) {
                            g.setColor(new Color(Palette.joint(2 * i)));
                            g.setStroke(new BasicStroke(4));
                            int y = 100 + r.nextInt(300);
                            for (int x = 20; x < 480; x += 60) {
                                int next = Math.max(20, Math.min(490, y + r.nextInt(160) - 80));
                                g.drawLine(x, y, x + 60, next);
                                g.fillOval(x - 6, y - 6, 12, 12);
                                y = next;
                            }
                        }
                    }));
            pictures.put(
                    "a graph of nodes" + on,
                    () -> canvas(paper, (g, r) -> {
                        int[][] nodes = new int[36][];
                        for (int i = 0; i < nodes.length; i++) {
                            nodes[i] = new int[] {30 + r.nextInt(450), 30 + r.nextInt(450)};
                        }
                        g.setStroke(new BasicStroke(6));
                        for (int i = 1; i < nodes.length; i++) {
                            int[] other = nodes[r.nextInt(i)];
                            g.setColor(new Color(Palette.limb(i % 17)));
                            g.drawLine(nodes[i][0], nodes[i][1], other[0], other[1]);
                        }
                        for (int i = 0; i < nodes.length; i++) {
                            g.setColor(new Color(Palette.joint(i % 18)));
                            g.fillOval(nodes[i][0] - 6, nodes[i][1] - 6, 12, 12);
                        }
                    }));
            pictures.put(
                    "a mandala" + on,
                    () -> canvas(paper, (g, r) -> {
                        AffineTransform before = g.getTransform();
                        for (int i = 0; i < 18; i++) {
                            g.setTransform(before);
                            g.rotate(i * Math.PI / 9, 256, 256);
                            g.setColor(new Color(Palette.limb(i % 17)));
                            g.fillOval(256, 248, 200, 16);
                            g.setColor(new Color(Palette.joint(i)));
                            g.fillOval(440, 248, 16, 16);
                        }
                    }));
            pictures.put(
                    "a pie" + on,
                    () -> canvas(paper, (g, r) -> {
                        for (int i = 0; i < 9; i++) {
                            g.setColor(new Color(Palette.joint(2 * i)));
                            g.fillArc(150, 150, 200, 200, 40 * i, 40);
                        }
                    }));
            pictures.put(
                    "map of lines" + on,
                    () -> canvas(paper, (g, r) -> {
                        g.setStroke(new BasicStroke(8, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
                        for (int i = 0; i < 10; i++) {
                            g.setColor(new Color(
                                    r.nextBoolean() ? Palette.joint(r.nextInt(18)) : Palette.limb(r.nextInt(17))));
                            int x = r.nextInt(500), y = r.nextInt(500), bend = r.nextInt(500);
                            g.drawPolyline(
                                    new int[] {x, bend, bend, 500 - x}, new int[] {y, y, 500 - y, 500 - bend}, 4);
                        }
                    }));
            pictures.put(
                    "stick figure" + on,
                    () -> canvas(paper, (g, r) -> {
                        g.setColor(paper == 0 ? Color.RED : Color.BLUE);
                        g.setStroke(new BasicStroke(8));
                        g.drawOval(216, 60, 80, 80);
                        g.drawLine(256, 140, 256, 300);
                        g.drawLine(256, 180, 170, 250);
                        g.drawLine(256, 180, 342, 250);
                        g.drawLine(256, 300, 190, 450);
                        g.drawLine(256, 300, 322, 450);
                    }));
        }
        pictures.put(
                "fireworks",
                () -> canvas(0, (g, r) -> {
                    g.setStroke(new BasicStroke(3));
                    for (int i = 0; i < 12; i++) {
                        int x = r.nextInt(512), y = r.nextInt(512);
                        g.setColor(new Color(Palette.joint(r.nextInt(18))));
                        for (int k = 0; k < 24; k++) {
                            g.drawLine(x, y, (int) (x + 50 * Math.cos(k * Math.PI / 12)), (int)
                                    (y + 50 * Math.sin(k * Math.PI / 12)));
                        }
                    }
                }));
        return pictures;
    }

    private interface Painting {
        void paint(Graphics2D graphics, Random random);
    }

    private static BufferedImage canvas(int paper, Painting painting) {
        BufferedImage image = new BufferedImage(512, 512, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = smooth(image);
        graphics.setColor(new Color(paper));
        graphics.fillRect(0, 0, 512, 512);
        painting.paint(graphics, new Random(4));
        graphics.dispose();
        return image;
    }
}
