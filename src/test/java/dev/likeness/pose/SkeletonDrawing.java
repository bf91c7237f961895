package dev.likeness.pose;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.IntUnaryOperator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Draws skeletons as the tools of the field do, and spoils the drawings as files that are passed on get spoilt. */
final class SkeletonDrawing {

    /** What draws. */
    enum Tool {
        /** controlnet_aux: ellipses of 4 pixels to each side, 0.6 as bright, under discs of 4 pixels. */
        CONTROLNET,
        /** For xinsir's ControlNets: thicker ellipses in larger pictures. */
        XINSIR,
        /** Editors for ControlNet: smooth lines and discs in full brightness. */
        EDITOR,
        /** OpenPose, COCO: lines and discs of 1/75 of the person, at least 2 pixels. */
        OPENPOSE_COCO,
        /** OpenPose, BODY_25: the same with a spine and feet. */
        OPENPOSE_BODY_25
    }

    private static final Color[] OPENPOSE = colours(
            0xff0055, 0xff0000, 0xff5500, 0xffaa00, 0xffff00, 0xaaff00, 0x55ff00, 0x00ff00, 0x00ff55, 0x00ffaa, 0x00ffff,
            0x00aaff, 0x0055ff, 0x0000ff, 0xff00aa, 0xaa00ff, 0xff00ff, 0x5500ff);

    private SkeletonDrawing() {}

    private static Color[] colours(int... rgb) {
        return java.util.Arrays.stream(rgb).mapToObj(Color::new).toArray(Color[]::new);
    }

    static BufferedImage draw(Skeleton skeleton, Tool tool) {
        return switch (tool) {
            case CONTROLNET -> SkeletonRenderer.draw(skeleton, 4, 4);
            case XINSIR -> {
                int side = Math.max(skeleton.width(), skeleton.height());
                yield SkeletonRenderer.draw(skeleton, side < 500 ? 4 : 4 * Math.min(2 + side / 1000, 7), 4);
            }
            case EDITOR -> editor(skeleton);
            case OPENPOSE_COCO, OPENPOSE_BODY_25 -> openPose(skeleton, tool == Tool.OPENPOSE_BODY_25);
        };
    }

    private static BufferedImage blank(Skeleton skeleton) {
        return new BufferedImage(skeleton.width(), skeleton.height(), BufferedImage.TYPE_INT_RGB);
    }

    private static Graphics2D smooth(BufferedImage image) {
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        return graphics;
    }

    private static BufferedImage editor(Skeleton skeleton) {
        BufferedImage image = blank(skeleton);
        Graphics2D graphics = smooth(image);
        double half = Math.max(3, Math.max(skeleton.width(), skeleton.height()) / 128.0);
        for (Person person : skeleton.people()) {
            for (Limb limb : Limb.values()) {
                Keypoint from = person.at(limb.from()), to = person.at(limb.to());
                if (from.visible() && to.visible()) {
                    graphics.setColor(new Color(Palette.limb(limb.ordinal())));
                    double length = Math.hypot(to.x() - from.x(), to.y() - from.y());
                    AffineTransform turned = AffineTransform.getRotateInstance(
                            to.x() - from.x(), to.y() - from.y(), (from.x() + to.x()) / 2, (from.y() + to.y()) / 2);
                    graphics.fill(turned.createTransformedShape(new Ellipse2D.Double(
                            (from.x() + to.x()) / 2 - length / 2, (from.y() + to.y()) / 2 - half, length, 2 * half)));
                }
            }
            for (int joint = 0; joint < Joint.COUNT; joint++) {
                disc(graphics, person.keypoints().get(joint), half, new Color(Palette.joint(joint)));
            }
        }
        graphics.dispose();
        return image;
    }

    private static void disc(Graphics2D graphics, Keypoint point, double radius, Color colour) {
        if (point.visible()) {
            graphics.setColor(colour);
            graphics.fill(new Ellipse2D.Double(point.x() - radius, point.y() - radius, 2 * radius, 2 * radius));
        }
    }

