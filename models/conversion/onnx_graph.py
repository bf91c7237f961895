"""Builds an ONNX graph node by node; whatever is known while building is computed at once and leaves no node behind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx
from onnx import NodeProto, TensorProto, TypeProto, defs, helper, numpy_helper, shape_inference
from onnx.reference import ReferenceEvaluator

OPSET = 18
IR_VERSION = 8
"""What ONNX Runtime has read since 1.14."""

SMALLEST_HALVED = 256
"""Constants with fewer elements are not worth a Cast node."""


@dataclass(frozen=True)
class Known:
    """A value known while the graph is built."""

    value: np.ndarray

    @property
    def shape(self) -> tuple[int, ...]:
        return self.value.shape


@dataclass(frozen=True)
class Computed:
    """A value that the network computes."""

    name: str
    type: TypeProto

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(dimension.dim_value for dimension in self.type.tensor_type.shape.dim)


Value = Known | Computed

ABSENT = Computed("", TypeProto())
"""Stands for an optional input that is left out."""


def known(value: Any, dtype: type) -> Known:
    return Known(np.asarray(value, dtype))


def array(value: Value) -> np.ndarray:
    if isinstance(value, Known):
        return value.value
    raise NotImplementedError(f"{value.name} is needed while the graph is built, and is not known then")


class GraphBuilder:
    def __init__(self, input_name: str, input_type: int, input_shape: Sequence[int]) -> None:
        self.input = Computed(input_name, helper.make_tensor_type_proto(input_type, input_shape))
        self.nodes: list[NodeProto] = []
        self.constants: dict[tuple[str, tuple[int, ...], bytes], tuple[str, np.ndarray]] = {}

    def add(self, operator: str, *inputs: Value, **attributes: Any) -> Value:
        (output,) = self.add_several(1, operator, *inputs, **attributes)
        return output

    def add_several(self, outputs: int, operator: str, *inputs: Value, **attributes: Any) -> list[Value]:
        if all(isinstance(value, Known) for value in inputs):
            return self.compute(outputs, operator, inputs, attributes)
        return self.append(outputs, operator, inputs, attributes)

    def compute(self, outputs: int, operator: str, inputs: Sequence[Value], attributes: dict[str, Any]) -> list[Value]:
        arguments = {f"input{i}": array(value) for i, value in enumerate(inputs)}
        node = helper.make_node(operator, list(arguments), [f"output{i}" for i in range(outputs)], **attributes)
        evaluator = ReferenceEvaluator(node, opsets={"": OPSET})
        return [Known(np.asarray(value)) for value in evaluator.run(None, arguments)]

    def append(self, outputs: int, operator: str, inputs: Sequence[Value], attributes: dict[str, Any]) -> list[Value]:
        names = [self.name(value) for value in inputs]
        present = {name: value for name, value in zip(names, inputs) if value != ABSENT}
        stem = f"{operator.lower()}_{len(self.nodes)}"
        results = [stem] if outputs == 1 else [f"{stem}_{i}" for i in range(outputs)]
        node = helper.make_node(operator, names, results, stem, **attributes)
        self.nodes.append(node)
        types = shape_inference.infer_node_outputs(
            defs.get_schema(operator, OPSET),
            node,
            {name: type_of(value) for name, value in present.items()},
            {name: tensor(name, value.value) for name, value in present.items() if isinstance(value, Known)},
            opset_imports=[helper.make_opsetid("", OPSET)],
        )
        return [Computed(name, types[name]) for name in results]

    def name(self, value: Value) -> str:
        """Equal constants share one."""
        if isinstance(value, Computed):
            return value.name
        key = (value.value.dtype.str, value.shape, value.value.tobytes())
        return self.constants.setdefault(key, (f"constant_{len(self.constants)}", value.value))[0]

    def build(self, outputs: dict[str, Value], name: str, notice: str) -> onnx.ModelProto:
        """The model with these outputs; nodes and constants that none of them needs are left out."""
        for output, value in outputs.items():
            self.nodes.append(helper.make_node("Identity", [self.name(value)], [output], f"output_{output}"))
        nodes = needed(self.nodes, outputs)
        read = {name for node in nodes for name in node.input}
        stored: list[TensorProto] = []
        restored: list[NodeProto] = []
        for constant, content in self.constants.values():
            if constant not in read:
                continue
            halved = in_half(content)
            if halved is None:
                stored.append(tensor(constant, content))
            else:
                half = f"{constant}_half"
                stored.append(tensor(half, halved))
                restored.append(helper.make_node("Cast", [half], [constant], f"{constant}_cast", to=TensorProto.FLOAT))
        graph = helper.make_graph(
            restored + nodes,
            name,
            [helper.make_value_info(self.input.name, self.input.type)],
            [helper.make_value_info(output, type_of(value)) for output, value in outputs.items()],
            stored,
        )
        model = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", OPSET)],
            ir_version=IR_VERSION,
            producer_name="likeness",
            doc_string=notice,
        )
        onnx.checker.check_model(model, full_check=True)
        return model


def needed(nodes: list[NodeProto], outputs: Iterable[str]) -> list[NodeProto]:
    wanted, kept = set(outputs), []
    for node in reversed(nodes):
        if wanted.intersection(node.output):
            wanted.update(node.input)
            kept.append(node)
    return kept[::-1]


def in_half(content: np.ndarray) -> np.ndarray | None:
    """The numbers as float16, if there are many of them and they lose nothing by it."""
    if content.dtype != np.float32 or content.size < SMALLEST_HALVED:
        return None
    with np.errstate(over="ignore"):
        halved = content.astype(np.float16)
    return halved if np.array_equal(halved.astype(np.float32), content) else None


def type_of(value: Value) -> TypeProto:
    if isinstance(value, Computed):
        return value.type
    return helper.make_tensor_type_proto(helper.np_dtype_to_tensor_dtype(value.value.dtype), value.shape)


def tensor(name: str, content: np.ndarray) -> TensorProto:
    return numpy_helper.from_array(np.ascontiguousarray(content).reshape(content.shape), name)
