"""BlazeFace (back camera): from the ONNX file of the package to one with plain names and whole answers."""

from pathlib import Path

import numpy as np
import onnx
from onnx import NodeProto, TensorProto, helper, numpy_helper

from conversion.onnx_graph import GraphBuilder, Known, Value, known

MODEL = "ONNX/face_detection_back_256x256_barracuda.onnx"
SIZE = 256

NOTICE = (
    "BlazeFace (MediaPipe face detection, back camera), copyright Google LLC, Apache License 2.0; "
    "inputs and outputs renamed, weights in half precision."
)


def convert(model: Path) -> onnx.ModelProto:
    source = onnx.load(model).graph
    graph = GraphBuilder("image", TensorProto.FLOAT, [1, SIZE, SIZE, 3])
    values: dict[str, Value] = {
        constant.name: Known(numpy_helper.to_array(constant)) for constant in source.initializer
    }
    values[source.input[0].name] = graph.input
    for node in source.node:
        values[node.output[0]] = append(graph, node, [values[name] for name in node.input])
    outputs = [values[output.name] for output in source.output]
    fine_scores, coarse_scores, fine_boxes, coarse_boxes = outputs
    scores = graph.add("Concat", fine_scores, coarse_scores, axis=1)
    boxes = graph.add("Concat", fine_boxes, coarse_boxes, axis=1)
    answers = {"scores": graph.add("Squeeze", scores, known([2], np.int64)), "boxes": boxes}
    return graph.build(answers, "blazeface_back", NOTICE)


def append(graph: GraphBuilder, node: NodeProto, inputs: list[Value]) -> Value:
    attributes = {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}
    if node.op_type == "Concat" and isinstance(inputs[1], Known) and not inputs[1].value.any():
        return more_channels(graph, inputs[0], inputs[1].shape[1])
    return graph.add(node.op_type, *inputs, **attributes)


def more_channels(graph: GraphBuilder, value: Value, count: int) -> Value:
    """Zeros behind the channels; the package joins a block of zeros, for a runtime that cannot pad channels."""
    return graph.add("Pad", value, known([0, 0, 0, 0, 0, count, 0, 0], np.int64))
