package dev.likeness.replicas;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A moment that a random one would seldom hit.
 *
 * @param done whether Redis has taken the step when the replica dies, and the replica has not heard of it; else it dies
 *     before the step is sent
 */
record Aim(Step step, boolean done) {

    static List<Aim> all() {
        List<Aim> all = new ArrayList<>();
        for (Step step : Step.values()) {
            all.add(new Aim(step, false));
            all.add(new Aim(step, true));
        }
        return all;
    }

    @Override
    public String toString() {
        return (done ? "after " : "before ") + step.name().toLowerCase(Locale.ROOT);
    }
}
