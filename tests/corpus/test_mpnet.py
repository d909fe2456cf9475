"""The larger embedding model: a small one of its architecture is made ready by the real code and held against numpy."""

from __future__ import annotations

import io
import json
import math
import zipfile
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from corpus.index import mpnet, mpnet_weights
from corpus.index.embedding import EmbedderMissingError, MiniLM
from corpus.index.mpnet import MPNet
from corpus.index.mpnet_graph import Shape, buckets, model, rounded
from tests.embedded import TEXTS, library_in, over

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHAPE = Shape(layers=2, heads=4, longest=150)
WIDTH, WIDE, WORDS = 32, 64, 60


def weights_of(seed: int = 3) -> dict[str, NDArray[np.float32]]:
    """Random weights of a small model, large enough that its heads look at some tokens more than at others."""
    drawn = np.random.default_rng(seed)

    def some(*shape: int, scale: float = 1.0) -> NDArray[np.float32]:
        return drawn.normal(0, scale, shape).astype(np.float32)

    told = {
        "embeddings.word_embeddings.weight": some(WORDS, WIDTH),
        "embeddings.position_embeddings.weight": some(SHAPE.longest + 2, WIDTH),
        "encoder.relative_attention_bias.weight": some(32, SHAPE.heads, scale=2),
    }
    layers = [f"encoder.layer.{n}" for n in range(SHAPE.layers)]
    maps = [(f"{layer}.attention.attn.{part}", WIDTH, WIDTH) for layer in layers for part in "qkvo"]
    maps += [(f"{layer}.intermediate.dense", WIDE, WIDTH) for layer in layers]
    maps += [(f"{layer}.output.dense", WIDTH, WIDE) for layer in layers]
    for name, outs, ins in maps:
        told |= {f"{name}.weight": some(outs, ins, scale=1.5 / math.sqrt(ins)), f"{name}.bias": some(outs, scale=0.1)}
    for name in ("embeddings", *(f"{layer}.{part}" for layer in layers for part in ("attention", "output"))):
        told |= {f"{name}.LayerNorm.weight": 1 + some(WIDTH, scale=0.1), f"{name}.LayerNorm.bias": some(WIDTH, scale=0.1)}
    return told


def expected(told: Mapping[str, NDArray[np.float32]], ids: list[int], *, biased: bool = True) -> NDArray[np.float64]:
    """The last layer's vectors in double precision, as the model's authors define them; without its biases of distance too."""
    w = {name: value.astype(np.float64) for name, value in told.items()}

    def linear(name: str, x: NDArray[np.float64]) -> NDArray[np.float64]:
        return x @ w[f"{name}.weight"].T + w[f"{name}.bias"]

    def norm(name: str, x: NDArray[np.float64]) -> NDArray[np.float64]:
        centred = x - x.mean(axis=-1, keepdims=True)
        unit = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + SHAPE.epsilon)
        return np.asarray(unit * w[f"{name}.LayerNorm.weight"] + w[f"{name}.LayerNorm.bias"])

    count, own = len(ids), WIDTH // SHAPE.heads
    x = norm(
        "embeddings", w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][2 : 2 + count]
    )
    places = [[bucket(other - one) for other in range(count)] for one in range(count)]
    bias = w["encoder.relative_attention_bias.weight"][np.array(places)] * biased
    for layer in (f"encoder.layer.{n}" for n in range(SHAPE.layers)):
        seen = np.empty_like(x)
        query, key, value = (linear(f"{layer}.attention.attn.{part}", x) for part in "qkv")
        for head in range(SHAPE.heads):
            cut = slice(head * own, (head + 1) * own)
            scores = np.exp(query[:, cut] @ key[:, cut].T / math.sqrt(own) + bias[:, :, head])
            seen[:, cut] = scores / scores.sum(axis=1, keepdims=True) @ value[:, cut]
        x = norm(f"{layer}.attention", linear(f"{layer}.attention.attn.o", seen) + x)
        inner = linear(f"{layer}.intermediate.dense", x)
        gelu = inner * (1 + np.vectorize(math.erf)(inner / math.sqrt(2))) / 2
        x = norm(f"{layer}.output", linear(f"{layer}.output.dense", gelu) + x)
    return x


