package dev.likeness.pose;

import static dev.likeness.pose.OnnxGraph.Attribute.list;
import static dev.likeness.pose.OnnxGraph.Attribute.of;

import dev.likeness.pose.OnnxGraph.Attribute;
import dev.likeness.pose.OnnxGraph.Type;
import java.util.List;

/**
 * Networks of each format whose answer is known: wherever the picture has a dot (blue for openpose and the detector, red for
 * the others) somebody stands whose joints lie in known places around it. Only channels in the right order, with the right
 * values, show them the dot.
 */
final class DotNetworks {

    /** Cells of a map that lie around a joint at most: the body is 19 high. */
    private static final int KERNEL = 41;

    /** Of the detector's boxes, pixels of its input. */
    static final double BOX_WIDTH = 128;

    static final double BOX_HEIGHT = 192;

    /** TensorProto.DataType's number of it, for Cast. */
    private static final int FLOAT = 1;

    private DotNetworks() {}

    /** People stand as {@link SyntheticMaps#BODY} says, with their neck in the dot's cell. Its size is open when it is 0. */
    static byte[] openPose(PixelRange range, int height, int width) {
        Named graph = new Named();
        graph.input("image", Type.FLOAT, 1, 3, height == 0 ? -1 : height, width == 0 ? -1 : width);
        boolean bytes = range == PixelRange.BYTES;
        String unit = graph.node(
                "Mul",
                graph.node("Add", "image", graph.constant(bytes ? 0 : 0.5f)),
                graph.constant(bytes ? 1 / 255f : 256 / 255f));
        // Grey, which is beside the picture, is none.
        String dots = graph.node("Relu", graph.node("Sub", graph.node("Add", unit, unit), graph.constant(1)));
        String cells = graph.node("AveragePool", List.of(list("kernel_shape", 8, 8), list("strides", 8, 8)), dots);
        long rows = height == 0 ? -1 : height / 8, columns = width == 0 ? -1 : width / 8;
        convolved(graph, "heatmaps", cells, new SyntheticMaps(KERNEL, KERNEL, 1).heatmaps(), 19, rows, columns);
        convolved(graph, "pafs", cells, new SyntheticMaps(KERNEL, KERNEL, 1).pafs(), 38, rows, columns);
        return graph.file();
    }

    /** Each map is the dots, each of them replaced with what a body in the middle of the kernel gives. */
    private static void convolved(
            Named graph, String name, String cells, float[] maps, int count, long rows, long columns) {
        int size = KERNEL * KERNEL;
        float[] weights = new float[count * 3 * size];
        for (int map = 0; map < count; map++) {
            for (int i = 0; i < size; i++) {
                // ONNX slides the kernel without mirroring it: what is to appear above comes from below. Blue is first.
                weights[map * 3 * size + i] = maps[map * size + size - 1 - i];
            }
        }
        graph.named(
                name,
                "Conv",
                List.of(list("pads", KERNEL / 2, KERNEL / 2, KERNEL / 2, KERNEL / 2)),
                cells,
                graph.constant(weights, count, 3, KERNEL, KERNEL));
        graph.output(name, 1, count, rows, columns);
    }

    /** A box of {@link #BOX_WIDTH} by {@link #BOX_HEIGHT} around the middle of each cell of 32 pixels with a dot in it. */
    static byte[] yolox(int batch) {
        Named graph = new Named().input("images", Type.FLOAT, batch, 3, 640, 640);
        String blue = graph.node("Conv", "images", graph.constant(new float[] {1 / 255f, 0, 0}, 1, 3, 1, 1));
        String cells = graph.node("MaxPool", List.of(list("kernel_shape", 32, 32), list("strides", 32, 32)), blue);
        String rows = graph.node("Reshape", cells, graph.positions(1, 400, 1));
        // Grey, which is beside the picture, is nobody.
        String found = graph.node("Relu", graph.node("Sub", graph.node("Add", rows, rows), graph.constant(1)));
        float[] box = new float[400 * 4];
        float[] person = new float[400 * 80];
        for (int cell = 0; cell < 400; cell++) {
            box[cell * 4] = box[cell * 4 + 1] = 0.5f;
            box[cell * 4 + 2] = (float) Math.log(BOX_WIDTH / 32);
            box[cell * 4 + 3] = (float) Math.log(BOX_HEIGHT / 32);
            person[cell * 80] = 1;
        }
        String coarse = graph.node(
                "Concat",
                List.of(of("axis", 2)),
                graph.constant(box, 1, 400, 4),
                found,
                graph.constant(person, 1, 400, 80));
        String fine = graph.node("ConstantOfShape", graph.positions(1, 8000, 85));
        graph.named("output", "Concat", List.of(of("axis", 1)), fine, coarse);
        return graph.output("output", batch, 8400, 85).file();
    }

    /** How far a point lies to the right of the brightest pixel, in half pixels of the input. */
    static int right(int point) {
        return 6 * (point % 9 - 4);
    }

    /** The same down. */
    static int down(int point) {
        return 4 * (point % 13 - 6);
    }

