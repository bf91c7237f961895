"""Stand-ins for the nodes that need models, so that a real ComfyUI runs the pipeline's graphs on a CPU in a second.

The packs' nodes (InstantID, IPAdapter, pose preprocessor) are made from nodes_spec.json: same names, inputs, choices and
outputs. Core nodes that load or run a model keep their declarations and lose their work. All that moves pictures stays
the server's own: LoadImage, ImageScale, EmptyLatentImage, SaveImage. The picture that comes out is a plain colour of the
seed, of the size that the graph asks for.

Words in the positive prompt make a job end badly: "[no face]", "[out of memory]", "[crash]"; "[slow]" makes its steps
take a second each, "[deaf]" makes it one long step that no interrupt ends.
"""

import json
import os
import time

import comfy.utils
import folder_paths
import nodes
import torch
from comfy_api.latest import io
from PIL import Image

SPECS = os.environ.get(
    "LIKENESS_NODE_SPECS",
    os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "..", "resources", "comfyui", "nodes_spec.json"),
)
STEP_SECONDS = float(os.environ.get("LIKENESS_STEP_SECONDS", "0.05"))

# Model folders that the packs would add.
for folder in ("instantid", "ipadapter"):
    folder_paths.add_model_folder_path(folder, os.path.join(folder_paths.models_dir, folder))
    # Any file will do: the folder's own list of endings is unknown to the core.
    folder_paths.folder_names_and_paths[folder] = (folder_paths.folder_names_and_paths[folder][0], set())


def choices(declared):
    """A spec's list of choices, with <models/x> and <input> put into files."""
    listed = []
    for choice in declared:
        if isinstance(choice, str) and choice.startswith("<models/"):
            listed += folder_paths.get_filename_list(choice[len("<models/"):-1])
        elif choice != "<input>":
            listed.append(choice)
    return listed


def said(inputs):
    """The prompt, found wherever conditionings carry it."""
    for value in inputs.values():
        if isinstance(value, str):
            continue
        if isinstance(value, list) and value and isinstance(value[0], dict) and "text" in value[0]:
            return value[0]["text"]
    return ""


def conditioning(text):
    return [{"text": text}]


def stand_in(name, type_name, inputs):
    """A value of this type: pictures and prompts go through, all else is a label."""
    if type_name == "IMAGE":
        for value in inputs.values():
            if isinstance(value, torch.Tensor) and value.dim() == 4:
                return value
        return torch.zeros(1, 64, 64, 3)
    if type_name == "CONDITIONING":
        return conditioning(said(inputs))
    return {"stand-in": name}


def from_spec(name, spec):
    """A node class with the declarations of the spec."""

    class StandIn:
        RETURN_TYPES = tuple(spec["ret"])
        FUNCTION = "run"
        CATEGORY = "stand-ins"
        OUTPUT_NODE = not spec["ret"]

        @classmethod
        def INPUT_TYPES(cls):
            declared = {}
            for group in ("required", "optional"):
                for key, config in spec["in"].get(group, {}).items():
                    kind = choices(config[0]) if isinstance(config[0], list) else config[0]
                    declared.setdefault(group, {})[key] = (kind, *config[1:])
            return declared

        def run(self, **inputs):
            if name.startswith("ApplyInstantID") and "[no face]" in said(inputs):
                raise Exception("Reference Image: No face detected.")
            results = tuple(stand_in(name, kind, inputs) for kind in spec["ret"])
            if name == "DWPreprocessor":
                return {"ui": {"openpose_json": ["[]"]}, "result": results}
            return results

    StandIn.__name__ = name
    return StandIn


def colour(seed):
    return [(seed * 37 % 256) / 255.0, (seed * 101 % 256) / 255.0, (seed * 199 % 256) / 255.0]


def load(self, **inputs):
    return tuple({"stand-in": kind} for kind in self.RETURN_TYPES)


def encode_text(self, text, clip):
    return (conditioning(text),)


def apply_control(self, positive, negative, control_net, image, **settings):
    return (positive, negative)


def patch(self, model, **settings):
    return (model,)


def sample(self, model, seed, steps, latent_image, positive, **settings):
    text = said({"positive": positive})
    if "[out of memory]" in text:
        raise torch.cuda.OutOfMemoryError("Allocation on device ")
    if "[crash]" in text:
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied (77x768 and 2048x640)")
    if "[deaf]" in text:
        time.sleep(5)
    progress = comfy.utils.ProgressBar(steps)
    shade = tuple(int(part * 255) for part in colour(seed))
    for step in range(steps):
        time.sleep(1 if "[slow]" in text else STEP_SECONDS)
        # The hook behind it also ends the job when it is interrupted, as it does for the real sampler.
        progress.update_absolute(step + 1, steps, ("JPEG", Image.new("RGB", (64, 64), shade), 512))
    return ({**latent_image, "seed": seed},)


def decode(self, samples, vae):
    latent = samples["samples"]
    count, height, width = latent.shape[0], latent.shape[-2] * 8, latent.shape[-1] * 8
    pictures = [torch.tensor(colour(samples.get("seed", 0) + i)).expand(height, width, 3) for i in range(count)]
    return (torch.stack(pictures),)


def upscale(self, upscale_model, image):
    factor = 4 if "4" in upscale_model["stand-in"] else 2
    enlarged = torch.nn.functional.interpolate(image.movedim(-1, 1), scale_factor=factor)
    return (enlarged.movedim(1, -1),)


def load_upscaler(self, model_name):
    return ({"stand-in": model_name},)


def encode_pictures(self, clip, prompt, **pictures):
    return (conditioning(prompt),)


# By name, with what each does instead.
WORK = {
    "CheckpointLoaderSimple": load,
    "ControlNetLoader": load,
    "CLIPVisionLoader": load,
    "UNETLoader": load,
    "CLIPLoader": load,
    "VAELoader": load,
    "LoraLoaderModelOnly": patch,
    "CLIPTextEncode": encode_text,
    "ControlNetApplyAdvanced": apply_control,
    "SetUnionControlNetType": load,
    "ModelSamplingAuraFlow": patch,
    "KSampler": sample,
    "VAEDecode": decode,
    "UpscaleModelLoader": load_upscaler,
    "ImageUpscaleWithModel": upscale,
    "CFGNorm": patch,
    "TextEncodeQwenImageEditPlus": encode_pictures,
}


def replaced(core, work):
    """A class with the declarations of the core's. Nodes of the newer kind execute as classes; versions differ in which do."""
    if issubclass(core, io.ComfyNode):
        def execute(cls, **inputs):
            return io.NodeOutput(*work(cls, **inputs))

        return type(core.__name__, (core,), {"execute": classmethod(execute)})
    return type(core.__name__, (core,), {core.FUNCTION: work})


def replace_core_nodes():
    """In the server's own table: a pack's NODE_CLASS_MAPPINGS may not name a core node. Older servers lack some."""
    table = nodes.NODE_CLASS_MAPPINGS
    for name in WORK.keys() & table.keys():
        table[name] = replaced(table[name], WORK[name])


replace_core_nodes()
with open(SPECS, encoding="utf-8") as file:
    NODE_CLASS_MAPPINGS = {
        name: from_spec(name, spec)
        for name, spec in json.load(file).items()
        if name not in nodes.NODE_CLASS_MAPPINGS
    }
