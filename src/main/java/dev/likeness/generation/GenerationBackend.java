package dev.likeness.generation;

import io.smallrye.mutiny.Multi;
import java.util.Set;

/** Something that makes pictures of a character in a pose. */
public interface GenerationBackend {

    /** The word for it in {@code likeness.backend}, in {@code x-backend} and in metrics. */
    String name();

    /** Whether it needs the pose and the face read before {@link #generate} is called. */
    boolean needsPose();

    /** Whether it can do, if need be, with a job whose pose and face nobody has read: it reads the pictures itself then. */
    default boolean readsPictures() {
        return false;
    }

    /** The workflow profiles that a job may name; none for a backend that has but one way. */
    default Set<String> profiles() {
        return Set.of();
    }

    /**
     * Prepares the backend; called once, when the service starts and only if the configuration names this backend. What is constructed before must neither read its own configuration nor contact anybody.
     *
     * @throws IllegalArgumentException naming the key when its configuration makes no sense
     */
    default void start() {}

    /** Whether it can take jobs now; answers at once from what is known. */
    default BackendCondition condition() {
        return BackendCondition.READY;
    }

    /**
     * Starts the job when subscribed to. It ends after exactly {@link GenerationJob#samples()} {@link GeneratedImage}s, in
     * any order and each as soon as it is ready, with any number of {@link Progress} and {@link PreviewFrame} between
     * them; or with a {@link dev.likeness.error.Failure}. Cancelling the subscription cancels exactly this job, queued or
     * running, and may be done at any time.
     *
     * <p>Where it ends with {@link dev.likeness.error.BackendUnavailable} or {@link dev.likeness.error.Overloaded} before
     * any event, the job may be given to another backend. So whoever gives work away tells {@link JobTaken} before that
     * work can have begun, and fails otherwise when it cannot know whether it has.
     */
    Multi<GenerationEvent> generate(GenerationJob job);
}
