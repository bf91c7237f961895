package dev.likeness.generation.comfyui;

import dev.likeness.generation.Progress;
import java.util.Optional;
import java.util.Set;

/**
 * The progress of one sample over all of its attempts: that of the samplers alone, each of which has the same share of the whole,
 * and never back. Thread-safe.
 */
final class SamplingProgress {

    private final int sample;
    private final Set<String> samplers;
    private String current = "";
    private int finished;
    private double furthest;

    /** @param samplers ids of the nodes that count; all nodes do when it is empty */
    SamplingProgress(int sample, Set<String> samplers) {
        this.sample = sample;
        this.samplers = samplers;
    }

    /** A new attempt begins; its progress is not told before it is further than the one before. */
    synchronized void restart() {
        current = "";
        finished = 0;
    }

    /** What is to be told of it; empty when it is no step forward. */
    synchronized Optional<Progress> of(Signal.Advanced step) {
        boolean counts = samplers.isEmpty() || step.node().isEmpty() || samplers.contains(step.node());
        if (!counts) {
            return Optional.empty();
        }
        int parts = Math.max(1, samplers.size());
        if (!step.node().equals(current)) {
            finished = Math.min(parts - 1, current.isEmpty() ? 0 : finished + 1);
            current = step.node();
        }
        long value = (long) finished * step.max() + step.value();
        long max = (long) parts * step.max();
        double share = (double) value / max;
        if (share <= furthest || max > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        furthest = share;
        return Optional.of(new Progress(sample, (int) value, (int) max));
    }
}
