package dev.likeness.generation;

import dev.likeness.input.Picture;
import dev.likeness.pose.Face;
import dev.likeness.pose.Skeleton;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;

/**
 * What a backend is asked to make; everything in it has been checked.
 *
 * @param id unique to this job; the request's id
 * @param prompt what the pictures show, not blank
 * @param negativePrompt what they must not show
 * @param face picture of the character
 * @param faceFound where the face is in it; empty when nobody looked
 * @param pose picture of the pose
 * @param skeleton the pose read from it, in the pixels of the pose picture; empty when nobody looked
 * @param width of each picture to make, 64..4096 pixels
 * @param height of each picture to make, 64..4096 pixels
 * @param seed of the first picture; picture i uses seed + i
 * @param samples how many pictures, 1..4
 * @param identityStrength how strongly the face is imposed, 0..1.5; the backend's own default when empty
 * @param poseStrength how strongly the pose is imposed, 0..1.5; the backend's own default when empty
 * @param profile the workflow profile asked for by name
 */
public record GenerationJob(
        UUID id,
        String prompt,
        Optional<String> negativePrompt,
        Picture face,
        Optional<Face> faceFound,
        Picture pose,
        Optional<Skeleton> skeleton,
        int width,
        int height,
        long seed,
        int samples,
        OptionalDouble identityStrength,
        OptionalDouble poseStrength,
        Optional<String> profile) {

    public long seedOf(int sample) {
        return seed + sample;
    }
}
