"""The same networks run by TensorFlow.js, which shares no code with the conversion or with ONNX Runtime."""

import json
import subprocess
from pathlib import Path

import numpy as np

REFERENCE = Path(__file__).resolve().parent.parent / "reference"


def install() -> None:
    subprocess.run(["npm", "ci", "--silent", "--ignore-scripts"], cwd=REFERENCE, check=True)


def movenet(model: Path, inputs: np.ndarray) -> list[np.ndarray]:
    return [np.array(people, np.float32).reshape(6, 56) for (people,) in answers(model, inputs)]


def blazeface(model: Path, inputs: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Scores and boxes. The outputs have no order of their own but each its length: 512 fine and 384 coarse anchors."""
    answered = []
    for outputs in answers(model, inputs):
        by_length = {len(output): np.array(output, np.float32) for output in outputs}
        scores = np.concatenate([by_length[512], by_length[384]])
        boxes = np.concatenate([by_length[512 * 16], by_length[384 * 16]]).reshape(-1, 16)
        answered.append((scores, boxes))
    return answered


def answers(model: Path, inputs: np.ndarray) -> list[list[list[float]]]:
    images = model.with_suffix(".images")
    inputs.tofile(images)
    command = ["node", "answer.mjs", str(model), inputs.dtype.name, str(images)]
    printed = subprocess.run(command, cwd=REFERENCE, check=True, stdout=subprocess.PIPE, text=True).stdout
    return [json.loads(line) for line in printed.splitlines() if line.startswith("[[")]
