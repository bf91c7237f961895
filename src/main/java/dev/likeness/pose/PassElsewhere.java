package dev.likeness.pose;

import dev.likeness.input.Picture;
import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * The pose pass of another deployment. What it is asked for it answers as the local pass would; it fails with {@link
 * dev.likeness.error.BackendUnavailable} when it cannot, and with {@link dev.likeness.error.InvalidRequest} when the
 * picture is to blame. Cancelling breaks the call off.
 */
public interface PassElsewhere {

    /** Whether the configuration names one; the rest may be asked only then. */
    boolean configured();

    Uni<PoseReading> people(Picture picture);

    /** The largest face first. */
    Uni<List<Face>> faces(Picture picture);
}