    /** @param batch 1, or -1 where it is open */
    static byte[] simCc(int batch, int points, int height, int width) {
        Named graph = new Named().input("input", Type.FLOAT, batch, 3, height, width);
        // The red of the picture, 0..1.
        String red = graph.node(
                "Conv",
                "input",
                graph.constant(new float[] {58.395f / 255, 0, 0}, 1, 3, 1, 1),
                graph.constant(new float[] {123.675f / 255}, 1));
        int[] across = new int[points], downwards = new int[points];
        for (int i = 0; i < points; i++) {
            across[i] = right(i);
            downwards[i] = down(i);
        }
        line(graph, "simcc_x", red, 2, across, width);
        line(graph, "simcc_y", red, 3, downwards, height);
        return graph.output("simcc_x", batch, points, 2L * width)
                .output("simcc_y", batch, points, 2L * height)
                .file();
    }

    /** The brightest of each column or row, at every second place, and for each point as much farther on. */
    private static void line(Named graph, String name, String red, int axis, int[] shifts, int length) {
        String brightest = graph.node("ReduceMax", List.of(list("axes", axis), of("keepdims", 0)), red);
        String places = graph.node("Reshape", brightest, graph.positions(-1, 1, length, 1));
        String doubled = graph.node("Concat", List.of(of("axis", 3)), places, graph.node("Sub", places, places));
        String bins = graph.node("Reshape", doubled, graph.positions(-1, 1, 2L * length));
        int reach = 32;
        float[] weights = new float[shifts.length * (2 * reach + 1)];
        for (int i = 0; i < shifts.length; i++) {
            weights[i * (2 * reach + 1) + reach - shifts[i]] = 1;
        }
        graph.named(
                name,
                "Conv",
                List.of(list("pads", reach, reach)),
                bins,
                graph.constant(weights, shifts.length, 1, 2 * reach + 1));
    }

    /** One person, joint i {@code (i - 8) / 64} of the square to the right of the dot and as much below it. */
    static byte[] moveNet(boolean multiple) {
        int side = multiple ? 256 : 192, slot = multiple ? 56 : 51;
        Named graph = new Named().input("image", Type.INT32, 1, side, side, 3);
        String values = graph.node("Cast", List.of(of("to", FLOAT)), "image");
        String red = graph.node("Gather", List.of(of("axis", 3)), values, graph.positions(0));
        String all = graph.node("Reshape", red, graph.positions((long) side * side));
        String at = graph.node("Cast", List.of(of("to", FLOAT)), graph.node("ArgMax", List.of(of("axis", 0)), all));
        String score = graph.node("Div", graph.node("ReduceMax", List.of(list("axes", 0)), all), graph.constant(255));
        String row = graph.node("Floor", graph.node("Div", at, graph.constant(side)));
        String column = graph.node("Sub", at, graph.node("Mul", row, graph.constant(side)));
        int length = multiple ? 6 * slot : slot;
        float[] ofRow = new float[length],
                ofColumn = new float[length],
                ofScore = new float[length],
                fixed = new float[length];
        for (int joint = 0; joint < 17; joint++) {
            ofRow[3 * joint] = ofColumn[3 * joint + 1] = 1f / side;
            fixed[3 * joint] = fixed[3 * joint + 1] = (joint - 8) / 64f + 0.5f / side;
            ofScore[3 * joint + 2] = 1;
        }
        if (multiple) {
            fixed[53] = fixed[54] = 1;
            ofScore[55] = 1;
        }
        String sum = graph.node(
                "Add",
                graph.node(
                        "Add",
                        graph.node("Mul", row, graph.constant(ofRow, length)),
                        graph.node("Mul", column, graph.constant(ofColumn, length))),
                graph.node(
                        "Add",
                        graph.node("Mul", score, graph.constant(ofScore, length)),
                        graph.constant(fixed, length)));
        long[] shape = multiple ? new long[] {1, 6, 56} : new long[] {1, 1, 17, 3};
        graph.named("output_0", "Reshape", List.of(), sum, graph.positions(shape));
        return graph.output("output_0", shape).file();
    }

    /** A graph whose nodes and constants get their names by themselves. */
    private static final class Named {

        private final OnnxGraph graph = new OnnxGraph();
        private int names;

        Named input(String name, Type type, long... shape) {
            graph.input(name, type, shape);
            return this;
        }

        Named output(String name, long... shape) {
            graph.output(name, shape);
            return this;
        }

        String constant(float[] values, long... shape) {
            String name = newName();
            graph.constant(name, values, shape);
            return name;
        }

        String constant(float value) {
            return constant(new float[] {value});
        }

        String positions(long... values) {
            String name = newName();
            graph.positions(name, values);
            return name;
        }

        /** @return the name of what the operator gives */
        String node(String operator, List<Attribute> attributes, String... inputs) {
            String result = newName();
            named(result, operator, attributes, inputs);
            return result;
        }

        String node(String operator, String... inputs) {
            return node(operator, List.of(), inputs);
        }

        void named(String result, String operator, List<Attribute> attributes, String... inputs) {
            graph.node(operator, List.of(inputs), result, attributes.toArray(Attribute[]::new));
        }

        byte[] file() {
            return graph.bytes();
        }

        private String newName() {
            return "t" + names++;
        }
    }
}
