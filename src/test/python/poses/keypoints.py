"""Writes what other people's code sees in the photographs with the networks that lie beside the checkout: the references of
ReferencesTest. controlnet-aux puts together what OpenPose's networks see, rtmlib what DWPose's do; MoveNet's numbers are read
as its model card says.

usage, from the project's root: keypoints.py MODELS PHOTOGRAPHS"""

import inspect
import json
import pathlib
import sys

import cv2
import numpy as np

import reference

TARGET = pathlib.Path("src/test/resources/poses/keypoints.json")
PHOTOGRAPHS = ["apollo11_crew.jpg", "assets_images_t_pose_t6.jpg", "assets_images_y_y1.jpg", "coffee.png", "pifpaf_soccer.jpg",
               "rocket.jpg", "web_public_img_side_lunge_left.jpg", "web_public_img_warrior_left.jpg",
               "web_public_img_yogi_squat.jpg"]
# From COCO's 17 points, and the neck as the 18th, to OpenPose's 18.
COCO = [0, 17, 6, 8, 10, 5, 7, 9, 12, 14, 16, 11, 13, 15, 2, 1, 4, 3]


class WholeOpenPose(reference.OpenPose):
    """controlnet-aux shows the network a picture half as high as OpenPose does. Here it is as large as fits, so that both
    sides see the same: one line of its code is another, and a network's maps are of one size."""

    def __init__(self, path):
        super().__init__(path, 1)
        source = inspect.getsource(reference.openpose_body)
        assert source.count("scale_search = [0.5]") == 1
        scope = {"__name__": reference.openpose_body.__name__, "__package__": reference.openpose_body.__package__}
        exec(source.replace("scale_search = [0.5]", "scale_search = [self.scale]"), scope)
        self.body = object.__new__(scope["Body"])
        self.body.model = reference._Model(self.run)

    def people(self, bgr):
        height, width = reference.resize_image(bgr, self.DETECT_RESOLUTION).shape[:2]
        self.body.scale = min(self.size[1] / width, self.size[0] / height) * height / 368
        size = bgr.shape[1::-1]
        return [[k and (k.x * size[0], k.y * size[1], k.score) for k in person] for person in super().people(bgr)]


class MoveNet:
    """Letterboxed in the middle of a black square; y, x and score of 17 points, and the person's score at the end."""

    def __init__(self, path, threads=1):
        self.session = reference.session(path, threads)
        self.input = self.session.get_inputs()[0]

    def people(self, bgr):
        height, width = bgr.shape[:2]
        side = self.input.shape[1]
        scale = side / max(height, width)
        small = cv2.resize(bgr, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
        left, top = (side - small.shape[1]) // 2, (side - small.shape[0]) // 2
        square = np.zeros((1, side, side, 3), np.int32)
        square[0, top:top + small.shape[0], left:left + small.shape[1]] = small[..., ::-1]
        output = self.session.run(None, {self.input.name: square})[0].reshape(-1, 56 if side == 256 else 51)
        people = []
        for row in output:
            points = row[:51].reshape(17, 3)
            if (row[55] if len(row) == 56 else points[:, 2].mean()) >= 0.25:
                places = (points[:, 1::-1] * side - [left, top]) / scale
                people.append(joints(places, points[:, 2], 0.2))
        return people


class DwPose(reference.DwPose):
    def people(self, bgr):
        keypoints, scores = super().people(bgr)
        return [joints(k[:17], s[:17], 0.3) for k, s in zip(keypoints, scores)]


def joints(places, scores, least):
    places = np.vstack([places, places[5:7].mean(0)])
    scores = np.append(scores, scores[5:7].min())
    return [(*places[i], scores[i]) if scores[i] >= least else None for i in COCO]


def rounded(people):
    return [[k and [round(float(k[0]), 1), round(float(k[1]), 1), round(float(k[2]), 2)] for k in person] for person in people]


def main():
    models, photographs = map(pathlib.Path, sys.argv[1:])
    file = lambda name: str(models / name)
    networks = {
        "movenet": (["movenet_multipose_256.onnx"], MoveNet),
        "movenet, one person": (["movenet_lightning.onnx"], MoveNet),
        "openpose": (["multipose_as_openpose_368.onnx"], WholeOpenPose),
        "openpose, learned": (["tfpose_mnv2_small_368x368.onnx"], WholeOpenPose),
        "dwpose": (["multipose_as_yolox_640.onnx", "movenet_as_dwpose133_384x288.onnx"], lambda d, p: DwPose(d, p, 1)),
    }
    references = {}
    for name, (files, network) in networks.items():
        reader = network(*map(file, files))
        references[name] = {
            "networks": files,
            "people": {photo: rounded(reader.people(cv2.imread(str(photographs / photo)))) for photo in PHOTOGRAPHS},
        }
        counts = {photo: len(people) for photo, people in references[name]["people"].items()}
        print(name, counts)
    lines = json.dumps(references, indent=1)
    # A person a line.
    for deep in ("\n      ", "\n     ", "\n    "):
        lines = lines.replace(deep, " " if deep != "\n    " else deep)
    TARGET.write_text(lines + "\n")


if __name__ == "__main__":
    main()