    private static BufferedImage openPose(Skeleton skeleton, boolean body25) {
        BufferedImage image = blank(skeleton);
        Graphics2D graphics = image.createGraphics();
        for (Person person : skeleton.people()) {
            double radius = Math.max(2, Math.sqrt(person.area()) / 75);
            graphics.setStroke(new BasicStroke((float) (1.5 * radius), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            Keypoint neck = person.at(Joint.NECK), right = person.at(Joint.RIGHT_HIP), left = person.at(Joint.LEFT_HIP);
            Keypoint middle = right.visible() && left.visible()
                    ? new Keypoint((right.x() + left.x()) / 2, (right.y() + left.y()) / 2, 1)
                    : Keypoint.MISSING;
            if (body25) {
                line(graphics, neck, middle, Color.RED);
            }
            for (Limb limb : Limb.values()) {
                boolean flank = limb == Limb.RIGHT_FLANK || limb == Limb.LEFT_FLANK;
                Keypoint from = flank && body25 ? middle : person.at(limb.from());
                line(graphics, from, person.at(limb.to()), OPENPOSE[limb.to().ordinal()]);
            }
            if (body25) {
                foot(graphics, person.at(Joint.RIGHT_KNEE), person.at(Joint.RIGHT_ANKLE), Color.CYAN, radius);
                foot(graphics, person.at(Joint.LEFT_KNEE), person.at(Joint.LEFT_ANKLE), Color.BLUE, radius);
                disc(graphics, middle, radius, Color.RED);
            }
            for (int joint = 0; joint < Joint.COUNT; joint++) {
                disc(graphics, person.keypoints().get(joint), radius, OPENPOSE[joint]);
            }
        }
        graphics.dispose();
        return image;
    }

    private static void line(Graphics2D graphics, Keypoint from, Keypoint to, Color colour) {
        if (from.visible() && to.visible()) {
            graphics.setColor(colour);
            graphics.draw(new Line2D.Double(from.x(), from.y(), to.x(), to.y()));
        }
    }

    private static void foot(Graphics2D graphics, Keypoint knee, Keypoint ankle, Color colour, double radius) {
        if (knee.visible() && ankle.visible()) {
            double dx = ankle.x() - knee.x(), dy = ankle.y() - knee.y();
            Keypoint toe = new Keypoint(ankle.x() + 0.1 * dx + 0.25 * dy, ankle.y() + 0.1 * dy - 0.25 * dx, 1);
            Keypoint heel = new Keypoint(ankle.x() + 0.1 * dx - 0.08 * dy, ankle.y() + 0.1 * dy + 0.08 * dx, 1);
            line(graphics, ankle, toe, colour);
            line(graphics, ankle, heel, colour);
            disc(graphics, toe, radius, colour);
            disc(graphics, heel, radius, colour);
        }
    }

    static BufferedImage resized(BufferedImage image, int width) {
        int height = Math.max(1, (int) Math.round((double) image.getHeight() * width / image.getWidth()));
        java.awt.Image shrunk = image.getScaledInstance(width, height, java.awt.Image.SCALE_AREA_AVERAGING);
        BufferedImage resized = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = resized.createGraphics();
        graphics.drawImage(shrunk, 0, 0, null);
        graphics.dispose();
        return resized;
    }

    /** @param format {@code jpeg} or {@code webp} */
    static BufferedImage compressed(BufferedImage image, String format, float quality) {
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
        BufferedImage recoloured = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                recoloured.setRGB(x, y, colour.applyAsInt(image.getRGB(x, y) & 0xffffff));
            }
        }
        return recoloured;
    }

    static BufferedImage swapped(BufferedImage image) {
        return recoloured(image, rgb -> rgb >> 16 & 0xff | rgb & 0xff00 | (rgb & 0xff) << 16);
    }

    static BufferedImage inverted(BufferedImage image) {
        return recoloured(image, rgb -> rgb ^ 0xffffff);
    }

    /** On paper of another grey; strokes keep their colour. */
    static BufferedImage onPaper(BufferedImage image, int grey) {
        return recoloured(image, rgb -> rgb == 0 ? grey * 0x10101 : rgb);
    }

    static BufferedImage framed(BufferedImage image, int margin, int rgb) {
        BufferedImage framed =
                new BufferedImage(image.getWidth() + 2 * margin, image.getHeight() + 2 * margin, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = framed.createGraphics();
        graphics.setColor(new Color(rgb));
        graphics.fillRect(0, 0, framed.getWidth(), framed.getHeight());
        graphics.drawImage(image, margin, margin, null);
        graphics.dispose();
        return framed;
    }
}
