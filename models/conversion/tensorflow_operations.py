"""What each TensorFlow operation becomes in ONNX.

TensorFlow keeps channels last, ONNX's convolutions keep them first. Every value goes by its channels-last form; the
form that a convolution left is remembered, so that a chain of convolutions is not transposed to and fro.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np
from onnx import TensorProto

from conversion.onnx_graph import ABSENT, Computed, GraphBuilder, Known, Value, array, known
from conversion.tensorflow_graph import GraphModel, Node

TYPES = {"DT_FLOAT": TensorProto.FLOAT, "DT_INT32": TensorProto.INT32, "DT_BOOL": TensorProto.BOOL}

SAME_IN_ONNX = {
    "Abs": "Abs",
    "AddN": "Sum",
    "Equal": "Equal",
    "Exp": "Exp",
    "Greater": "Greater",
    "GreaterEqual": "GreaterOrEqual",
    "Identity": "Identity",
    "Less": "Less",
    "LogicalAnd": "And",
    "Maximum": "Max",
    "Minimum": "Min",
    "Mul": "Mul",
    "RealDiv": "Div",
    "Reciprocal": "Reciprocal",
    "Sigmoid": "Sigmoid",
    "Sub": "Sub",
}

Conversion = Callable[["Converter", Node, list[Value]], Value | list[Value]]
CONVERSIONS: dict[str, Conversion] = {}


def converts(*operations: str) -> Callable[[Conversion], Conversion]:
    def register(conversion: Conversion) -> Conversion:
        CONVERSIONS.update(dict.fromkeys(operations, conversion))
        return conversion

    return register


class Converter:
    def __init__(self, model: GraphModel, graph: GraphBuilder) -> None:
        self.model = model
        self.graph = graph
        self.channels_first: dict[str, Value] = {}

    def convert(self) -> Value:
        values: dict[str, Value] = {name: Known(weight) for name, weight in self.model.weights.items()}
        for node in self.model.nodes:
            if node.operation == "Placeholder":
                values[node.name] = self.graph.input
            elif node.operation != "Const":
                results = self.operation(node)(self, node, [values[name] for name in node.inputs])
                results = results if isinstance(results, list) else [results]
                values[node.name] = results[0]
                values.update({f"{node.name}:{i}": result for i, result in enumerate(results)})
        return values[self.model.output]

    def operation(self, node: Node) -> Conversion:
        if node.operation not in CONVERSIONS:
            raise NotImplementedError(f"{node.operation} ({node.name})")
        return CONVERSIONS[node.operation]

    def to_channels_first(self, value: Value) -> Value:
        if isinstance(value, Computed) and value.name in self.channels_first:
            return self.channels_first[value.name]
        return self.graph.add("Transpose", value, perm=[0, 3, 1, 2])

    def to_channels_last(self, value: Value) -> Value:
        turned = self.graph.add("Transpose", value, perm=[0, 2, 3, 1])
        if isinstance(turned, Computed):
            self.channels_first[turned.name] = value
        return turned

    def is_channels_first(self, value: Value) -> bool:
        return isinstance(value, Computed) and value.name in self.channels_first


def integers(numbers: Sequence[int] | np.ndarray) -> Known:
    return known(numbers, np.int64)


def as_long(graph: GraphBuilder, value: Value) -> Value:
    return graph.add("Cast", value, to=TensorProto.INT64)


@converts(*SAME_IN_ONNX)
def same(converter: Converter, node: Node, inputs: list[Value]) -> Value:
    return converter.graph.add(SAME_IN_ONNX[node.operation], *inputs)


@converts("AddV2")
def add(converter: Converter, node: Node, inputs: list[Value]) -> Value:
    if all(converter.is_channels_first(value) for value in inputs):
        return converter.to_channels_last(converter.graph.add("Add", *map(converter.to_channels_first, inputs)))
    return converter.graph.add("Add", *inputs)


@converts("FloorDiv")
def floor_div(converter: Converter, node: Node, inputs: list[Value]) -> Value:
    """ONNX rounds towards zero, which is the same for the indices that the network divides: none is negative."""
    return converter.graph.add("Div", *inputs)


@converts("SquaredDifference")
def squared_difference(converter: Converter, node: Node, inputs: list[Value]) -> Value:
    difference = converter.graph.add("Sub", *inputs)
    return converter.graph.add("Mul", difference, difference)


@converts("Select")
def select(converter: Converter, node: Node, inputs: list[Value]) -> Value:
    condition, chosen, otherwise = inputs
    if not condition.shape == chosen.shape == otherwise.shape:
        raise NotImplementedError(f"{node.name} selects whole rows")
    return converter.graph.add("Where", *inputs)


@converts("Cast")
def cast(converter: Converter, node: Node, inputs: list[Value]) -> Value:
    return converter.graph.add("Cast", *inputs, to=TYPES[node.type("DstT")])


@converts("_FusedConv2D", "FusedDepthwiseConv2dNative", "DepthwiseConv2dNative")
def convolution(converter: Converter, node: Node, inputs: list[Value]) -> Value:
    image, kernel, *bias = inputs
    graph, (height, width, channels, _) = converter.graph, kernel.shape
    if "Depthwise" in node.operation:
        weights, groups = array(kernel).transpose(2, 3, 0, 1).reshape(-1, 1, height, width), channels
    else:
        weights, groups = array(kernel).transpose(3, 2, 0, 1), 1
    strides = node.numbers("strides")[1:3]
    if node.numbers("dilations") != [1, 1, 1, 1]:
        raise NotImplementedError(f"{node.name} is dilated")
    result = graph.add(
        "Conv",
        converter.to_channels_first(image),
        Known(weights),
        *bias,
        strides=strides,
        pads=padding(node, image.shape[1:3], (height, width), strides),
        group=groups,
    )
    for fused in node.texts("fused_ops"):
        if fused == "Relu":
            result = graph.add("Relu", result)
        elif fused == "Relu6":
            result = graph.add("Clip", result, known(0, np.float32), known(6, np.float32))
        elif fused != "BiasAdd":
            raise NotImplementedError(f"{node.name} is fused with {fused}")
    return converter.to_channels_last(result)


@converts("MaxPool")
def max_pool(converter: Converter, node: Node, inputs: list[Value]) -> Value:
    (image,) = inputs
    window, strides = node.numbers("ksize")[1:3], node.numbers("strides")[1:3]
    pads = padding(node, image.shape[1:3], window, strides)
    pooled = converter.graph.add(
        "MaxPool", converter.to_channels_first(image), kernel_shape=window, strides=strides, pads=pads
    )
    return converter.to_channels_last(pooled)


def padding(node: Node, image: Sequence[int], window: Sequence[int], strides: Sequence[int]) -> list[int]:
    """Top, left, bottom, right; an odd pixel goes to the bottom and to the right."""
    if node.text("padding") == "VALID":
        return [0, 0, 0, 0]
    totals = [
        max((math.ceil(size / stride) - 1) * stride + extent - size, 0)
        for size, extent, stride in zip(image, window, strides)
    ]
    return [total // 2 for total in totals] + [total - total // 2 for total in totals]


@converts("ResizeBilinear")
def resize_bilinear(converter: Converter, node: Node, inputs: list[Value]) -> Value:
    image, size = inputs
    if node.flag("align_corners") or not node.flag("half_pixel_centers"):
        raise NotImplementedError(f"{node.name} does not sample at pixel centres")
    sizes = integers([image.shape[0], image.shape[3], *array(size)])
    resized = converter.graph.add(
        "Resize",
        converter.to_channels_first(image),
        ABSENT,
        ABSENT,
        sizes,
        mode="linear",
        coordinate_transformation_mode="half_pixel",
    )
    return converter.to_channels_last(resized)


@converts("Shape")
def shape(converter: Converter, node: Node, inputs: list[Value]) -> Value:
    return known(inputs[0].shape, np.int32)


@converts("Size")
def size(converter: Converter, node: Node, inputs: list[Value]) -> Value:
    return known(math.prod(inputs[0].shape), np.int32)


@converts("Range")
def arange(converter: Converter, node: Node, inputs: list[Value]) -> Value:
    return converter.graph.add("Range", *inputs)


@converts("Fill")
def fill(converter: Converter, node: Node, inputs: list[Value]) -> Value:
    dimensions, value = inputs
    return converter.graph.add("Expand", value, as_long(converter.graph, dimensions))


@converts("Tile")
def tile(converter: Converter, node: Node, inputs: list[Value]) -> Value:
    value, repeats = inputs
    return converter.graph.add("Tile", value, as_long(converter.graph, repeats))


@converts("Reshape")
def reshape(converter: Converter, node: Node, inputs: list[Value]) -> Value:
    value, dimensions = inputs
    return converter.graph.add("Reshape", value, as_long(converter.graph, dimensions))


@converts("ExpandDims")
def expand_dims(converter: Converter, node: Node, inputs: list[Value]) -> Value:
    value, axis = inputs
    return converter.graph.add("Unsqueeze", value, integers(array(axis).reshape(-1)))


@converts("Squeeze")
def squeeze(converter: Converter, node: Node, inputs: list[Value]) -> Value:
    return converter.graph.add("Squeeze", *inputs, integers(node.numbers("squeeze_dims")))


@converts("Pack")
def pack(converter: Converter, node: Node, inputs: list[Value]) -> Value:
    axis = node.number("axis")
    parts = [converter.graph.add("Unsqueeze", value, integers([axis])) for value in inputs]
    return converter.graph.add("Concat", *parts, axis=axis)


@converts("Unpack")
def unpack(converter: Converter, node: Node, inputs: list[Value]) -> list[Value]:
    axis = node.number("axis")
    return [converter.graph.add("Gather", *inputs, known(i, np.int64), axis=axis) for i in range(node.number("num"))]


@converts("ConcatV2")
def concat(converter: Converter, node: Node, inputs: list[Value]) -> Value:
    *parts, axis = inputs
    return converter.graph.add("Concat", *parts, axis=int(array(axis)))


@converts("Split")
def split(converter: Converter, node: Node, inputs: list[Value]) -> list[Value]:
    axis, value = inputs
    parts = node.number("num_split")
    return converter.graph.add_several(parts, "Split", value, axis=int(array(axis)), num_outputs=parts)


@converts("StridedSlice")
def strided_slice(converter: Converter, node: Node, inputs: list[Value]) -> Value:
    value, begin, end, strides = inputs
    graph = converter.graph
    slices: list[tuple[int, int, int, int]] = []
    dropped: list[int] = []
    inserted: list[int] = []
    begins, ends, steps = array(begin), array(end), array(strides)
    for i in range(begins.size):
        axis = i - len(inserted)
        if node.number("ellipsis_mask") >> i & 1:
            raise NotImplementedError(f"{node.name} slices with an ellipsis")
        if node.number("new_axis_mask") >> i & 1:
            inserted.append(i - len(dropped))
        elif node.number("shrink_axis_mask") >> i & 1:
            slices.append((int(begins[i]), int(begins[i]) + 1, axis, 1))
            dropped.append(axis)
        else:
            start = 0 if node.number("begin_mask") >> i & 1 else int(begins[i])
            stop = value.shape[axis] if node.number("end_mask") >> i & 1 else int(ends[i])
            slices.append((start, stop, axis, int(steps[i])))
    slices = [cut for cut in slices if cut != (0, value.shape[cut[2]], cut[2], 1)]
    if slices:
        value = graph.add("Slice", value, *(integers(column) for column in zip(*slices)))
    if dropped:
        value = graph.add("Squeeze", value, integers(dropped))
    if inserted:
        value = graph.add("Unsqueeze", value, integers(inserted))
    return value


@converts("Sum", "Max")
def reduction(converter: Converter, node: Node, inputs: list[Value]) -> Value:
    value, axes = inputs
    operator = {"Sum": "ReduceSum", "Max": "ReduceMax"}[node.operation]
    return converter.graph.add(operator, value, integers(array(axes).reshape(-1)), keepdims=int(node.flag("keep_dims")))


@converts("ArgMax")
def arg_max(converter: Converter, node: Node, inputs: list[Value]) -> Value:
    value, axis = inputs
    index = converter.graph.add("ArgMax", value, axis=int(array(axis)), keepdims=0)
    return converter.graph.add("Cast", index, to=TYPES[node.type("output_type")])


@converts("TopKV2")
def top_k(converter: Converter, node: Node, inputs: list[Value]) -> list[Value]:
    value, count = inputs
    values, indices = converter.graph.add_several(2, "TopK", value, integers(array(count).reshape(-1)))
    return [values, converter.graph.add("Cast", indices, to=TensorProto.INT32)]


@converts("GatherNd")
def gather_nd(converter: Converter, node: Node, inputs: list[Value]) -> Value:
    value, indices = inputs
    return converter.graph.add("GatherND", value, as_long(converter.graph, indices))
