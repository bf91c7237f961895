package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/** The picture files of one run: of the size, the seed and the prompt of its graph, unless the test wants others. */
final class FakeResults {

    private static final JsonMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final FakeFiles files;
    private final PromptGraph graph;
    private final FakeQueue.Item item;
    private final JobScript script;

    FakeResults(FakeFiles files, PromptGraph graph, FakeQueue.Item item) {
        this.files = files;
        this.graph = graph;
        this.item = item;
        this.script = item.script();
    }

    /** What a SaveImage or a PreviewImage node does; the answer names the files. */
    ObjectNode save(String node) {
        ObjectNode output = FakeReport.object();
        ArrayNode images = output.putArray("images");
        boolean temporary = graph.type(node).equals("PreviewImage");
        String folder = temporary ? "temp" : "output";
        String prefix = temporary
                ? "ComfyUI_temp_abcde"
                : graph.inputs(node).path("filename_prefix").asText("ComfyUI");
        int slash = prefix.lastIndexOf('/');
        String subfolder = slash < 0 ? "" : prefix.substring(0, slash);
        for (int i = 0; i < (script.noImages ? 0 : graph.batch()); i++) {
            FakeFiles.Stored file = new FakeFiles.Stored(picture(node, i), script.transfer);
            String name = files.save(folder, subfolder, prefix.substring(slash + 1), file);
            images.addObject().put("filename", name).put("subfolder", subfolder).put("type", folder);
            if (script.fileGone) {
                files.remove(folder, subfolder, name);
            }
        }
        return output;
    }

    private byte[] picture(String node, int index) {
        byte[] bytes = script.image == null ? rendered(node, index) : script.image;
        return script.truncated ? Arrays.copyOf(bytes, bytes.length / 2) : bytes;
    }

    private byte[] rendered(String node, int index) {
        PromptGraph.Size size = graph.size(node);
        FakePng png = FakePng.of(
                script.width > 0 ? script.width : size.width(),
                script.height > 0 ? script.height : size.height(),
                graph.seed() + index);
        png.text("prompt", promptInAscii());
        if (script.metadataBytes > 0) {
            png.text("workflow", "{\"padding\": \"" + "w".repeat(script.metadataBytes) + "\"}");
        }
        return png.bytes();
    }

    private String promptInAscii() {
        try {
            return ASCII.writeValueAsString(item.graph());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
