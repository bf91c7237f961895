"""Compares the service's drawings of bodies, hands and faces with controlnet-aux's, on five poses at 512 and 1024 pixels.

Run it from the project's root after `./mvnw test-compile`; it fails below an SSIM of 0.98."""

import math
import pathlib
import subprocess
import sys
import tempfile

import cv2
import numpy as np
from skimage.metrics import structural_similarity

import reference

LEAST = 0.98

# Joints in OpenPose's order in parts of the picture; None for one that is not seen.
STANDING = [(.50, .14), (.50, .25), (.42, .25), (.38, .38), (.37, .50), (.58, .25), (.62, .38), (.63, .50), (.45, .52),
            (.44, .70), (.44, .88), (.55, .52), (.56, .70), (.56, .88), (.48, .12), (.52, .12), (.45, .13), (.55, .13)]
SPREAD = [(.51, .15), (.50, .27), (.40, .27), (.25, .26), (.11, .25), (.60, .27), (.75, .28), (.89, .27), (.44, .55),
          (.40, .74), (.36, .92), (.56, .55), (.60, .73), (.64, .93), (.49, .13), (.53, .13), (.46, .14), (.56, .14)]
CROUCHING = [(.45, .30), (.50, .40), (.42, .42), (.30, .50), (.22, .42), (.58, .39), (.66, .52), (.55, .60), (.46, .66),
             (.28, .64), (.33, .86), (.56, .66), (.72, .62), (.68, .87), (.44, .27), (.48, .28), None, (.52, .29)]
FROM_BEHIND = [None, (.5, .2), (.6, .21), (.71, .3), (.78, .19), (.4, .2), (.3, .31), (.2, .22), (.56, .5), (.6, .7),
               None, (.44, .5), (.4, .72), (.41, .95), None, None, (.54, .1), (.46, .1)]
SMALL = [(x * .4, .5 + y * .45) if p else None for p in STANDING for x, y in [p or (0, 0)]]
LARGE = [(.45 + x * .5, .1 + y * .8) if p else None for p in SPREAD for x, y in [p or (0, 0)]]
POSES = {"standing": [STANDING], "spread": [SPREAD], "crouching": [CROUCHING], "from_behind": [FROM_BEHIND],
         "two": [SMALL, LARGE]}


def hand(wrist, side):
    """A hand that hangs from the wrist, its fingers spread."""
    if wrist is None:
        return None
    points = [wrist]
    for finger in range(5):
        angle = math.radians(90 + side * 20 * (finger - 2))
        points += [(wrist[0] + math.cos(angle) * .017 * bone, wrist[1] + math.sin(angle) * .019 * bone)
                   for bone in range(1, 5)]
    return points


def face(nose):
    return nose and [(nose[0] + .045 * math.cos(i * 2.4) * (i / 68) ** .5, nose[1] + .06 * math.sin(i * 2.4) * (i / 68) ** .5)
                     for i in range(68)]


def parts(body):
    return body, hand(body[7], 1), hand(body[4], -1), face(body[0])


def expected(people, width, height):
    """As controlnet-aux's draw_poses, by its own functions."""
    canvas = np.zeros((height, width, 3), np.uint8)
    keypoints = lambda points: points and [p and reference.Keypoint(*p) for p in points]
    for body, left, right, points in map(parts, people):
        canvas = reference.openpose_util.draw_bodypose(canvas, keypoints(body))
        canvas = reference.openpose_util.draw_handpose(canvas, keypoints(left))
        canvas = reference.openpose_util.draw_handpose(canvas, keypoints(right))
        canvas = reference.openpose_util.draw_facepose(canvas, keypoints(points))
    return canvas


def line(name, people, width, height):
    values = []
    for body, left, right, points in map(parts, people):
        for part, count in ((body, 18), (left, 21), (right, 21), (points, 68)):
            for p in part or [None] * count:
                values += [repr(p[0] * width), repr(p[1] * height)] if p else ["-1", "-1"]
    return " ".join([name, str(width), str(height), *values])


def main():
    sizes = [(512, 512), (1024, 1024), (512, 384), (768, 1024)]
    with tempfile.TemporaryDirectory() as folder:
        lines, references = [], {}
        for pose, people in POSES.items():
            for width, height in sizes:
                name = f"{pose}-{width}x{height}"
                lines.append(line(name, people, width, height))
                references[name] = expected(people, width, height)
        poses = pathlib.Path(folder, "poses.txt")
        poses.write_text("\n".join(lines))
        subprocess.run(["java", "-cp", "target/classes:target/test-classes", "dev.likeness.pose.DrawPoses", poses, folder],
                       check=True)
        worst = 1.0
        for name, drawn in references.items():
            ours = cv2.imread(f"{folder}/{name}.png")[..., ::-1]
            similar = structural_similarity(drawn, ours, channel_axis=2)
            different = int((drawn != ours).any(2).sum())
            worst = min(worst, similar)
            print(f"{name:24} SSIM {similar:.5f}, {different} of {drawn.shape[0] * drawn.shape[1]} pixels differ")
    print(f"lowest {worst:.5f}, at least {LEAST} is needed")
    return 0 if worst >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
