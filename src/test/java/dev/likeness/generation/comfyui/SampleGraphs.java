package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Small graphs of the pipeline's own nodes. */
final class SampleGraphs {

    private SampleGraphs() {}

    /** Text to a picture of 64 x 48, saved as {@code likeness/job_00001_.png}. */
    static ObjectNode small() {
        ObjectNode graph = Client.JSON.createObjectNode();
        inputs(graph, "1", "CheckpointLoaderSimple").put("ckpt_name", "sd_xl_base_1.0.safetensors");
        link(inputs(graph, "2", "CLIPTextEncode").put("text", "a portrait"), "clip", "1", 1);
        link(inputs(graph, "3", "CLIPTextEncode").put("text", ""), "clip", "1", 1);
        inputs(graph, "50", "EmptyLatentImage")
                .put("width", 64)
                .put("height", 48)
                .put("batch_size", 1);
        ObjectNode sampler =
                inputs(graph, "51", "KSampler").put("seed", 7).put("steps", 3).put("cfg", 4.5);
        sampler.put("sampler_name", "ddpm").put("scheduler", "karras").put("denoise", 1.0);
        link(link(sampler, "model", "1", 0), "latent_image", "50", 0);
        link(link(sampler, "positive", "2", 0), "negative", "3", 0);
        link(link(inputs(graph, "52", "VAEDecode"), "samples", "51", 0), "vae", "1", 2);
        link(inputs(graph, "70", "SaveImage").put("filename_prefix", "likeness/job"), "images", "52", 0);
        return graph;
    }

    /** The same with its picture enlarged twice and brought to a size of its own. */
    static ObjectNode upscaled(int width, int height) {
        ObjectNode graph = small();
        inputs(graph, "60", "UpscaleModelLoader").put("model_name", "RealESRGAN_x2plus.pth");
        ObjectNode larger = inputs(graph, "61", "ImageUpscaleWithModel");
        link(link(larger, "upscale_model", "60", 0), "image", "52", 0);
        ObjectNode scale = inputs(graph, "62", "ImageScale").put("upscale_method", "lanczos");
        link(scale.put("width", width).put("height", height).put("crop", "disabled"), "image", "61", 0);
        link(of(graph, "70"), "images", "62", 0);
        return graph;
    }

    static ObjectNode of(ObjectNode graph, String id) {
        return (ObjectNode) graph.get(id).get("inputs");
    }

    private static ObjectNode inputs(ObjectNode graph, String id, String nodeClass) {
        return graph.putObject(id).put("class_type", nodeClass).putObject("inputs");
    }

    private static ObjectNode link(ObjectNode inputs, String name, String node, int slot) {
        inputs.putArray(name).add(node).add(slot);
        return inputs;
    }
}
