package dev.likeness.pose;

import dev.likeness.error.BackendUnavailable;
import dev.likeness.input.Picture;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The pose pass as the rest of the service sees it: a picture that was read before is not read again; else the deployment
 * that the configuration names reads it, or this process does.
 */
@ApplicationScoped
class PosePass implements PoseEstimator, FaceFinder {

    private final PoseConfig config;
    private final PassElsewhere elsewhere;
    private final LocalPoses localPoses;
    private final LocalFaces localFaces;
    private final Readings<PoseReading> poses;
    private final Readings<List<Face>> faces;

    PosePass(
            PoseConfig config,
            PoseCacheConfig cache,
            PassElsewhere elsewhere,
            LocalPoses localPoses,
            LocalFaces localFaces,
            @Identifier("workers") Executor workers,
            MeterRegistry metrics) {
        this.config = config;
        this.elsewhere = elsewhere;
        this.localPoses = localPoses;
        this.localFaces = localFaces;
        this.poses = new Readings<>("pose", cache.entries(), workers, metrics);
        this.faces = new Readings<>("face", cache.entries(), workers, metrics);
    }

    @Override
    public Uni<PoseReading> read(Picture picture) {
        return poses.of(picture, () -> read(() -> elsewhere.people(picture), () -> localPoses.read(picture)));
    }

    @Override
    public Uni<List<Face>> all(Picture picture) {
        return faces.of(picture, () -> read(() -> elsewhere.faces(picture), () -> localFaces.all(picture)));
    }

    @Override
    public boolean isElsewhere() {
        return elsewhere.configured();
    }

    @Override
    public boolean leavesFailuresToBackend() {
        return elsewhere.configured() && config.onFailure() == PoseConfig.OnFailure.COMFYUI;
    }

    private <T> Uni<T> read(Supplier<Uni<T>> there, Supplier<Uni<? extends T>> here) {
        if (!elsewhere.configured()) {
            return Uni.createFrom().deferred(here);
        }
        Uni<T> read = there.get();
        return config.onFailure() == PoseConfig.OnFailure.LOCAL
                ? read.onFailure(BackendUnavailable.class).recoverWithUni(here)
                : read;
    }
}
