package dev.likeness.pose;

import java.util.Optional;

final class SkeletonReader {
    static Optional<Skeleton> read(Pixels p) {
        return Optional.empty();
    }
}
