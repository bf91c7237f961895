"""Whether two ways to run a network answer alike."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnxruntime
from onnxruntime import InferenceSession
from PIL import Image

from conversion import reference
from conversion.faces import as_input
from conversion.pictures import letterbox

ALIKE = 1e-4
"""Rebuilt against committed, every number: both run in the same runtime."""
ALIKE_IN_TENSORFLOW = 1e-3
"""Coordinates and scores of people, in parts of the square: a quarter of a pixel."""
ALIKE_LOGITS = 1e-2
ALIKE_PIXELS = 1e-2
EMPTY_SLOT = 0.05
"""In a slot scored lower nobody stands; its keypoints are draws between equally unlikely places."""


@dataclass
class Report:
    failures: list[str] = field(default_factory=list)

    def expect(self, holds: bool, line: str) -> None:
        print(f"{'ok  ' if holds else 'FAIL'} {line}", flush=True)
        if not holds:
            self.failures.append(line)

    def close(self, what: str, differences: list[float], tolerance: float) -> None:
        largest = max(differences)
        self.expect(largest <= tolerance, f"{what}: largest difference {largest:.1e}, tolerance {tolerance:.0e}")


def session(model: Path) -> InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return InferenceSession(model, options, providers=["CPUExecutionProvider"])


class Comparison:
    def __init__(self, pictures: dict[str, Image.Image], report: Report) -> None:
        squares = np.stack([letterbox(picture) for picture in pictures.values()])
        self.whole_numbers = squares.astype(np.int32)
        self.scaled = np.concatenate([as_input(square) for square in squares])
        self.report = report

    def rebuilt(self, committed: Path, rebuilt: Path) -> None:
        """Against the committed file: the same bytes, and (were they not) the same answers."""
        if not committed.exists():
            self.report.expect(False, f"{rebuilt.name} is there")
            return
        self.report.expect(committed.read_bytes() == rebuilt.read_bytes(), f"{rebuilt.name}: same bytes")
        one, other = session(committed), session(rebuilt)
        inputs = self.whole_numbers if "int32" in one.get_inputs()[0].type else self.scaled
        differences = [
            float(np.abs(ours - theirs).max())
            for image in inputs
            for ours, theirs in zip(one.run(None, {"image": image[None]}), other.run(None, {"image": image[None]}))
        ]
        self.report.close(f"{rebuilt.name}: rebuilt and committed", differences, ALIKE)

    def movenet(self, rebuilt: Path, original: Path) -> None:
        network = session(rebuilt)
        answers = [network.run(["people"], {"image": image[None]})[0][0] for image in self.whole_numbers]
        expected = reference.movenet(original, self.whole_numbers)
        scores = [float(np.abs(ours[:, 55] - theirs[:, 55]).max()) for ours, theirs in zip(answers, expected)]
        somebody = [
            float(np.abs(slot - wanted).max())
            for ours, theirs in zip(answers, expected)
            for slot, wanted in zip(ours, theirs)
            if wanted[55] >= EMPTY_SLOT
        ]
        self.report.close(f"{rebuilt.name} and TensorFlow.js, slot scores", scores, ALIKE_IN_TENSORFLOW)
        self.report.close(f"{rebuilt.name} and TensorFlow.js, {len(somebody)} people", somebody, ALIKE_IN_TENSORFLOW)

    def blazeface(self, rebuilt: Path, original: Path) -> None:
        network = session(rebuilt)
        answers = [network.run(["scores", "boxes"], {"image": image[None]}) for image in self.scaled]
        expected = reference.blazeface(original, self.scaled)
        scores = [float(np.abs(ours[0][0] - theirs[0]).max()) for ours, theirs in zip(answers, expected)]
        boxes = [float(np.abs(ours[1][0] - theirs[1]).max()) for ours, theirs in zip(answers, expected)]
        self.report.close(f"{rebuilt.name} and TensorFlow.js, logits", scores, ALIKE_LOGITS)
        self.report.close(f"{rebuilt.name} and TensorFlow.js, pixels", boxes, ALIKE_PIXELS)
