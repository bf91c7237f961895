package dev.likeness.pose;

import ai.onnxruntime.OrtEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Which network finds the faces: the shipped one, or the file that the operator has put there. */
final class FaceModel {

    private static final String KEY = "likeness.pose.face-model";

    static final ModelFile SHIPPED = new ModelFile.Shipped("models/blazeface_back.onnx");

    private final PoseConfig config;
    private final ModelFile file;

    private FaceModel(PoseConfig config, ModelFile file) {
        this.config = config;
        this.file = file;
    }

    /** @throws IllegalArgumentException when the file is not there, naming the key */
    static FaceModel of(PoseConfig config) {
        if (config.faceModel().isEmpty()) {
            return new FaceModel(config, SHIPPED);
        }
        Path path = config.faceModel().get();
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new IllegalArgumentException(
                    KEY + " names " + path + ", where there is no file that can be read; it has to be the .onnx file of"
                            + " YuNet (2023mar) or BlazeFace (back)");
        }
        return new FaceModel(config, new ModelFile.Mounted(KEY, path));
    }

    /** Whether the file is the operator's, and so may be any. */
    boolean mounted() {
        return file != SHIPPED;
    }

    /**
     * Which of the two networks it is, its inputs and outputs tell.
     *
     * @throws IllegalStateException when it is neither, naming the key
     */
    FaceDetector load(OrtEnvironment environment, Execution execution) {
        Network network = Network.load(file, List.of(BlazeFace.SPEC, YuNet.SPEC), environment, execution);
        return network.spec().outputs().size() == YuNet.SPEC.outputs().size()
                ? new YuNet(network, config.faceScore())
                : new BlazeFace(network, config.faceScore());
    }

    @Override
    public String toString() {
        return "faces from " + file;
    }
}
