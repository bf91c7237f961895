package dev.likeness.generation.preview;

import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.GenerationJob;
import dev.likeness.generation.Progress;

/** A job being drawn, step by step, so that whoever gives it up between two steps pays for no third one. */
final class Sitting {

    /** The backdrop, the bodies, the head, the finished picture. */
    static final int STEPS = 4;

    private final GenerationJob job;
    private Scene scene;
    private Sample sample;
    private int done;

    Sitting(GenerationJob job) {
        this.job = job;
    }

    /** Does the next of {@link #STEPS} times {@link GenerationJob#samples()} steps. Takes CPU time. */
    GenerationEvent next() {
        if (scene == null) {
            scene = Scene.of(job);
        }
        int index = done / STEPS, step = done % STEPS;
        done++;
        switch (step) {
            case 0 -> {
                sample = new Sample(scene, index);
                sample.backdrop();
            }
            case 1 -> sample.bodies();
            case 2 -> sample.head();
            default -> {
                Sample finished = sample;
                sample = null;
                return finished.finished();
            }
        }
        return new Progress(index, step + 1, STEPS);
    }
}
