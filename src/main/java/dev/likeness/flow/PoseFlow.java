package dev.likeness.flow;

import java.util.concurrent.Executor;

import dev.likeness.flow.Stages.Stage;
import dev.likeness.input.ImageLoader;
import dev.likeness.input.ImageSource;
import dev.likeness.output.PngWriter;
import dev.likeness.pose.PoseEstimator;
import dev.likeness.pose.PoseReading;
import dev.likeness.pose.SkeletonRenderer;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The pose pass on its own: a picture in, a skeleton out, free of charge. */
@ApplicationScoped
public class PoseFlow {
}
