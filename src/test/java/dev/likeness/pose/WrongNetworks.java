package dev.likeness.pose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What an operator mounts by mistake, and the words that have to be in the one line that refuses it. */
public enum WrongNetworks {
    ANOTHER_FORMAT(
            "likeness.pose.model: %s/body.onnx is another network:",
            "expected input input FLOAT[?, 3, 384, 288] and outputs simcc_x FLOAT[?, 133, 576], simcc_y FLOAT[?, 133, 768]",
            "found inputs image FLOAT[1, 3, 368, 368], outputs heatmaps FLOAT[1, 19, 46, 46], pafs FLOAT[1, 38, 46, 46]") {
        @Override
        public Map<String, String> mount(Path folder) {
            write(folder.resolve("yolox.onnx"), DotNetworks.yolox(1));
            write(folder.resolve("body.onnx"), DotNetworks.openPose(PixelRange.BYTES, 368, 368));
            return model("dwpose", folder);
        }
    },
    A_FILE_WHERE_TWO_ARE_NEEDED("likeness.pose.model names the file %s/body.onnx, but dwpose needs a directory") {
        @Override
        public Map<String, String> mount(Path folder) {
            return model(
                    "dwpose", write(folder.resolve("body.onnx"), DotNetworks.openPose(PixelRange.BYTES, 368, 368)));
        }
    },
    /** The runtime describes it with other classes than tensors. */
    LISTS(
            "likeness.pose.model: %s/list.onnx is another network:",
            "expected input image or input or data FLOAT[1, 3, ?, ?]",
            "found inputs image FLOAT[1, 3, 8, 8], outputs list SequenceInfo") {
        @Override
        public Map<String, String> mount(Path folder) {
            OnnxGraph graph = new OnnxGraph()
                    .input("image", OnnxGraph.Type.FLOAT, 1, 3, 8, 8)
                    .node("SequenceConstruct", List.of("image"), "list")
                    .listOutput("list");
            return model("openpose", graph.write(folder.resolve("list.onnx")));
        }
    },
    CLASSES(
            "likeness.pose.model: %s/classes.onnx is another network:",
            "found inputs image FLOAT[1, 192], outputs classes SequenceInfo") {
        @Override
        public Map<String, String> mount(Path folder) {
            OnnxGraph graph =
                    new OnnxGraph().input("image", OnnxGraph.Type.FLOAT, 1, 192).classesOutput("image", "classes", 192);
            return model("movenet", graph.write(folder.resolve("classes.onnx")));
        }
    },
    NO_NETWORK("likeness.pose.model: %s/page.onnx cannot be loaded:") {
        @Override
        public Map<String, String> mount(Path folder) {
            return model("openpose", write(folder.resolve("page.onnx"), "<html>not found</html>".getBytes()));
        }
    },
    NO_FACES(
            "likeness.pose.face-model: %s/body.onnx is another network:",
            "or input input FLOAT[1, 3, 640, 640]", "found inputs image FLOAT[1, 3, 368, 368]") {
        @Override
        public Map<String, String> mount(Path folder) {
            Path body = write(folder.resolve("body.onnx"), DotNetworks.openPose(PixelRange.BYTES, 368, 368));
            return Map.of("likeness.pose.face-model", body.toString());
        }
    };

    private final List<String> words;

    WrongNetworks(String... words) {
        this.words = List.of(words);
    }

    /** Puts the files there; the configuration that names them, by whole keys. */
    public abstract Map<String, String> mount(Path folder);

    public List<String> words(Path folder) {
        return words.stream().map(word -> word.replace("%s", folder.toString())).toList();
    }

    private static Map<String, String> model(String format, Path model) {
        return Map.of("likeness.pose.format", format, "likeness.pose.model", model.toString());
    }

    private static Path write(Path file, byte[] content) {
        try {
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
