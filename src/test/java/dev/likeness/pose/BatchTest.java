package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * People of one picture are looked at in as few runs as possible. The network is drawn up for it: all of its points are where
 * the frame is brightest, and their score tells, in hundredths, how many people were in the run.
 */
class BatchTest {

    private static final int WIDTH = 192, HEIGHT = 256, POINTS = SimCc.BODY;

    /** Pixels from one person to the next, in the picture. */
    private static final int APART = 40;

    @TempDir
    private Path folder;

    private SimCc points;

    @BeforeEach
    void withANetworkThatTakesAnyNumber() {
        points = new SimCc(network(NetworkSpec.ANY));
    }

    @AfterEach
    void close() {
        points.close();
    }

    @Test
    void as_many_as_a_run_takes_are_looked_at_together_and_then_the_rest() {
        assertThat(each(found(points, 11), point -> Math.round(point.score() * 100)))
                .containsExactly(8L, 8L, 8L, 8L, 8L, 8L, 8L, 8L, 3L, 3L, 3L);
    }

    @Test
    void each_is_given_their_own_points() {
        assertThat(each(found(points, 11), point -> (int) point.x() / APART))
                .isEqualTo(IntStream.range(0, 11).boxed().toList());
        assertThat(each(found(points, 11), point -> (int) point.y())).containsOnly(APART / 2);
    }

    @Test
    void a_network_for_one_person_is_run_for_each() {
        try (SimCc single = new SimCc(network(1))) {
            assertThat(each(found(single, 3), point -> Math.round(point.score() * 100)))
                    .containsExactly(1L, 1L, 1L);
        }
    }

    @Test
    void nobody_is_no_run() {
        assertThat(found(points, 0)).isEmpty();
    }

    /** The first point of each of so many people, who stand in a row and have one white pixel each. */
    private static List<Keypoint> found(SimCc points, int people) {
        int width = Math.max(1, people) * APART;
        int[] rgb = new int[width * APART];
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            rgb[APART / 2 * width + i * APART + APART / 2] = 0xffffff;
            frames.add(Frame.around(new Box(i * APART, 0, (i + 1) * APART, APART, 1), 1, WIDTH, HEIGHT));
        }
        return points.points(new Pixels(rgb, width, APART), frames).stream()
                .map(all -> all.get(0))
                .toList();
    }

    private static <T> List<T> each(List<Keypoint> points, Function<Keypoint, T> told) {
        return points.stream().map(told).toList();
    }

    /** @param people that it takes in a run */
    private Network network(long people) {
        OnnxGraph graph = new OnnxGraph()
                .input("input", OnnxGraph.Type.FLOAT, people, 3, HEIGHT, WIDTH)
                .positions("first", 0)
                .positions("middle", 1)
                .constant("hundredth", new float[] {0.01f}, 1)
                .constant("points", ones(POINTS), 1, POINTS, 1)
                .node("Shape", List.of("input"), "shape")
                .node("Gather", List.of("shape", "first"), "number")
                .node("Cast", List.of("number"), "people", OnnxGraph.Attribute.of("to", 1))
                .node("Mul", List.of("people", "hundredth"), "score");
        axis(graph, "simcc_x", people, WIDTH, 2);
        axis(graph, "simcc_y", people, HEIGHT, 3);
        Path file = graph.write(folder.resolve("points" + people + ".onnx"));
        return Network.load(
                new ModelFile.Mounted("likeness.pose.model", file),
                List.of(SimCc.spec(PoseFormat.RTMPOSE)),
                OrtEnvironment.getEnvironment(),
                Execution.onCpu(1));
    }

    /** The score at twice the brightest position along one side, for every point; 0 elsewhere. */
    private static void axis(OnnxGraph graph, String output, long people, int length, int otherSide) {
        String[] step = new String[6];
        for (int i = 0; i < step.length; i++) {
            step[i] = output + i;
        }
        graph.node(
                        "ReduceMean",
                        List.of("input"),
                        step[0],
                        OnnxGraph.Attribute.list("axes", 1, otherSide),
                        OnnxGraph.Attribute.of("keepdims", 0))
                .node("ReduceMax", List.of(step[0]), step[1], OnnxGraph.Attribute.list("axes", 1))
                .node("Equal", List.of(step[0], step[1]), step[2])
                .node("Cast", List.of(step[2]), step[3], OnnxGraph.Attribute.of("to", 1))
                .constant(output + "_bins", doubled(length), length, 2 * length)
                .node("MatMul", List.of(step[3], output + "_bins"), step[4])
                .node("Unsqueeze", List.of(step[4], "middle"), step[5])
                .node("Mul", List.of(step[5], "points"), output + "_each")
                .node("Mul", List.of(output + "_each", "score"), output)
                .output(output, people, POINTS, 2 * length);
    }

    /** The matrix that takes position i to position 2 i. */
    private static float[] doubled(int length) {
        float[] matrix = new float[length * 2 * length];
        for (int i = 0; i < length; i++) {
            matrix[i * 2 * length + 2 * i] = 1;
        }
        return matrix;
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
