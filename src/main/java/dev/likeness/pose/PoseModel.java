package dev.likeness.pose;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which networks read the poses: the shipped one, or the files that the operator has put there. */
final class PoseModel {

    private static final String KEY = "likeness.pose.model";

    private static final ModelFile SHIPPED = new ModelFile.Shipped("models/movenet_multipose.onnx");

    /** What tells a detector by its name. */
    private static final String DETECTOR = "yolox";

    private final PoseConfig config;
    private final ModelFile pose;
    private final Optional<ModelFile> detector;

    private PoseModel(PoseConfig config, ModelFile pose, Optional<ModelFile> detector) {
        this.config = config;
        this.pose = pose;
        this.detector = detector;
    }

    /** @throws IllegalArgumentException when the files are not there, naming the key */
    static PoseModel of(PoseConfig config) {
        PoseFormat format = config.format();
        if (config.model().isEmpty()) {
            require(
                    format == PoseFormat.MOVENET,
                    "has to name the networks when likeness.pose.format is " + word(format) + ": " + needed(format));
            return new PoseModel(config, SHIPPED, Optional.empty());
        }
        Path path = config.model().get();
        require(Files.isReadable(path), "names " + path + ", which is not there or cannot be read");
        if (!Files.isDirectory(path)) {
            require(
                    format != PoseFormat.DWPOSE,
                    "names the file " + path + ", but dwpose needs a directory with " + needed(format));
            return new PoseModel(config, mounted(path), Optional.empty());
        }
        return inDirectory(config, networks(path));
    }

    private static PoseModel inDirectory(PoseConfig config, List<Path> files) {
        PoseFormat format = config.format();
        boolean topDown = format == PoseFormat.DWPOSE || format == PoseFormat.RTMPOSE;
        List<Path> detectors = files.stream().filter(PoseModel::detects).toList();
        List<Path> poses =
                topDown ? files.stream().filter(file -> !detects(file)).toList() : files;
        boolean detectorsFit = !topDown || detectors.size() == 1 || format == PoseFormat.RTMPOSE && detectors.isEmpty();
        require(
                poses.size() == 1 && detectorsFit,
                "names the directory " + config.model().orElseThrow() + ", where " + word(format) + " needs "
                        + needed(format) + ", and no other networks; found "
                        + files.stream()
                                .map(file -> file.getFileName().toString())
                                .collect(Collectors.joining(", ", "", files.isEmpty() ? "none" : "")));
        return new PoseModel(
                config,
                mounted(poses.get(0)),
                topDown ? detectors.stream().findFirst().map(PoseModel::mounted) : Optional.empty());
    }

    private static String needed(PoseFormat format) {
        return switch (format) {
            case MOVENET, OPENPOSE -> "one .onnx file";
            case DWPOSE -> "two .onnx files, the detector with \"" + DETECTOR + "\" in its name";
            case RTMPOSE ->
                "one .onnx file, and beside it, for several people, a detector with \"" + DETECTOR + "\" in its name";
        };
    }

    private static boolean detects(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).contains(DETECTOR);
    }

    private static List<Path> networks(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".onnx"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalArgumentException(KEY + " names " + directory + ", which cannot be read", e);
        }
    }

    private static ModelFile mounted(Path path) {
        return new ModelFile.Mounted(KEY, path);
    }

    private static String word(PoseFormat format) {
        return format.name().toLowerCase(Locale.ROOT);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(KEY + " " + otherwise);
        }
    }

    /** Whether the files are the operator's, and so may be any. */
    boolean mounted() {
        return pose != SHIPPED;
    }

    /**
     * Loads these networks and no others.
     *
     * @throws IllegalStateException when one is another network than the format needs, naming the key
     */
    PeopleFinder load(OrtEnvironment environment, Execution execution) {
        PoseFormat.Thresholds thresholds = PoseFormat.thresholds(config);
        Function<List<NetworkSpec>, Network> network = specs -> Network.load(pose, specs, environment, execution);
        return switch (config.format()) {
            case MOVENET -> new MoveNet(network.apply(List.of(MoveNet.MULTIPOSE, MoveNet.SINGLEPOSE)), thresholds);
            case OPENPOSE -> new OpenPose(network.apply(List.of(OpenPose.SPEC)), config.pixelRange(), thresholds);
            case DWPOSE, RTMPOSE -> topDown(network, environment, execution, thresholds);
        };
    }

    private PeopleFinder topDown(
            Function<List<NetworkSpec>, Network> network,
            OrtEnvironment environment,
            Execution execution,
            PoseFormat.Thresholds thresholds) {
        SimCc points = new SimCc(network.apply(List.of(SimCc.spec(config.format()))));
        try {
            return new TopDown(
                    detector.map(file -> new Yolox(
                            Network.load(file, List.of(Yolox.SPEC), environment, execution), thresholds.person())),
                    points,
                    thresholds);
        } catch (RuntimeException e) {
            points.close();
            throw e;
        }
    }

    @Override
    public String toString() {
        return word(config.format()) + " from "
                + detector.map(file -> file + " and ").orElse("") + pose;
    }
}
