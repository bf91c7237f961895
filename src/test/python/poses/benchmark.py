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
WARM_UP_SECONDS, PASSES, AT_ONCE = 10, 20, 4
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
    """Looks once, as MoveNet's users do."""

    PERSON, JOINT = 0.25, 0.2

    def whole_pass(self, file):
        bgr = cv2.imdecode(file, cv2.IMREAD_COLOR)
        height, width = bgr.shape[:2]
        canvas = np.zeros_like(bgr)
        for points, scores, _ in self.found(bgr):
            person = keypoints.joints(points, scores, self.JOINT)
            points = [k and reference.Keypoint(k[0] / width, k[1] / height) for k in person]
            canvas = reference.openpose_util.draw_bodypose(canvas, points)
        return canvas

    def found(self, bgr):
        return self.looked_at(bgr, *letterbox(bgr))

    def looked_at(self, bgr, left, top, length):
        """Points, scores and boxes of the people in a square of the picture, which is black beyond it."""
        side = self.input.shape[1]
        scale = side / length
        height, width = bgr.shape[:2]
        x, y = max(0, round(left)), max(0, round(top))
        part = bgr[y:min(height, round(top + length)), x:min(width, round(left + length))]
        small = cv2.resize(part, (min(side, round(part.shape[1] * scale)), min(side, round(part.shape[0] * scale))),
                           interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        column = min(side - small.shape[1], round((x - left) * scale))
        row = min(side - small.shape[0], round((y - top) * scale))
        square = np.zeros((1, side, side, 3), np.int32)
        square[0, row:row + small.shape[0], column:column + small.shape[1]] = small[..., ::-1]
        output = self.session.run(None, {self.input.name: square})[0].reshape(-1, 56)
        rows = output[output[:, 55] >= self.PERSON]
        corner = np.array([left, top])
        return [(row[:51].reshape(17, 3)[:, 1::-1] * length + corner, row[2:51:3],
                 (row[[52, 51, 54, 53]].reshape(2, 2) * length + corner).reshape(4)) for row in rows]


class MoveNetFromNear(MoveNet):
    """The same work as the service's: whoever is small in the picture is looked at again, from near."""

    SMALL, CLOSER, SAME = 0.6, 1.35, 0.5

    def found(self, bgr):
        window = letterbox(bgr)
        return [self.closer(bgr, person) if longer(person[2]) < self.SMALL * window[2] else person
                for person in self.looked_at(bgr, *window)]

    def closer(self, bgr, person):
        box = person[2]
        length = self.CLOSER * longer(box)
        again = self.looked_at(bgr, (box[0] + box[2] - length) / 2, (box[1] + box[3] - length) / 2, length)
        best = max(again, key=lambda other: overlap(box, other[2]), default=person)
        return best if overlap(box, best[2]) >= self.SAME else person


def letterbox(bgr):
    height, width = bgr.shape[:2]
    length = max(height, width)
    return (width - length) / 2, (height - length) / 2, length


def longer(box):
    return max(box[2] - box[0], box[3] - box[1], 1)


def overlap(one, other):
    """Intersection over union."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    common = max(0, width) * max(0, height)
    area = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return common / (area - common) if common else 0


def measured(name, sides, rounds):
    """Rounds of both in turn; the median of all passes, and of the throughputs."""
    for side in sides.values():
        # A JVM compiles while it runs, and a service runs for longer than this.
        until = time.monotonic() + WARM_UP_SECONDS
        while time.monotonic() < until:
            side.run(PASSES, 1)
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
    measured("movenet", {"Likeness": Ours("movenet", movenet, photo),
                         "OpenCV, the same looks": Theirs(MoveNetFromNear(movenet, THREADS), photo),
                         "OpenCV, one look": Theirs(MoveNet(movenet, THREADS), photo)}, rounds)
    openpose = str(models / "multipose_as_openpose_368.onnx")
    measured("openpose", {"Likeness": Ours("openpose", openpose, photo),
                          "controlnet-aux": Theirs(reference.OpenPose(openpose, THREADS), photo)}, rounds)


if __name__ == "__main__":
    main()
