"""Fonts of the document, out of packages that carry them; none of the system's, so that every machine prints alike.

FiraGO (SIL OFL 1.1, package ``pymupdf-fonts``): Latin, Greek, Cyrillic, Arabic, Hebrew, Thai, Georgian, Devanagari.
Noto Sans CJK (SIL OFL 1.1, package ``noto-cjk-sans-otc``): Chinese, Japanese, Korean.
The packages are read as data and never imported.
"""

import ast
import base64
import importlib.util
import lzma
import os
import tempfile
from pathlib import Path

MAIN_FAMILY = "FiraGO"
_WEIGHTS = ("FiraGO_Regular", "FiraGO_Bold")


def font_folders(folder: Path) -> list[str]:
    """Where the fonts lie; ``folder`` keeps those that their package holds compressed.

    Raises OSError where a package is missing or ``folder`` cannot be written.
    """
    for name in _WEIGHTS:
        if not (unpacked := folder / f"{name}.ttf").is_file():
            _write_whole(unpacked, _unpack(_package("pymupdf_fonts") / f"{name}.py"))
    return [str(folder), str(_package("noto_cjk_sans_otc"))]


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"the Python package {name.replace('_', '-')} is not installed")
    return Path(os.fspath(spec.submodule_search_locations[0]))


def _unpack(module: Path) -> bytes:
    """The font in the one long bytes literal of such a module: base64 of an LZMA file."""
    literals = (
        node.value for node in ast.walk(ast.parse(module.read_text())) if isinstance(node, ast.Constant)
    )
    packed = max((value for value in literals if isinstance(value, bytes)), key=len, default=b"")
    return lzma.decompress(base64.b64decode(packed))


def _write_whole(path: Path, content: bytes) -> None:
    """Whole or not at all: another process may be doing the same."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(temporary).replace(path)