def bucket(ahead: int) -> int:
    """The bias of a token so far ahead, as T5 and MPNet share it."""
    far = abs(ahead)
    shared = 8 + int(math.log(max(far, 1) / 8) / math.log(128 / 8) * 8 + 1e-9)
    return (16 if ahead > 0 else 0) + (far if far < 8 else min(shared, 15))


def run(file: bytes, ids: list[int]) -> NDArray[np.float64]:
    """The vectors that a file gives."""
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    return np.asarray(session.run(["tokens"], {"input_ids": np.array([ids], dtype=np.int64)})[0][0], dtype=np.float64)


def cosines(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each row with that of the other."""
    lengths: NDArray[np.float64] = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    return np.asarray((one * other).sum(axis=1) / lengths)


@pytest.fixture(scope="module")
def small() -> bytes:
    """The small model as it is made."""
    return model(weights_of(), SHAPE)


@pytest.mark.parametrize("count", [1, 2, 17, SHAPE.longest])
def test_the_rounded_model_gives_what_the_weights_do(count: int, small: bytes) -> None:
    ids = [int(n) for n in np.random.default_rng(count).integers(0, WORDS, count)]
    near = cosines(run(small, ids), expected(weights_of(), ids))
    assert near.mean() > 0.995
    assert near.min() > 0.96
    if count > 2:  # a part that is left out is seen
        assert cosines(run(small, ids), expected(weights_of(), ids, biased=False)).mean() < 0.95


def test_distances_share_biases() -> None:
    assert buckets(200).tolist() == [[bucket(other - one) for other in range(200)] for one in range(200)]


def test_rows_are_rounded_each_by_its_own_scale() -> None:
    whole, scales = rounded(np.array([[0.0, 0.0], [1.0, -1.9], [100.0, 25.0]], dtype=np.float32), 63)
    assert whole.tolist() == [[0, 0], [33, -63], [63, 16]]
    assert scales[1:] == pytest.approx([1.9 / 63, 100 / 63])


def test_the_same_weights_make_the_same_bytes(small: bytes) -> None:
    assert model(weights_of(), SHAPE) == small
    assert model(weights_of(4), SHAPE) != small


def test_weights_without_a_layer_are_refused() -> None:
    told = weights_of()
    del told["encoder.layer.1.output.dense.bias"]
    with pytest.raises(KeyError, match=r"encoder\.layer\.1\.output\.dense\.bias"):
        model(told, SHAPE)


def safetensors(told: Mapping[str, NDArray[np.float32]]) -> bytes:
    """Weights as a file of theirs, beside a tensor of whole numbers that isn't wanted."""
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    raw = b""
    for name, value in told.items():
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [len(raw), len(raw) + value.nbytes]}
        raw += value.tobytes()
    header["embeddings.position_ids"] = {"dtype": "I64", "shape": [1], "data_offsets": [len(raw), len(raw) + 8]}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text + raw + bytes(8)


