package dev.likeness.flow;

import dev.likeness.generation.PreviewFrame;
import dev.likeness.generation.Progress;
import dev.likeness.output.EncodedImage;
import dev.likeness.pose.Face;
import dev.likeness.pose.PoseReading;
import java.math.BigDecimal;
import java.time.Duration;

/** What happens to a request on its way, in the order of the types below; only the last says that it is paid. */
public sealed interface FlowEvent {

    /** The request is checked, its pictures are loaded and its credits are set aside. */
    record Accepted(BigDecimal cost, BigDecimal remainingCredits, long seed) implements FlowEvent {}

    /**
     * The pose is read: at once for a backend that needs it, and not at all for others.
     *
     * @param face the one that the character is known by, in the pixels of the face image
     */
    record PoseRead(int people, PoseReading.Source source, Face face) implements FlowEvent {}

    /** A backend has taken the job, and no other will. */
    record Taken(String backend) implements FlowEvent {}

    /** A sample has come further. */
    record Advanced(Progress progress) implements FlowEvent {}

    /** An early look at a sample. */
    record Previewed(PreviewFrame frame) implements FlowEvent {}

    /** A sample is ready, in the format that was asked for. */
    record ImageReady(EncodedImage image) implements FlowEvent {}

    /** All samples are ready and paid. */
    record Done(BigDecimal cost, BigDecimal remainingCredits, Duration generationTime) implements FlowEvent {}
}
