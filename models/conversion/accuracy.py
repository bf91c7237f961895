"""How many people and faces are found on photographs, and on some how many there are."""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from conversion.comparison import Report, session
from conversion.faces import FACE, candidates
from conversion.people import people


@dataclass(frozen=True)
class Counts:
    people: int
    faces: int | None = None
    """None: nothing is asked of faces there, they are small or turned away."""


EXPECTED = {
    "apollo11_crew": Counts(3, 3),
    "assets_images_t_pose_t6": Counts(1),
    "assets_images_y_y1": Counts(1),
    "astronaut": Counts(1, 1),
    "coffee": Counts(0, 0),
    "figure": Counts(1, 1),
    "gradient": Counts(0, 0),
    "grace_hopper": Counts(1, 1),
    "noise": Counts(0, 0),
    "pifpaf_soccer": Counts(2),
    "rocket": Counts(0, 0),
    "web_public_img_side_lunge_left": Counts(1),
    "web_public_img_warrior_left": Counts(1),
    "web_public_img_yogi_squat": Counts(1),
}


def measure(movenet: Path, blazeface: Path, pictures: dict[str, Image.Image], report: Report) -> None:
    body_network, face_network = session(movenet), session(blazeface)
    for name, picture in pictures.items():
        bodies = [person.score for person in people(body_network, picture)]
        scores = [face.score for face in candidates(face_network, picture)]
        found = [score for score in scores if score >= FACE]
        expected = EXPECTED.get(Path(name).stem)
        holds = expected is None or (
            len(bodies) == expected.people and (expected.faces is None or len(found) == expected.faces)
        )
        report.expect(
            holds,
            f"{name}: {len(bodies)} people {rounded(bodies)}, {len(found)} faces {rounded(found)}"
            f" (below {FACE}: {rounded(scores[len(found) :])})",
        )


def rounded(scores: list[float]) -> str:
    return " ".join(f"{score:.2f}" for score in scores) or "-"
