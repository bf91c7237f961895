package dev.likeness.generation.comfyui;

import dev.likeness.generation.GenerationJob;
import dev.likeness.input.ImageFormat;
import dev.likeness.input.Picture;
import dev.likeness.input.UprightFile;
import dev.likeness.pose.Joint;
import dev.likeness.pose.Keypoint;
import dev.likeness.pose.Person;
import dev.likeness.pose.Skeleton;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.stream.IntStream;

/** Jobs for servers that paint no matter what. */
final class Jobs {

    static final int WIDTH = 96;
    static final int HEIGHT = 128;

    private Jobs() {}

    /** One whose pose the server reads from the photo. */
    static GenerationJob photo(int samples) {
        return job(Optional.empty(), samples, 42);
    }

    static GenerationJob photo(int samples, long seed) {
        return job(Optional.empty(), samples, seed);
    }

    /** One whose pose we have read. */
    static GenerationJob skeleton(int samples) {
        List<Keypoint> keypoints = IntStream.range(0, Joint.values().length)
                .mapToObj(i -> new Keypoint(20 + 3 * i, 10 + 5 * i, 1))
                .toList();
        return job(Optional.of(new Skeleton(100, 120, List.of(new Person(keypoints, 1)))), samples, 42);
    }

    private static GenerationJob job(Optional<Skeleton> skeleton, int samples, long seed) {
        return new GenerationJob(
                UUID.randomUUID(),
                "a red coat in the rain",
                Optional.empty(),
                new Sent("face_image"),
                Optional.empty(),
                new Sent("pose_image"),
                skeleton,
                WIDTH,
                HEIGHT,
                seed,
                samples,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty());
    }

    private record Sent(String field) implements Picture {

        @Override
        public ImageFormat format() {
            return ImageFormat.PNG;
        }

        @Override
        public int width() {
            return 100;
        }

        @Override
        public int height() {
            return 120;
        }

        @Override
        public byte[] encoded() {
            return FakePng.of(100, 120, field.hashCode()).bytes();
        }

        @Override
        public BufferedImage decode(int factor) {
            return new BufferedImage(100, 120, BufferedImage.TYPE_INT_RGB);
        }

        @Override
        public UprightFile upright() {
            return new UprightFile(ImageFormat.PNG, encoded(), 100, 120);
        }
    }
}
