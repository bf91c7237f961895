package dev.likeness.pose;

import java.nio.ByteBuffer;
import java.util.List;

/** MediaPipe's detector for the back camera, which is shipped; {@link BlazeFaceDecoder} reads its output. */
final class BlazeFace implements FaceDetector {

    /** Side of the square that it takes, pixels. */
    static final int SIDE = 256;

    /** RGB, -1..1; logits, and box and six points in pixels of the square relative to the anchor, for each anchor. */
    static final NetworkSpec SPEC = new NetworkSpec(
            new NetworkSpec.Tensor("image", "FLOAT", 1, SIDE, SIDE, 3),
            List.of(
                    new NetworkSpec.Tensor("scores", "FLOAT", 1, BlazeFaceDecoder.ANCHORS),
                    new NetworkSpec.Tensor("boxes", "FLOAT", 1, BlazeFaceDecoder.ANCHORS, BlazeFaceDecoder.VALUES)));

    private final Network network;
    private final double faceScore;

    BlazeFace(Network network, double faceScore) {
        this.network = network;
        this.faceScore = faceScore;
    }

    @Override
    public List<Face> faces(Pixels picture, Window window) {
        float[] rgb = Resampling.sample(picture, window, SIDE);
        List<float[]> output = network.run(buffer -> fill(buffer, rgb));
        return BlazeFaceDecoder.decode(output.get(0), output.get(1), window, faceScore);
    }

    private static void fill(ByteBuffer buffer, float[] rgb) {
        for (float value : rgb) {
            buffer.putFloat(value / 127.5f - 1);
        }
    }

    /** 51 of its pixels, below which points are off by up to a third of the face. */
    @Override
    public double small() {
        return 0.2;
    }

    @Override
    public void close() {
        network.close();
    }
}
