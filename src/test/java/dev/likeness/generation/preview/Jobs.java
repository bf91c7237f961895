package dev.likeness.generation.preview;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.likeness.generation.GeneratedImage;
import dev.likeness.generation.GenerationJob;
import dev.likeness.input.ImageFormat;
import dev.likeness.input.Picture;
import dev.likeness.pose.Face;
import dev.likeness.pose.Joint;
import dev.likeness.pose.Keypoint;
import dev.likeness.pose.Person;
import dev.likeness.pose.Skeleton;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;

/**
 * Jobs to draw: poses that MoveNet read from photographs (IBM/yogait, CC0; NASA; pifpaf_soccer: Lokomotive74, CC BY 4.0),
 * and a face that is drawn here, so that nothing else is needed.
 */
final class Jobs {

    static final int FACE_SIDE = 400;

    private Jobs() {}

    static Skeleton pose(String name) {
        try (InputStream in = Jobs.class.getResourceAsStream("/preview/poses.json")) {
            JsonNode pose = new ObjectMapper().readTree(in).get(name);
            List<Person> people = new ArrayList<>();
            for (JsonNode person : pose.get("people")) {
                List<Keypoint> keypoints = new ArrayList<>();
                for (JsonNode k : person.get("keypoints")) {
                    keypoints.add(new Keypoint(
                            k.get(0).asDouble(), k.get(1).asDouble(), k.get(2).asDouble()));
                }
                people.add(new Person(keypoints, person.get("score").asDouble()));
            }
            return new Skeleton(pose.get("width").asInt(), pose.get("height").asInt(), people);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first person with only the joints that are kept, or the others of them. */
    static Skeleton only(Skeleton pose, Joint... kept) {
        List<Joint> joints = List.of(kept);
        Person person = pose.people().get(0);
        List<Keypoint> keypoints = new ArrayList<>();
        for (Joint joint : Joint.values()) {
            keypoints.add(joints.contains(joint) ? person.at(joint) : Keypoint.MISSING);
        }
        return new Skeleton(pose.width(), pose.height(), List.of(new Person(keypoints, person.score())));
    }

    static GenerationJob job(String prompt, Skeleton pose, int width, int height, long seed, int samples) {
        return job(prompt, faceImage(), Optional.of(face()), Optional.of(pose), width, height, seed, samples);
    }

    static GenerationJob job(
            String prompt,
            BufferedImage faceImage,
            Optional<Face> face,
            Optional<Skeleton> pose,
            int width,
            int height,
            long seed,
            int samples) {
        Picture picture = new Decoded(faceImage);
        return new GenerationJob(
                new UUID(0, 1),
                prompt,
                Optional.empty(),
                picture,
                face,
                picture,
                pose,
                width,
                height,
                seed,
                samples,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty());
    }

    static GeneratedImage.Pixels draw(GenerationJob job) {
        return (GeneratedImage.Pixels) new PreviewBackend(Runnable::run)
                .generate(job)
                .filter(GeneratedImage.class::isInstance)
                .map(event -> ((GeneratedImage) event).content())
                .collect()
                .first()
                .await()
                .indefinitely();
    }

    static Face face() {
        return new Face(
                120,
                120,
                160,
                200,
                List.of(at(160, 180), at(240, 180), at(200, 222), at(170, 255), at(230, 255)),
                0.95);
    }

    private static Keypoint at(double x, double y) {
        return new Keypoint(x, y, 1);
    }

    /** A face with dark hair, green eyes and a red mouth before a blue wall. */
    static BufferedImage faceImage() {
        BufferedImage image = new BufferedImage(FACE_SIDE, FACE_SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(new Color(0x3050C0));
        g.fillRect(0, 0, FACE_SIDE, FACE_SIDE);
        oval(g, 0x2A1A10, 200, 165, 120, 125);
        oval(g, 0xD9A074, 200, 205, 85, 112);
        oval(g, 0x20A040, 160, 180, 14, 9);
        oval(g, 0x20A040, 240, 180, 14, 9);
        oval(g, 0xB02030, 200, 255, 34, 11);
        g.setStroke(new BasicStroke(5));
        g.setColor(new Color(0x9A6A48));
        g.drawLine(200, 185, 192, 222);
        g.dispose();
        return image;
    }

    private static void oval(Graphics2D g, int colour, double x, double y, double halfWidth, double halfHeight) {
        g.setColor(new Color(colour));
        g.fill(new Ellipse2D.Double(x - halfWidth, y - halfHeight, 2 * halfWidth, 2 * halfHeight));
    }

    private record Decoded(BufferedImage image) implements Picture {

        @Override
        public String field() {
            return "face_image";
        }

        @Override
        public ImageFormat format() {
            return ImageFormat.PNG;
        }

        @Override
        public int width() {
            return image.getWidth();
        }

        @Override
        public int height() {
            return image.getHeight();
        }

        @Override
        public byte[] withoutMetadata() {
            return encoded();
        }

        @Override
        public byte[] encoded() {
            throw new UnsupportedOperationException("only the pixels are needed");
        }

        @Override
        public BufferedImage decode(int factor) {
            return image;
        }
    }
}
