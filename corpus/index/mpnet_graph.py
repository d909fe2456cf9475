"""The graph of an MPNet in eight bits, written by hand: what it computes is that of the model's float32 weights, rounded.

Weights are whole numbers of -63 to 63 with a scale for each output, activations of -127 to 127 with a scale for each token. A
scale for all tokens at once, as quantizers commonly have it, loses much more: a few of this model's activations are many times
as large as the rest. No sum of two products leaves sixteen bits, which processors without VNNI would cut off.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Weights by their names in the model's file.
Weights = Mapping[str, "NDArray[np.float32]"]

_OPSET, _IR = 17, 8
#: The first places of the table of positions stand for padding.
_PADDING = 2
_LARGEST_WEIGHT, _LARGEST_ACTIVATION, _ZERO = 63, 127, 128
#: A token of nothing but zeros is divided by this.
_LEAST = 1e-12
#: Biases of distances, half of them ahead: near ones have one each, the others share one by their logarithm, up to `_FAR`.
_BUCKETS, _FAR = 32, 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How large a model is."""

    layers: int
    heads: int
    #: so many tokens a text has at most
    longest: int
    #: added to the variance where layers are normalized
    epsilon: float = 1e-5


def model(weights: Weights, shape: Shape) -> bytes:
    """An ONNX file whose `tokens` are the last layer's vectors of the `input_ids` of one text: always the same bytes.

    Raises
    ------
    KeyError
        A weight is missing.
    """
    from onnx import TensorProto, helper

    graph = _Graph(weights=weights)
    width = weights["embeddings.word_embeddings.weight"].shape[1]
    bias, tokens = _biases(graph, shape), _embedded(graph, shape)
    for layer in range(shape.layers):
        tokens = _layer(graph, f"encoder.layer.{layer}", tokens, bias, shape)
    graph.add("Identity", tokens, out="tokens")
    asked = helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "n"])
    told = helper.make_tensor_value_info("tokens", TensorProto.FLOAT, [1, "n", width])
    made = helper.make_graph(graph.nodes, "mpnet", [asked], [told], graph.constants)
    file = helper.make_model(made, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR, producer_name="hedgecite")
    raw: bytes = file.SerializeToString(deterministic=True)
    return raw


def buckets(longest: int) -> NDArray[np.int64]:
    """Which bias a token, by row, has for another, by column: near ones have their own, far ones share one."""
    import numpy as np

    ahead = np.arange(longest)[None, :] - np.arange(longest)[:, None]
    far = np.abs(ahead).astype(object)  # whole numbers without end, so that no machine rounds a logarithm otherwise
    half, exact = _BUCKETS // 2, _BUCKETS // 4
    steps = half - exact
    shared = exact + sum((far**steps * exact**k >= exact**steps * _FAR**k).astype(int) for k in range(1, steps))
    found: NDArray[np.int64] = np.where(ahead > 0, half, 0) + np.where(far < exact, far, shared).astype(np.int64)
    return found


def rounded(rows: NDArray[np.float32], largest: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Rows as whole numbers up to `largest`, and the scale of each."""
    import numpy as np

    scales = np.maximum(np.abs(rows).max(axis=1), _LEAST).astype(np.float32) / np.float32(largest)
    return np.rint(rows / scales[:, None]).astype(np.int8), scales


@dataclass(slots=True, kw_only=True)
class _Graph:
    """A graph as it grows; everything in it is named by its place."""

    weights: Weights
    nodes: list[Any] = field(default_factory=list)
    constants: list[Any] = field(default_factory=list)

    def add(self, kind: str, *given: str, out: str = "", **settings: Any) -> str:  # noqa: ANN401 attributes are of any type
        """A node; the name of what it gives."""
        from onnx import helper

        out = out or f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, given, [out], name=out, **settings))
        return out

    def constant(self, value: object, kind: str) -> str:
        """A constant of a type of numpy's."""
        import numpy as np
        from onnx import numpy_helper

        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(np.asarray(value, dtype=kind)), name))
        return name

    def number(self, value: float) -> str:
        """A constant number."""
        from onnx import helper

        name = f"constant_{len(self.constants)}"
        self.constants.append(helper.make_tensor(name, 1, [], [value]))
        return name


def _embedded(graph: _Graph, shape: Shape) -> str:
    """Words and their places."""
    table, scales = rounded(graph.weights["embeddings.word_embeddings.weight"], _LARGEST_ACTIVATION)
    whole = graph.add("Cast", graph.add("Gather", graph.constant(table, "int8"), "input_ids"), to=1)
    scale = graph.add("Gather", graph.constant(scales[:, None], "float32"), "input_ids")
    count = graph.add("Shape", "input_ids", start=1, end=2)
    places = graph.weights["embeddings.position_embeddings.weight"][_PADDING : _PADDING + shape.longest]
    zero = graph.constant([0], "int64")
    placed = graph.add("Slice", graph.constant(places, "float32"), zero, count, zero)
    return _normalized(graph, graph.add("Add", graph.add("Mul", whole, scale), placed), "embeddings.LayerNorm", shape)


