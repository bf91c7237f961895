package dev.likeness.flow;

import dev.likeness.flow.CharacterFlow.Pictures;
import dev.likeness.generation.GenerationJob;
import java.util.UUID;

/** What is to be made, for whichever backend makes it. */
record Commission(UUID id, CharacterRequest request, Pictures pictures) {

    /** As a backend gets it, with what is known of its pictures. */
    GenerationJob job(Studio.Reading reading) {
        OutputSize.Custom size = request.size().resolve(pictures.pose());
        return new GenerationJob(
                id,
                request.prompt(),
                request.negativePrompt(),
                pictures.face(),
                reading.face(),
                pictures.pose(),
                reading.skeleton(),
                size.width(),
                size.height(),
                request.seed(),
                request.samples(),
                request.identityStrength(),
                request.poseStrength(),
                request.profile());
    }
}
