package dev.likeness.generation.comfyui;

import dev.likeness.generation.GenerationJob;
import dev.likeness.input.ImageFormat;
import dev.likeness.input.Picture;
import dev.likeness.input.UprightFile;
import dev.likeness.pose.Face;
import dev.likeness.pose.Joint;
import dev.likeness.pose.Keypoint;
import dev.likeness.pose.Landmark;
import dev.likeness.pose.Person;
import dev.likeness.pose.Skeleton;
import java.awt.image.BufferedImage;
import java.util.Collections;
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
        return job(Optional.empty(), Optional.empty(), samples, 42);
    }

    static GenerationJob photo(int samples, long seed) {
        return job(Optional.empty(), Optional.empty(), samples, seed);
    }

    /** One whose pictures are those files, and whose pose the server reads. */
    static GenerationJob of(byte[] face, byte[] pose) {
        return job(
                dev.likeness.input.PictureFile.read(face),
                dev.likeness.input.PictureFile.read(pose),
                Optional.empty(),
                Optional.empty(),
                1,
                42);
    }

    /** One whose pose we have read. */
    static GenerationJob skeleton(int samples) {
        return job(Optional.of(standing()), Optional.empty(), samples, 42);
    }

    /** One whose pose we have read, and whose face we have found. */
    static GenerationJob face() {
        Keypoint middle = new Keypoint(50, 40, 1);
        Face face = new Face(30, 20, 40, 40, Collections.nCopies(Landmark.values().length, middle), 1);
        return job(Optional.of(standing()), Optional.of(face), 1, 42);
    }

    private static Skeleton standing() {
        List<Keypoint> keypoints = IntStream.range(0, Joint.values().length)
                .mapToObj(i -> new Keypoint(20 + 3 * i, 10 + 5 * i, 1))
                .toList();
        return new Skeleton(100, 120, List.of(new Person(keypoints, 1)));
    }

    private static GenerationJob job(Optional<Skeleton> skeleton, Optional<Face> face, int samples, long seed) {
        return job(new Sent("face_image"), new Sent("pose_image"), skeleton, face, samples, seed);
    }

    private static GenerationJob job(
            Picture faceImage,
            Picture poseImage,
            Optional<Skeleton> skeleton,
            Optional<Face> face,
            int samples,
            long seed) {
        return new GenerationJob(
                UUID.randomUUID(),
                "a red coat in the rain",
                Optional.empty(),
                faceImage,
                face,
                poseImage,
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
        public byte[] withoutMetadata() {
            return encoded();
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
