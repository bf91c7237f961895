"""MoveNet MultiPose: from a TensorFlow.js graph model to ONNX."""

from pathlib import Path

import onnx
from onnx import TensorProto

from conversion.onnx_graph import GraphBuilder
from conversion.tensorflow_graph import read
from conversion.tensorflow_operations import Converter

MODEL = "models/movenet-multipose.json"
WEIGHTS = "models/movenet-multipose.bin"
SIZE = 256
"""The side of the square the network sees. It answers at other sizes too, but worse: see README.md."""

NOTICE = (
    "MoveNet MultiPose Lightning 1, copyright Google LLC, Apache License 2.0; "
    "converted to ONNX, weights in half precision."
)


def convert(model: Path) -> onnx.ModelProto:
    graph = GraphBuilder("image", TensorProto.INT32, [1, SIZE, SIZE, 3])
    people = Converter(read(model), graph).convert()
    return graph.build({"people": people}, "movenet_multipose", NOTICE)
