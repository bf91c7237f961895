package dev.likeness.pose;

import ai.onnxruntime.OrtEnvironment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How long the decoding of an openpose network's maps takes: of six synthetic people in maps of the size that OpenPose's own
 * network gives for a wide picture, and, with a network and a picture, of what that sees there.
 *
 * <pre>{@code DecodingBenchmark [<network of 368 x 368> <picture>]}</pre>
 */
public final class DecodingBenchmark {

    private static final PoseFormat.Thresholds THRESHOLDS = new PoseFormat.Thresholds(0.4, 0.1);
    private static final int WARM_UP = 2000, TIMES = 1001;

    private DecodingBenchmark() {}

    public static void main(String[] arguments) {
        int columns = 656 / OpenPose.STRIDE, rows = 368 / OpenPose.STRIDE;
        SyntheticMaps maps = new SyntheticMaps(columns, rows, 6);
        print("six synthetic people", maps.heatmaps(), maps.pafs(), Frame.cornered(656, 368, 656, 368));
        if (arguments.length == 2) {
            Pixels picture = Pixels.of(Photos.read(Path.of(arguments[1])));
            Frame frame = Frame.cornered(picture.width(), picture.height(), 368, 368);
            ModelFile file = new ModelFile.Mounted("the network", Path.of(arguments[0]));
            try (Network network =
                    Network.load(file, List.of(OpenPose.SPEC), OrtEnvironment.getEnvironment(), Execution.onCpu(1))) {
                List<float[]> seen = network.run(
                        new long[] {1, 3, 368, 368},
                        buffer -> Bilinear.put(buffer, picture, frame, 128, Bilinear.Planes.BGR));
                print(arguments[1], seen.get(0), seen.get(1), frame);
            }
        }
    }

    private static void print(String what, float[] heatmaps, float[] pafs, Frame frame) {
        double[] millis = new double[TIMES];
        int people = 0;
        for (int i = -WARM_UP; i < TIMES; i++) {
            long begun = System.nanoTime();
            people = OpenPose.decode(heatmaps, pafs, frame, 10_000, 10_000, THRESHOLDS)
                    .size();
            millis[Math.max(0, i)] = (System.nanoTime() - begun) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%s: %d people in %d x %d cells, %.3f ms, 99 %% within %.3f%n",
                what,
                people,
                frame.width() / OpenPose.STRIDE,
                frame.height() / OpenPose.STRIDE,
                millis[TIMES / 2],
                millis[TIMES * 99 / 100]);
    }
}
