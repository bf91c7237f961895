package dev.likeness.pose;

import java.util.OptionalInt;

record Settings(
        OptionalInt threads, int concurrency, int waiting, double personScore, double jointScore, double faceScore)
        implements PoseConfig {

    static Settings defaults() {
        return new Settings(OptionalInt.empty(), 2, 256, 0.25, 0.2, 0.7);
    }

    Settings admitting(int running, int waitingThen) {
        return new Settings(threads, running, waitingThen, personScore, jointScore, faceScore);
    }
}
