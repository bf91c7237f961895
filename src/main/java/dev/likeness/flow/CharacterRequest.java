package dev.likeness.flow;

import dev.likeness.input.ImageSource;
import dev.likeness.output.OutputFormat;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A request that has been checked: every value is in its range, the seed is drawn. Only the pictures are still as they
 * came.
 *
 * @param prompt not blank, at most 4,000 characters
 * @param quality 10..100; jpeg and webp
 * @param samples 1..4
 * @param seed of the first sample, 0..2^53-1
 * @param identityStrength 0..1.5
 * @param poseStrength 0..1.5
 */
public record CharacterRequest(
        ImageSource faceImage,
        ImageSource poseImage,
        String prompt,
        Optional<String> negativePrompt,
        OutputSize size,
        OutputFormat format,
        int quality,
        int samples,
        long seed,
        OptionalDouble identityStrength,
        OptionalDouble poseStrength,
        Optional<String> profile) {

    /** The same with these picture files, which are not copied. */
    public CharacterRequest with(byte[] face, byte[] pose) {
        return new CharacterRequest(
                new ImageSource.Inline(face),
                new ImageSource.Inline(pose),
                prompt,
                negativePrompt,
                size,
                format,
                quality,
                samples,
                seed,
                identityStrength,
                poseStrength,
                profile);
    }
}
