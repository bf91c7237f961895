package dev.likeness.pose;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the points of one person in a frame around them: the network gives, for each point, how likely it is at each half
 * pixel of the input's width, and of its height (SimCC).
 */
final class SimCc implements AutoCloseable {

    /** Points of COCO-WholeBody: 17 of the body, 6 of the feet, 68 of the face, 21 of the left hand, 21 of the right. */
    static final int WHOLE_BODY = 133;

    static final int BODY = 17;

    /** The output has so many values for each pixel of the input. */
    private static final int SPLIT = 2;

    /** Red, green, blue, less the mean of ImageNet's pictures and by their deviation; what the networks were trained with. */
    private static final Bilinear.Planes IMAGENET =
            new Bilinear.Planes(0, new float[] {1 / 58.395f, 1 / 57.12f, 1 / 57.375f}, new float[] {
                -123.675f / 58.395f, -116.28f / 57.12f, -103.53f / 57.375f
            });

    private final Network network;
    private final int width;
    private final int height;
    private final int points;
    private final boolean batches;

    SimCc(Network network) {
        this.network = network;
        NetworkSpec.Tensor input = network.spec().input();
        this.batches = input.shape()[0] == NetworkSpec.ANY;
        this.points = Math.toIntExact(network.spec().outputs().get(0).shape()[1]);
        this.height = Math.toIntExact(input.shape()[2]);
        this.width = Math.toIntExact(input.shape()[3]);
    }

    /** DWPose sees a person in 288 x 384 pixels, RTMPose in 192 x 256. */
    static NetworkSpec spec(PoseFormat format) {
        boolean whole = format == PoseFormat.DWPOSE;
        int width = whole ? 288 : 192, height = whole ? 384 : 256, points = whole ? WHOLE_BODY : BODY;
        return new NetworkSpec(
                new NetworkSpec.Tensor("input", "FLOAT", NetworkSpec.ANY, 3, height, width),
                List.of(
                        new NetworkSpec.Tensor("simcc_x", "FLOAT", NetworkSpec.ANY, points, (long) SPLIT * width),
                        new NetworkSpec.Tensor("simcc_y", "FLOAT", NetworkSpec.ANY, points, (long) SPLIT * height)));
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /**
     * The points in each of the frames, as many at once as the network takes; all of them, however unsure, in pixels of the
     * picture, and not bounded by it.
     */
    List<List<Keypoint>> points(Pixels picture, List<Frame> frames) {
        List<List<Keypoint>> all = new ArrayList<>();
        int most = batches ? Network.LARGEST_BATCH : 1;
        for (int from = 0; from < frames.size(); from += most) {
            List<Frame> some = frames.subList(from, Math.min(frames.size(), from + most));
            List<float[]> output = network.run(
                    new long[] {some.size(), 3, height, width},
                    buffer -> some.forEach(frame -> Bilinear.put(buffer, picture, frame, 0, IMAGENET)));
            for (int i = 0; i < some.size(); i++) {
                all.add(decode(output.get(0), output.get(1), points, i, some.get(i)));
            }
        }
        return all;
    }

    /**
     * The points of the index-th person of a batch. Bin k means position k / 2 counted from the middle of the first pixel.
     *
     * @param simccX for each person and point as many values as the frame has half pixels across
     * @param simccY the same down
     */
    static List<Keypoint> decode(float[] simccX, float[] simccY, int points, int index, Frame frame) {
        int columns = SPLIT * frame.width(), rows = SPLIT * frame.height();
        List<Keypoint> decoded = new ArrayList<>(points);
        for (int point = index * points; point < (index + 1) * points; point++) {
            int x = highest(simccX, point * columns, columns);
            int y = highest(simccY, point * rows, rows);
            decoded.add(new Keypoint(
                    frame.pictureX((double) (x - point * columns) / SPLIT + 0.5),
                    frame.pictureY((double) (y - point * rows) / SPLIT + 0.5),
                    Math.max(0, Math.min(simccX[x], simccY[y]))));
        }
        return decoded;
    }

    private static int highest(float[] values, int from, int count) {
        int highest = from;
        for (int i = from + 1; i < from + count; i++) {
            if (values[i] > values[highest]) {
                highest = i;
            }
        }
        return highest;
    }

    @Override
    public void close() {
        network.close();
    }
}
