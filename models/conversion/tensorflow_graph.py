"""Reads a TensorFlow.js graph model (model.json and its weight file) into nodes and weights."""

import base64
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Node:
    name: str
    operation: str
    inputs: list[str]
    """Names of values: a node's name for its first output, `name:1` for its second, and so on."""
    attributes: dict[str, Any]

    def number(self, attribute: str) -> int:
        return int(self.attributes.get(attribute, {}).get("i", 0))

    def numbers(self, attribute: str) -> list[int]:
        return [int(number) for number in self.attributes[attribute]["list"].get("i", [])]

    def flag(self, attribute: str) -> bool:
        return bool(self.attributes.get(attribute, {}).get("b", False))

    def text(self, attribute: str) -> str:
        return base64.b64decode(self.attributes[attribute]["s"]).decode()

    def texts(self, attribute: str) -> list[str]:
        listed = self.attributes.get(attribute, {}).get("list", {}).get("s", [])
        return [base64.b64decode(text).decode() for text in listed]

    def type(self, attribute: str) -> str:
        return self.attributes[attribute]["type"]


@dataclass(frozen=True)
class GraphModel:
    nodes: list[Node]
    """Every node after those it reads from."""
    weights: dict[str, np.ndarray]
    output: str


def read(model: Path) -> GraphModel:
    document = json.loads(model.read_text())
    nodes = [
        Node(node["name"], node["op"], [value_name(name) for name in node.get("input", [])], node.get("attr", {}))
        for node in document["modelTopology"]["node"]
    ]
    (output,) = document["signature"]["outputs"].values()
    weights = read_weights(document["weightsManifest"], model.parent)
    return GraphModel(in_order(nodes), weights, value_name(output["name"]))


def value_name(name: str) -> str:
    return name.removesuffix(":0")


def in_order(nodes: list[Node]) -> list[Node]:
    by_name = {node.name: node for node in nodes}
    ordered: dict[str, Node] = {}
    waiting = list(reversed(nodes))
    while waiting:
        node = waiting[-1]
        missing = [by_name[name.split(":")[0]] for name in node.inputs if name.split(":")[0] not in ordered]
        if missing:
            waiting.extend(missing)
        else:
            ordered.setdefault(node.name, waiting.pop())
    return list(ordered.values())


def read_weights(manifest: list[dict[str, Any]], folder: Path) -> dict[str, np.ndarray]:
    weights = {}
    for group in manifest:
        stored = b"".join((folder / path).read_bytes() for path in group["paths"])
        offset = 0
        for weight in group["weights"]:
            quantization = weight.get("quantization", {"dtype": weight["dtype"]})
            if "scale" in quantization:
                raise NotImplementedError(f"{weight['name']} is quantised to integers")
            dtype, count = np.dtype(quantization["dtype"]), math.prod(weight["shape"])
            values = np.frombuffer(stored, dtype, count, offset)
            weights[weight["name"]] = values.reshape(weight["shape"]).astype(weight["dtype"])
            offset += count * dtype.itemsize
    return weights
