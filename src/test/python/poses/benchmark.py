"""Whole pose passes, from a picture file to the drawing, of this service and of controlnet-aux and rtmlib, in turn, with the
same networks, photograph and number of threads. Run it from the project's root after `./mvnw package -DskipTests`.

usage: benchmark.py MODELS PHOTOGRAPH [ROUNDS]     # MODELS has the networks that the stand-ins below name"""

import concurrent.futures
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import cv2
import numpy as np

import keypoints
import reference

THREADS = 2
WARM_UP, PASSES, AT_ONCE = 40, 20, 4
CLASS_PATH = "target/classes:target/test-classes:target/quarkus-app/lib/main/*:target/quarkus-app/lib/boot/*"


class Ours:
    def __init__(self, form, model, photo):
        self.process = subprocess.Popen(
            ["java", "-cp", CLASS_PATH, "dev.likeness.pose.PassBenchmark", form, model, str(THREADS), photo],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline().strip() == "ready"

    def run(self, passes, at_once):
        print(passes, at_once, file=self.process.stdin, flush=True)
        whole, *each = map(float, self.process.stdout.readline().split())
        return whole, each

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Theirs:
    def __init__(self, network, photo):
        self.network = network
        self.file = np.fromfile(photo, np.uint8)

    def run(self, passes, at_once):
        with concurrent.futures.ThreadPoolExecutor(at_once) as workers:
            begun = time.perf_counter()
            each = list(workers.map(lambda _: self.timed(), range(passes)))
            return (time.perf_counter() - begun) * 1000, each

    def timed(self):
        begun = time.perf_counter()
        self.network.whole_pass(self.file)
        return (time.perf_counter() - begun) * 1000

    def close(self):
        pass


class MoveNet(keypoints.MoveNet):
    """Looks once; the service looks again, from near, at people who are small in the picture."""

    def whole_pass(self, file):
        bgr = cv2.imdecode(file, cv2.IMREAD_COLOR)
        height, width = bgr.shape[:2]
        canvas = np.zeros_like(bgr)
        for person in self.people(bgr):
            points = [k and reference.Keypoint(k[0] / width, k[1] / height) for k in person]
            canvas = reference.openpose_util.draw_bodypose(canvas, points)
        return canvas


def measured(name, sides, rounds):
    """Rounds of both in turn; the median of all passes, and of the throughputs."""
    for side in sides.values():
        side.run(WARM_UP, 1)
    alone = {who: [] for who in sides}
    together = {who: [] for who in sides}
    for _ in range(rounds):
        for who, side in sides.items():
            alone[who] += side.run(PASSES, 1)[1]
            together[who].append(PASSES * 1000 / side.run(PASSES, AT_ONCE)[0])
    for who, side in sides.items():
        side.close()
        print(f"| {name} | {who} | {statistics.median(alone[who]):.1f} | {statistics.median(together[who]):.1f} |", flush=True)


def main():
    models, photo = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    cv2.setNumThreads(THREADS)
    print(f"| network | whose | one pass, ms | passes a second, {AT_ONCE} at once |\n|---|---|---:|---:|")
    detector, pose = models / "multipose_as_yolox_640.onnx", models / "movenet_as_dwpose133_384x288.onnx"
    with tempfile.TemporaryDirectory() as folder:
        for file in (detector, pose):
            pathlib.Path(folder, file.name).symlink_to(file)
        measured("dwpose", {"Likeness": Ours("dwpose", folder, photo),
                            "rtmlib, controlnet-aux": Theirs(reference.DwPose(str(detector), str(pose), THREADS), photo)}, rounds)
    movenet = str(models / "movenet_multipose_256.onnx")
    measured("movenet", {"Likeness": Ours("movenet", movenet, photo), "plain": Theirs(MoveNet(movenet, THREADS), photo)}, rounds)
    openpose = str(models / "multipose_as_openpose_368.onnx")
    measured("openpose", {"Likeness": Ours("openpose", openpose, photo),
                          "controlnet-aux": Theirs(reference.OpenPose(openpose, THREADS), photo)}, rounds)


if __name__ == "__main__":
    main()
