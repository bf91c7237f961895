"""From a picture to faces: what the service does with BlazeFace's answers."""

from dataclasses import dataclass

import numpy as np
from onnxruntime import InferenceSession
from PIL import Image

from conversion.pictures import SIDE, letterbox

FACE = 0.7
CONSIDERED = 0.3
"""Answers below it take no part in a face's weighted mean."""
SAME_FACE = 0.3
"""Intersection over union."""


@dataclass(frozen=True)
class Face:
    score: float
    box: np.ndarray
    """Left, top, right, bottom, pixels of the picture."""
    keypoints: np.ndarray
    """Six of x, y: right eye, left eye, nose, mouth, right ear, left ear."""


def anchors() -> np.ndarray:
    """The 896 cell centres, x and y, in parts of the square."""
    return np.array(
        [
            ((column + 0.5) / cells, (row + 0.5) / cells)
            for cells, anchors_a_cell in ((16, 2), (8, 6))
            for row in range(cells)
            for column in range(cells)
            for _ in range(anchors_a_cell)
        ]
    )


def as_input(square: np.ndarray) -> np.ndarray:
    return square[np.newaxis].astype(np.float32) / np.float32(127.5) - np.float32(1)


def faces(network: InferenceSession, picture: Image.Image) -> list[Face]:
    return [face for face in candidates(network, picture) if face.score >= FACE]


def candidates(network: InferenceSession, picture: Image.Image) -> list[Face]:
    logits, raw = (output[0] for output in network.run(["scores", "boxes"], {"image": as_input(letterbox(picture))}))
    scores = 1 / (1 + np.exp(-np.clip(logits, -80, 80)))
    pixels = max(picture.size)
    centres, sizes = raw[:, :2] / SIDE + anchors(), raw[:, 2:4] / SIDE
    boxes = np.concatenate([centres - sizes / 2, centres + sizes / 2], axis=1) * pixels
    keypoints = (raw[:, 4:].reshape(-1, 6, 2) / SIDE + anchors()[:, np.newaxis]) * pixels
    return merged(scores, boxes, keypoints)


def merged(scores: np.ndarray, boxes: np.ndarray, keypoints: np.ndarray) -> list[Face]:
    """One face for each group of overlapping answers: the best score, the mean box and keypoints, weighted by score."""
    left = np.array([i for i in np.argsort(-scores, kind="stable") if scores[i] >= CONSIDERED], dtype=int)
    found = []
    while left.size:
        together = overlaps(boxes[left[0]], boxes[left]) > SAME_FACE
        group = left[together]
        weights = scores[group]
        found.append(
            Face(
                float(scores[group[0]]),
                np.average(boxes[group], axis=0, weights=weights),
                np.average(keypoints[group], axis=0, weights=weights),
            )
        )
        left = left[~together]
    return found


def overlaps(box: np.ndarray, others: np.ndarray) -> np.ndarray:
    shared = np.clip(np.minimum(box[2:], others[:, 2:]) - np.maximum(box[:2], others[:, :2]), 0, None).prod(axis=1)
    return shared / ((box[2:] - box[:2]).prod() + (others[:, 2:] - others[:, :2]).prod(axis=1) - shared)
