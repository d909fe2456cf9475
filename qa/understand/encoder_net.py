"""The net that is tuned: layers of MiniLM, the lower ones fixed, with heads for figures, kinds and flags; at build time alone."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from qa.understand.encoder import LONGEST

#: How many layers stay as they are.
FIXED = 0
_WIDTH, _SHARPNESS, _STRETCH = 384, 16.0, 8.0
#: How many weights share a step, and the runtime's name for products of whole numbers.
_BLOCK, _INT8 = 64, 4


class Padded(NamedTuple):
    """States of texts of one batch, and which of them are there."""

    states: Tensor
    mask: Tensor


class Net(nn.Module):
    """An encoder, and linear heads over its unit vectors; what figures share in their keys is learned once."""

    def __init__(self, folder: Path, kinship: NDArray[np.float32], kinds: int, flags: int) -> None:
        super().__init__()
        from transformers import BertModel

        self.bert = BertModel.from_pretrained(folder, attn_implementation="eager", add_pooling_layer=False)
        for part in (self.bert.embeddings, *self.bert.encoder.layer[:FIXED]):
            part.requires_grad_(False)
        self.own = nn.Parameter(torch.zeros(len(kinship), _WIDTH))
        self.common = nn.Parameter(torch.zeros(kinship.shape[1], _WIDTH))
        self.bias = nn.Parameter(torch.zeros(len(kinship)))
        self.sharpness = nn.Parameter(torch.tensor(math.log(_SHARPNESS)))
        self.kinds, self.flags, self.dropout = nn.Linear(_WIDTH, kinds), nn.Linear(_WIDTH, flags), nn.Dropout(0.1)
        self.register_buffer("kinship", torch.tensor(kinship))
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(LONGEST)
        self.tokenizer.no_padding()

    def begin(self, records: Sequence[str]) -> None:
        """Set the figures' directions to those of their records."""
        vectors = self.vectors(records)
        apart = vectors - vectors.mean(axis=0) / 2
        self.own.data = torch.tensor(apart / np.linalg.norm(apart, axis=1, keepdims=True))

    def tuned(self) -> list[nn.Parameter]:
        """Parameters of the layers that learn."""
        return [p for p in self.bert.parameters() if p.requires_grad]

    def heads(self) -> list[nn.Parameter]:
        """Parameters of the heads."""
        return [p for name, p in self.named_parameters() if not name.startswith("bert.")]

    def lower(self, texts: Sequence[str]) -> list[Tensor]:
        """What the fixed layers make of texts, kept to be used again; their dropout is off."""
        training, found = self.training, [torch.empty(0)] * len(texts)
        self.eval()
        ids = [self.tokenizer.encode(text).ids for text in texts]
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            for batch in batches([len(i) for i in ids], 64):
                longest = max(len(ids[i]) for i in batch)
                given = torch.tensor([ids[i] + [0] * (longest - len(ids[i])) for i in batch])
                mask = torch.tensor([[float(n < len(ids[i])) for n in range(longest)] for i in batch])
                states = self.run_layers(self.bert.embeddings(input_ids=given), mask, slice(0, FIXED))
                for state, i in zip(states, batch, strict=True):
                    found[i] = state[: len(ids[i])].to(torch.bfloat16).clone()
        self.train(training)
        return found

    def upper(self, given: Padded) -> Tensor:
        """Unit vectors of texts whose lower states are given."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = self.run_layers(given.states, given.mask, slice(FIXED, None))
        return mean_of(states.float(), given.mask)

    def run_layers(self, states: Tensor, mask: Tensor, which: slice) -> Tensor:
        """Some of the layers, one after the other."""
        shut = (1 - mask)[:, None, None, :] * -1e4
        for layer in self.bert.encoder.layer[which]:
            out = layer(states, shut)
            states = out[0] if isinstance(out, tuple) else out
        return states

    def scores(self, vectors: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of figures, kinds and flags."""
        figures = self.sharpness.exp() * (vectors @ (self.own + self.kinship @ self.common).T) + self.bias
        far = self.dropout(vectors) * _STRETCH
        return figures, self.kinds(far), self.flags(far)

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of texts, in fp32."""
        kept, found = self.lower(texts), np.zeros((len(texts), _WIDTH), np.float32)
        with torch.no_grad():
            for batch in batches([len(k) for k in kept], 64):
                found[batch] = self.upper(padded([kept[i] for i in batch])).numpy()
        return found

    def linear(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The heads as one matrix, vectors by outcomes, and their bias."""
        with torch.no_grad():
            figures = self.sharpness.exp() * (self.own + self.kinship @ self.common)
            rows = torch.cat([figures, _STRETCH * self.kinds.weight, _STRETCH * self.flags.weight])
            return rows.T.contiguous().numpy(), torch.cat([self.bias, self.kinds.bias, self.flags.bias]).numpy()


class Encoder(nn.Module):
    """The encoder alone, from numbers of tokens to unit vectors, as it is exported."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Unit vectors."""
        mask = attention_mask.float()
        states = self.net.run_layers(self.net.bert.embeddings(input_ids=input_ids), mask, slice(0, None))
        return mean_of(states, mask)


def mean_of(states: Tensor, mask: Tensor) -> Tensor:
    """The mean of the states that are there, as a unit vector."""
    return functional.normalize((states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True), dim=-1)


def padded(states: Sequence[Tensor]) -> Padded:
    """States of texts side by side."""
    longest = max(len(state) for state in states)
    whole, mask = torch.zeros(len(states), longest, _WIDTH), torch.zeros(len(states), longest)
    for i, state in enumerate(states):
        whole[i, : len(state)] = state.float()
        mask[i, : len(state)] = 1
    return Padded(whole, mask)


def batches(lengths: Sequence[int], size: int, chance: random.Random | None = None) -> list[list[int]]:
    """Texts in batches of about one length, in an order by chance or in their own."""
    order = list(range(len(lengths)))
    if chance:
        chance.shuffle(order)
    found = []
    for start in range(0, len(order), size * 16):
        near = sorted(order[start : start + size * 16], key=lambda i: lengths[i])
        found += [near[i : i + size] for i in range(0, len(near), size)]
    if chance:
        chance.shuffle(found)
    return found


def export(net: Net, file: Path) -> None:
    """The encoder as ONNX with int8 weights: of words by row, of matrices in blocks, each with its own step.

    One step for a whole matrix would turn one reading in thirty; blocks turn one in a hundred.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer

    whole = file.with_suffix(".fp32.onnx")
    given = (torch.tensor([[101, 2129, 102]]), torch.tensor([[1, 1, 1]]))
    axes = {name: {0: "rows", 1: "tokens"} for name in ("input_ids", "attention_mask")}
    torch.onnx.export(
        Encoder(net).eval(),
        given,
        whole,
        input_names=["input_ids", "attention_mask"],
        output_names=["vector"],
        dynamic_axes=axes,
        dynamo=False,
        opset_version=17,
    )
    quantize_dynamic(whole, file, weight_type=QuantType.QInt8, op_types_to_quantize=["Gather"], per_channel=True)
    blocks = MatMulNBitsQuantizer(onnx.load(file), bits=8, block_size=_BLOCK, is_symmetric=True, accuracy_level=_INT8)
    blocks.process()
    blocks.model.save_model_to_file(str(file))
