package dev.likeness.pose;

import java.util.Arrays;
import java.util.List;

/**
 * What a shipped network takes and gives; checked when it is loaded.
 *
 * @param resource its ONNX file on the class path
 * @param input the one input
 * @param outputs in the order in which their values are handed out
 */
record NetworkSpec(String resource, Tensor input, List<Tensor> outputs) {

    /** Side of the square picture that both shipped networks take, pixels. */
    static final int SIDE = 256;

    /** 17 x (y, x, score) of the COCO joints, then ymin, xmin, ymax, xmax and score, for up to 6 people; 0..1 of the square. */
    static final NetworkSpec MOVENET = new NetworkSpec(
            "models/movenet_multipose.onnx",
            new Tensor("image", "INT32", 1, SIDE, SIDE, 3),
            List.of(new Tensor("people", "FLOAT", 1, 6, 56)));

    /** Logits, and box and six points in pixels of the square relative to the anchor, for each of the 896 anchors. */
    static final NetworkSpec BLAZEFACE = new NetworkSpec(
            "models/blazeface_back.onnx",
            new Tensor("image", "FLOAT", 1, SIDE, SIDE, 3),
            List.of(new Tensor("scores", "FLOAT", 1, 896), new Tensor("boxes", "FLOAT", 1, 896, 16)));

    /**
     * A tensor as a network declares it.
     *
     * @param type name of the runtime's element type; a word and not its enum, which must not be initialised when a
     *     native image is built
     */
    record Tensor(String name, String type, long... shape) {

        @Override
        public String toString() {
            return name + " " + type + Arrays.toString(shape);
        }

        /** Bytes of its values; both element types in use have four. */
        int bytes() {
            long count = 1;
            for (long length : shape) {
                count *= length;
            }
            return Math.toIntExact(count * 4);
        }
    }
}
