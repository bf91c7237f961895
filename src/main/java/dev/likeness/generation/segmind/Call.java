package dev.likeness.generation.segmind;

import dev.likeness.generation.GenerationEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** One request for some of a job's pictures. Whoever starts it must take {@link #leave} of it in the end, however it ended. */
interface Call {

    /** The pictures of its samples; before them that the upstream has the job. Ends with a known failure. */
    Multi<GenerationEvent> pictures();

    /** Completes when the upstream is known to work on it no more, or cannot be made to stop; at once when it is over. */
    Uni<Void> leave();
}