def _biases(graph: _Graph, shape: Shape) -> str:
    """What each head adds for the distance of two tokens."""
    count = graph.add("Shape", "input_ids", start=1, end=2)
    both = graph.add("Concat", count, count, axis=0)
    start, axes = graph.constant([0, 0], "int64"), graph.constant([0, 1], "int64")
    place = graph.add("Slice", graph.constant(buckets(shape.longest), "int64"), start, both, axes)
    bias = graph.add("Gather", graph.constant(graph.weights["encoder.relative_attention_bias.weight"], "float32"), place)
    return graph.add("Unsqueeze", graph.add("Transpose", bias, perm=[2, 0, 1]), graph.constant([0], "int64"))


def _layer(graph: _Graph, name: str, tokens: str, bias: str, shape: Shape) -> str:
    seen = _linear(graph, [f"{name}.attention.attn.o"], _attention(graph, name, tokens, bias, shape))
    seen = _normalized(graph, graph.add("Add", seen, tokens), f"{name}.attention.LayerNorm", shape)
    wide = _gelu(graph, _linear(graph, [f"{name}.intermediate.dense"], seen))
    narrow = _linear(graph, [f"{name}.output.dense"], wide)
    return _normalized(graph, graph.add("Add", narrow, seen), f"{name}.output.LayerNorm", shape)


def _attention(graph: _Graph, name: str, tokens: str, bias: str, shape: Shape) -> str:
    parts = [f"{name}.attention.attn.{part}" for part in "qkv"]
    width = graph.weights[f"{parts[0]}.weight"].shape[0]
    own = width // shape.heads
    split = graph.constant([0, 0, 3 * shape.heads, own], "int64")
    every = graph.add("Transpose", graph.add("Reshape", _linear(graph, parts, tokens), split), perm=[0, 2, 1, 3])
    outs = [f"{part}_{len(graph.nodes)}" for part in ("query", "key", "value")]
    _split(graph, every, outs, shape.heads)
    query, key, value = outs
    scores = graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 1, 3, 2]))
    scaled = graph.add("Add", graph.add("Mul", scores, graph.number(1 / math.sqrt(own))), bias)
    seen = graph.add("Transpose", graph.add("MatMul", graph.add("Softmax", scaled, axis=-1), value), perm=[0, 2, 1, 3])
    return graph.add("Reshape", seen, graph.constant([0, 0, width], "int64"))


def _split(graph: _Graph, every: str, outs: Sequence[str], heads: int) -> None:
    from onnx import helper

    sizes = graph.constant([heads] * len(outs), "int64")
    graph.nodes.append(helper.make_node("Split", [every, sizes], outs, name=f"Split_{len(graph.nodes)}", axis=1))


def _linear(graph: _Graph, names: Sequence[str], given: str) -> str:
    """One or more linear maps of the same tokens, side by side."""
    import numpy as np

    whole, scales = rounded(np.concatenate([graph.weights[f"{n}.weight"] for n in names]), _LARGEST_WEIGHT)
    added = np.concatenate([graph.weights[f"{n}.bias"] for n in names])
    largest = graph.add("ReduceMax", graph.add("Abs", given), axes=[-1], keepdims=1)
    scale = graph.add("Div", graph.add("Max", largest, graph.number(_LEAST)), graph.number(_LARGEST_ACTIVATION))
    near = graph.add("Add", graph.add("Round", graph.add("Div", given, scale)), graph.number(_ZERO))
    zero = graph.constant(_ZERO, "uint8")
    product = graph.add("MatMulInteger", graph.add("Cast", near, to=2), graph.constant(whole.T, "int8"), zero)
    scaled = graph.add("Mul", graph.add("Mul", graph.add("Cast", product, to=1), scale), graph.constant(scales, "float32"))
    return graph.add("Add", scaled, graph.constant(added, "float32"))


def _normalized(graph: _Graph, given: str, name: str, shape: Shape) -> str:
    scale, added = (graph.constant(graph.weights[f"{name}.{part}"], "float32") for part in ("weight", "bias"))
    return graph.add("LayerNormalization", given, scale, added, axis=-1, epsilon=shape.epsilon)


def _gelu(graph: _Graph, given: str) -> str:
    share = graph.add("Add", graph.add("Erf", graph.add("Mul", given, graph.number(1 / math.sqrt(2)))), graph.number(1))
    return graph.add("Mul", graph.add("Mul", given, graph.number(0.5)), share)
