"""The code that ControlNet users know, run without torch: controlnet-aux's drawings and OpenPose decoder, rtmlib's YOLOX
and RTMPose. None of it is changed; what it takes from torch is a few names, given here."""

import contextlib
import importlib
import importlib.util
import sys
import types

import cv2
import numpy as np
import onnxruntime
import scipy.ndimage


class Tensor:
    """What controlnet-aux's OpenPose does with a tensor: hand it to the network and take it back."""

    def __init__(self, values):
        self.values = values

    def float(self):
        return self

    def to(self, _device):
        return self

    def cpu(self):
        return self

    def numpy(self):
        return self.values


def _without_torch():
    torch = types.ModuleType("torch")
    torch.from_numpy = Tensor
    torch.no_grad = contextlib.nullcontext
    sys.modules["torch"] = torch
    # A name that scipy has dropped since.
    filters = types.ModuleType("scipy.ndimage.filters")
    filters.gaussian_filter = scipy.ndimage.gaussian_filter
    sys.modules["scipy.ndimage.filters"] = filters
    # The packages import every preprocessor that there is; their folders are enough here.
    root = importlib.util.find_spec("controlnet_aux").submodule_search_locations[0]
    for package in ("controlnet_aux", "controlnet_aux.open_pose", "controlnet_aux.dwpose"):
        module = types.ModuleType(package)
        module.__path__ = [root + "/".join([""] + package.split(".")[1:])]
        sys.modules[package] = module
    model = types.ModuleType("controlnet_aux.open_pose.model")
    model.bodypose_model = None
    sys.modules[model.__name__] = model


_without_torch()
openpose_util = importlib.import_module("controlnet_aux.open_pose.util")
openpose_body = importlib.import_module("controlnet_aux.open_pose.body")
dwpose_util = importlib.import_module("controlnet_aux.dwpose.util")
from rtmlib import RTMPose, YOLOX  # noqa: E402

Keypoint = openpose_body.Keypoint


def session(path, threads):
    """As the service opens a network."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


class OpenPose:
    """controlnet-aux's Body with an ONNX network in the place of the one of torch."""

    DETECT_RESOLUTION = 512

    def __init__(self, path, threads):
        self.session = session(path, threads)
        self.size = self.session.get_inputs()[0].shape[2:]
        self.body = object.__new__(openpose_body.Body)
        self.body.model = _Model(self.run)

    def run(self, image):
        height, width = image.shape[2:]
        most_height, most_width = self.size
        # The network's pixels are 0..255, and its size is fixed: the rest is the grey that the code pads with.
        whole = np.full((1, 3, most_height, most_width), 128, np.float32)
        whole[:, :, :height, :width] = (image + 0.5) * 256
        heatmaps, pafs = self.session.run(["heatmaps", "pafs"], {self.session.get_inputs()[0].name: whole})
        cells = (slice(None), slice(None), slice(height // 8), slice(width // 8))
        return Tensor(pafs[cells]), Tensor(heatmaps[cells])

    def people(self, bgr):
        """Lists of 18 keypoints or None, in parts of the picture."""
        small = resize_image(bgr, self.DETECT_RESOLUTION)
        candidate, subset = self.body(small)
        height, width = small.shape[:2]
        return [
            [k and Keypoint((k.x + 0.5) / width, (k.y + 0.5) / height, k.score) for k in body.keypoints]
            for body in self.body.format_body_result(candidate, subset)
        ]

    def whole_pass(self, file):
        bgr = cv2.imdecode(file, cv2.IMREAD_COLOR)
        canvas = np.zeros_like(bgr)
        for person in self.people(bgr):
            canvas = openpose_util.draw_bodypose(canvas, person)
        return canvas


class _Model:
    def __init__(self, run):
        self.run = run

    def __call__(self, image):
        return self.run(image.values)

    def parameters(self):
        return iter([types.SimpleNamespace(device="cpu")])


def resize_image(image, resolution):
    """controlnet_aux/util.py's, which cannot be imported without torch: the shorter side becomes the resolution."""
    height, width, _ = image.shape
    k = float(resolution) / min(height, width)
    size = (int(np.round(width * k / 64.0)) * 64, int(np.round(height * k / 64.0)) * 64)
    return cv2.resize(image, size, interpolation=cv2.INTER_LANCZOS4 if k > 1 else cv2.INTER_AREA)


class DwPose:
    """rtmlib's detector and RTMPose with DWPose's sizes and thresholds, drawn by controlnet-aux's DWPose."""

    def __init__(self, detector, pose, threads, size=(288, 384)):
        self.detector = YOLOX(detector, (640, 640), score_thr=0.3)
        self.detector.session = session(detector, threads)
        self.pose = RTMPose(pose, size)
        self.pose.session = session(pose, threads)

    def people(self, bgr):
        """Keypoints (people, 133, 2) in pixels, scores (people, 133)."""
        boxes = self.detector(bgr)
        if len(boxes) == 0:
            return np.zeros((0, 133, 2)), np.zeros((0, 133))
        return self.pose(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), boxes)

    def whole_pass(self, file):
        bgr = cv2.imdecode(file, cv2.IMREAD_COLOR)
        keypoints, scores = self.people(bgr)
        height, width = bgr.shape[:2]
        canvas = np.zeros_like(bgr)
        if len(keypoints) == 0:
            return canvas
        candidate, subset, hands, faces = whole_body(keypoints, scores, width, height)
        canvas = dwpose_util.draw_bodypose(canvas, candidate, subset)
        canvas = dwpose_util.draw_handpose(canvas, hands)
        return dwpose_util.draw_facepose(canvas, faces)


def whole_body(keypoints, scores, width, height):
    """What DWPose's detector makes of its network's points before it draws them."""
    info = np.concatenate([keypoints, scores[..., None]], -1)
    neck = info[:, [5, 6]].mean(1)
    neck[:, 2] = np.logical_and(info[:, 5, 2] > 0.3, info[:, 6, 2] > 0.3)
    info = np.insert(info, 17, neck, axis=1)
    mmpose = [17, 6, 8, 10, 7, 9, 12, 14, 16, 13, 15, 2, 1, 4, 3]
    openpose = [1, 2, 3, 4, 6, 7, 8, 9, 10, 12, 13, 14, 15, 16, 17]
    info[:, openpose] = info[:, mmpose]
    points, sure = info[..., :2] / [width, height], info[..., 2] >= 0.3
    points[~sure] = -1
    people = len(points)
    subset = np.where(sure[:, :18], np.arange(people * 18).reshape(people, 18), -1)
    hands = np.concatenate([points[:, 92:113], points[:, 113:]])
    return points[:, :18].reshape(-1, 2), subset, hands, points[:, 24:92]