def tokenizer() -> bytes:
    """Words by number, between the marks of begin and end."""
    seen = sorted({word.strip(".").lower() for text in TEXTS.values() for word in text.split()})
    words = {"<s>": 0, "<pad>": 1, "</s>": 2, "[UNK]": 3} | {word: n for n, word in enumerate(seen, start=4)}
    made = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))  # noqa: S106 no password
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    return made.to_str().encode()


Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Install parts of an archive with the small model, as the packages carry them."""
    files = {mpnet_weights._WEIGHTS: safetensors(weights_of()), mpnet_weights._TOKENIZER: tokenizer()}
    monkeypatch.setattr(mpnet_weights, "_SHA256", {name: sha256(raw).hexdigest() for name, raw in files.items()})
    monkeypatch.setattr(mpnet_weights, "_PART", "small-part_00{}")
    monkeypatch.setattr(mpnet, "_SHAPE", SHAPE)
    monkeypatch.setattr(MPNet, "longest", SHAPE.longest)
    monkeypatch.syspath_prepend(tmp_path / "site")

    def do(*, without: int = 0, changed: bool = False, cut: bool = False) -> None:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            for name, raw in files.items():
                archive.writestr(name, raw[:-1] + b"\x01" if changed else raw)
        whole = held.getvalue()[: 2000 if cut else None]
        size = -(-len(whole) // 5)
        for number in range(1, 6):
            package = tmp_path / "site" / f"small-part_00{number}"
            (package / "input").mkdir(parents=True, exist_ok=True)
            (package / "__init__.py").write_text("raise RuntimeError('its code is never run')", encoding="utf-8")
            if number != without:
                part = whole[(number - 1) * size : number * size]
                (package / "input" / f"all-mpnet-base-v2.zip.00{number}").write_bytes(part)

    return do


def test_the_parts_become_an_embedder_once(install: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install()
    first = MPNet(tmp_path)
    rows, tokens = first.embed_tokens(["The condor is held until expiry.", "unknown " * 400])
    assert [*map(len, tokens)] == [7, SHAPE.longest - 2]
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1], abs=1e-6)
    read = Tokenizer.from_str(tokenizer().decode()).encode("The condor is held until expiry.")
    mean = expected(weights_of(), read.ids).mean(axis=0)
    assert float(rows[0] @ mean) / float(np.linalg.norm(mean)) > 0.99
    monkeypatch.setattr(mpnet_weights, "parts", lambda: pytest.fail("it is made once"))
    assert np.array_equal(MPNet(tmp_path).embed(["The condor is held until expiry."])[0], rows[0])
    assert first.embed([]).shape == (0, 768)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "SHA256"])
def test_a_file_that_is_not_as_it_was_written_is_made_anew(name: str, install: Install, tmp_path: Path) -> None:
    install()
    before = MPNet(tmp_path).files()
    (file,) = (tmp_path / "models").glob(f"*/{name}")
    file.write_bytes(file.read_bytes()[:-1])
    assert MPNet(tmp_path).files() == before
    assert MPNet(tmp_path).files()[0] == (file.parent / "model.onnx").read_bytes()
    assert {f.name for f in file.parent.iterdir()} == {"model.onnx", "tokenizer.json", "SHA256"}


def test_texts_are_found_by_it_in_an_index_of_its_own(install: Install, tmp_path: Path) -> None:
    install()
    library, cache = library_in(tmp_path / "corpus", TEXTS), tmp_path / "cache"
    cache.mkdir()
    larger, built_in = over(library, MPNet(cache), cache), over(library, MiniLM(), cache)
    assert MPNet(cache).id != MiniLM.id
    assert larger.folder != built_in.folder
    assert larger.sync().embedded == built_in.sync().embedded == 3
    found = larger.search("The condor is held until expiry.", 3, keywords=False)
    assert larger.notice is None
    assert found.passages[0].text == TEXTS["expiry.md"]
    assert found.bounds == MPNet.bounds


def test_a_model_that_is_not_installed_leaves_keywords(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mpnet_weights, "_PART", "nowhere-part_00{}")
    index = over(library_in(tmp_path / "corpus", TEXTS), MPNet(tmp_path), tmp_path)
    assert index.search("until expiry", 3).passages[0].text == TEXTS["expiry.md"]
    assert index.notice == (
        "the embedding model all-mpnet-base-v2 is not installed; run `make mpnet`, or unset HEDGECITE_EMBEDDINGS"
    )


@pytest.mark.parametrize(
    ("fault", "said"),
    [({"without": 3}, "lacks part 3 of 5"), ({"cut": True}, "are damaged"), ({"changed": True}, "SHA-256")],
    ids=["without a part", "cut", "changed"],
)
def test_parts_that_are_not_the_archive_are_refused(fault: dict[str, int], said: str, install: Install, tmp_path: Path) -> None:
    install(**fault)
    with pytest.raises(EmbedderMissingError, match=said):
        MPNet(tmp_path).embed(["x"])
    assert not [*(tmp_path / "models").rglob("*.onnx")]


def test_without_the_package_that_writes_it_nothing_is_made(
    install: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install()
    monkeypatch.setattr(mpnet, "find_spec", lambda _: None)
    with pytest.raises(EmbedderMissingError, match=r"the package onnx, .*; run `make mpnet`"):
        MPNet(tmp_path).embed(["x"])


def test_the_real_weights_put_a_paraphrase_nearer_than_another_subject(tmp_path: Path) -> None:
    try:
        mpnet_weights.parts()
    except EmbedderMissingError:
        pytest.skip("all-mpnet-base-v2 is not installed")
    one, other, far = MPNet(tmp_path).embed(["the cost of the hedge", "what protection costs", "a recipe for soup"])
    assert one @ other > MPNet.bounds.near > MPNet.bounds.far > one @ far
    assert one.shape == (768,)
