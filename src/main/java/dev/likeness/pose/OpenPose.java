package dev.likeness.pose;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds people from the joints up, with OpenPose's network or one of its descendants: it gives a map for each joint of how
 * likely it is where, and for each limb two maps of which way it points.
 */
final class OpenPose implements PeopleFinder {

    /** Pixels of the input to a cell of the maps. */
    static final int STRIDE = 8;

    /** One map for each joint, and one for what is none. */
    private static final int HEATMAPS = Joint.COUNT + 1;

    /** Blue, green, red. */
    static final NetworkSpec SPEC = new NetworkSpec(
            new NetworkSpec.Tensor(List.of("image", "input", "data"), "FLOAT", 1, 3, NetworkSpec.ANY, NetworkSpec.ANY),
            List.of(
                    new NetworkSpec.Tensor(
                            List.of("heatmaps", "heatmap", "Mconv7_stage6_L2"),
                            "FLOAT",
                            1,
                            HEATMAPS,
                            NetworkSpec.ANY,
                            NetworkSpec.ANY),
                    new NetworkSpec.Tensor(
                            List.of("pafs", "paf", "Mconv7_stage6_L1"),
                            "FLOAT",
                            1,
                            Affinity.MAPS,
                            NetworkSpec.ANY,
                            NetworkSpec.ANY)));

    /** The most that a network of open size is given: what OpenPose itself takes by default. */
    private static final int WIDEST = 656;

    private static final int HIGHEST = 368;

    /** Beside the picture there is grey, as in OpenPose's own code. */
    private static final float GREY = 128;

    private final Network network;
    private final PixelRange range;
    private final PoseFormat.Thresholds thresholds;

    /** @throws IllegalStateException when the network takes a size that its maps cannot be of */
    OpenPose(Network network, PixelRange range, PoseFormat.Thresholds thresholds) {
        long[] size = network.spec().input().shape();
        for (long length : new long[] {size[2], size[3]}) {
            if (length != NetworkSpec.ANY && length % STRIDE != 0) {
                network.close();
                throw new IllegalStateException(
                        "likeness.pose.model: an openpose network takes pictures of whole multiples of " + STRIDE
                                + " pixels; found " + network.spec().input());
            }
        }
        this.network = network;
        this.range = range;
        this.thresholds = thresholds;
    }

    @Override
    public List<Person> find(Pixels picture) {
        Frame frame = frame(picture.width(), picture.height());
        float[] rgb = Resampling.sample(picture, frame, GREY);
        List<float[]> maps = network.run(new long[] {1, 3, frame.height(), frame.width()}, buffer -> fill(buffer, rgb));
        return decode(maps.get(0), maps.get(1), frame, picture.width(), picture.height(), thresholds);
    }

    /** The whole picture at the top left of the size that the network takes, or of one with the picture's aspect. */
    private Frame frame(int width, int height) {
        NetworkSpec.Tensor input = network.spec().input();
        double scale = Math.max((double) width / WIDEST, (double) height / HIGHEST);
        return Frame.cornered(
                width, height, input.length(3, ceiling(width / scale)), input.length(2, ceiling(height / scale)));
    }

    /** The next whole number of cells, in pixels. */
    private static int ceiling(double pixels) {
        return STRIDE * Math.max(1, (int) Math.ceil(pixels / STRIDE - 1e-9));
    }

    /** Plane by plane: blue, green, red. */
    private void fill(ByteBuffer buffer, float[] rgb) {
        for (int channel = 2; channel >= 0; channel--) {
            for (int i = channel; i < rgb.length; i += 3) {
                buffer.putFloat(range.of(rgb[i]));
            }
        }
    }

    /**
     * @param heatmaps 19 maps, each row by row
     * @param pafs 38 maps, each row by row; x and y of each limb in turn
     */
    static List<Person> decode(
            float[] heatmaps, float[] pafs, Frame frame, int width, int height, PoseFormat.Thresholds thresholds) {
        int columns = frame.width() / STRIDE, rows = frame.height() / STRIDE;
        if (heatmaps.length != HEATMAPS * columns * rows || pafs.length != Affinity.MAPS * columns * rows) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "likeness.pose.model: maps of %d x %d cells were expected for %d x %d pixels",
                    columns,
                    rows,
                    frame.width(),
                    frame.height()));
        }
        List<List<Peak>> peaks = new ArrayList<>();
        for (int joint = 0; joint < Joint.COUNT; joint++) {
            peaks.add(Peak.in(heatmaps, joint * columns * rows, columns, rows, thresholds.joint()));
        }
        // The picture's height in cells: limbs of more than half of it are unlikely.
        Affinity affinity = new Affinity(pafs, columns, rows, height / frame.scale() / STRIDE);
        return Body.assembled(peaks, affinity).stream()
                .filter(body -> body.parts() >= Body.LEAST_PARTS && body.score() >= thresholds.person())
                .map(body -> body.person(frame, width, height))
                .filter(Person::visible)
                .toList();
    }

    @Override
    public void close() {
        network.close();
    }
}
