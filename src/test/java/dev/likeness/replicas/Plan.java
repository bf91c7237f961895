package dev.likeness.replicas;

import dev.likeness.packaged.PackageForm;
import java.util.List;

/**
 * What one run is.
 *
 * @param kills at random moments
 * @param aims of as many kills more
 * @param seed of everything that is drawn: kinds of requests, moments, victims, delays
 */
record Plan(PackageForm form, int requests, int kills, List<Aim> aims, long seed) {

    /** What a short run aims at: money that has moved while nobody has written it down yet. */
    private static final List<Aim> TELLING = List.of(
            new Aim(Step.SETTLE, true),
            new Aim(Step.KEEP, true),
            new Aim(Step.COMPLETE, true),
            new Aim(Step.SUBMIT, true));

    static final int REPLICAS = 3;
    static final int CLIENTS = 40;

    /** On its way to Redis and back each, milliseconds at most. */
    static final int SLOWNESS = 6;

    static Plan of(List<String> arguments) {
        boolean brief = arguments.contains("--brief");
        long seed = arguments.stream()
                .filter(argument -> argument.startsWith("--seed="))
                .map(argument -> Long.parseLong(argument.substring(7)))
                .findFirst()
                .orElse(20_250_301L);
        PackageForm form = arguments.contains("native") ? PackageForm.NATIVE : PackageForm.JVM;
        return brief ? new Plan(form, 120, 8, TELLING, seed) : new Plan(form, 500, 50, Aim.all(), seed);
    }

    /** Milliseconds from one kill to the next, on average. */
    int between() {
        return form == PackageForm.JVM ? 2200 : 1800;
    }
}
