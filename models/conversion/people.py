"""From a picture to people: what the service does with MoveNet's answers, in the order it does it."""

from dataclasses import dataclass, replace

import numpy as np
from onnxruntime import InferenceSession
from PIL import Image

from conversion.pictures import crop, letterbox

PERSON = 0.25
VISIBLE = 0.2
SAME_PERSON = 0.1
"""Mean distance of the keypoints visible in both, in longer sides of the box."""
REFINED_BELOW = 0.6
"""Longer side of the box, in longer sides of the picture: a larger person gains nothing from a second look."""
MARGIN = 1.35
SAME_BOX = 0.5


@dataclass(frozen=True)
class Person:
    score: float
    keypoints: np.ndarray
    """17 x (y, x, score), pixels of the picture."""
    box: np.ndarray
    """Top, left, bottom, right, pixels of the picture."""

    @property
    def longer_side(self) -> float:
        return float(max(self.box[2:] - self.box[:2]))


def people(network: InferenceSession, picture: Image.Image) -> list[Person]:
    found = [person for person in look(network, picture) if person.score >= PERSON]
    return [refined(network, picture, person) for person in distinct(found)]


def look(network: InferenceSession, picture: Image.Image) -> list[Person]:
    """All six slots, best first."""
    answer = network.run(["people"], {"image": letterbox(picture)[np.newaxis].astype(np.int32)})[0][0]
    pixels = max(picture.size)
    slots = [
        Person(float(slot[55]), slot[:51].reshape(17, 3) * [pixels, pixels, 1], slot[51:55] * pixels) for slot in answer
    ]
    return sorted(slots, key=lambda person: -person.score)


def distinct(found: list[Person]) -> list[Person]:
    kept: list[Person] = []
    for person in found:
        if not any(same(other, person) for other in kept):
            kept.append(person)
    return kept


def same(kept: Person, person: Person) -> bool:
    both = (kept.keypoints[:, 2] >= VISIBLE) & (person.keypoints[:, 2] >= VISIBLE)
    distances = np.linalg.norm(kept.keypoints[both, :2] - person.keypoints[both, :2], axis=1)
    return bool(both.any()) and distances.mean() < SAME_PERSON * kept.longer_side


def refined(network: InferenceSession, picture: Image.Image, person: Person) -> Person:
    """The person as a second look at a crop around them sees them; the first answer if it does not see them again."""
    if person.longer_side >= REFINED_BELOW * max(picture.size):
        return person
    side = MARGIN * person.longer_side
    top, left = (round(middle - side / 2) for middle in (person.box[:2] + person.box[2:]) / 2)
    seen = [moved(slot, top, left) for slot in look(network, crop(picture, left, top, side))]
    closest = max(seen, key=lambda slot: overlap(slot.box, person.box) * (slot.score >= PERSON))
    return closest if closest.score >= PERSON and overlap(closest.box, person.box) >= SAME_BOX else person


def moved(person: Person, top: float, left: float) -> Person:
    return replace(person, keypoints=person.keypoints + [top, left, 0], box=person.box + [top, left, top, left])


def overlap(one: np.ndarray, other: np.ndarray) -> float:
    """Intersection over union."""
    shared = np.clip(np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2]), 0, None).prod()
    return float(shared / ((one[2:] - one[:2]).prod() + (other[2:] - other[:2]).prod() - shared))
