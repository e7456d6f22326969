"""Bytes of a document → its text. Runs in the worker process only: what it is given is not to be trusted."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from app.documents.plain import MAX_CHARS, cut, decode, has_words, tidy

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

Refusal = Literal["empty", "type", "picture", "encrypted", "without_text", "unreadable"]

MAX_PAGES = 100
# What a .docx may unpack to: a real one of 5 MB is mostly pictures, which do not shrink.
MAX_UNPACKED_BYTES = 60 * 1024 * 1024
MAX_ENTRIES = 3_000

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # old Word, and Word files with a password
# The first bytes of PNG, JPEG, GIF, TIFF in both orders, WebP, and HEIC and AVIF behind four bytes of length.
_PICTURE = re.compile(
    rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\x00|MM\x00\*|RIFF.{4}WEBP|.{4}ftyp(hei|mif1|avif)", re.DOTALL
)
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


class Refused(Exception):
    """The document cannot be used; ``args[0]`` is the Refusal."""


@dataclass(frozen=True, slots=True)
class Extract:
    text: str
    pages: int | None  # known of PDF only
    truncated: bool


def extract(content: bytes) -> Extract:
    """The text of a PDF, DOCX or text file, told by its content, not its name. Raises Refused."""
    if not content.strip(b" \t\r\n\x00"):
        raise Refused("empty")
    if _PICTURE.match(content):
        raise Refused("picture")
    pages: int | None = None
    if b"%PDF-" in content[:1024]:
        text, pages = _pdf(content)
    elif content.startswith(b"PK"):
        text = _docx(content)
    elif content.startswith(_OLE):
        raise Refused("encrypted" if _ENCRYPTED_PACKAGE in content else "type")
    else:
        text = _plain(content)
    tidied = tidy(text)
    if not has_words(tidied):
        raise Refused("without_text")
    short, is_cut = cut(tidied)
    return Extract(short, pages, is_cut)


def _plain(content: bytes) -> str:
    text = decode(content)
    opening = (text or "").lstrip()[:64].lower()
    if text is None or opening.startswith(("{\\rtf", "<!doctype html", "<html", "%!ps")):
        raise Refused("type")
    return text


def _pdf(content: bytes) -> tuple[str, int]:
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError

    reader = PdfReader(io.BytesIO(content))
    # An empty password opens what is only protected against changes.
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused("encrypted")
    try:
        count = len(reader.pages)
    except FileNotDecryptedError:
        raise Refused("encrypted") from None
    texts: list[str] = []
    length = 0
    for page in reader.pages[:MAX_PAGES]:
        texts.append(page.extract_text())
        length += len(texts[-1])
        if length > 2 * MAX_CHARS:  # enough even when half of it is blanks
            break
    return "\n\n".join(texts), count


def _docx(content: bytes) -> str:
    from docx import Document

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise Refused("encrypted")
        if "word/document.xml" not in archive.namelist():
            raise Refused("type")
        unpacked = sum(entry.file_size for entry in entries)
        if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED_BYTES:
            raise Refused("unreadable")
    return "\n".join(_paragraphs(Document(io.BytesIO(content)).element.body))


def _paragraphs(body: "BaseOxmlElement") -> Iterator[str]:
    """Every paragraph in the order of the file, those of tables and text boxes included, each once."""
    for paragraph in body.iter(f"{_WORD}p"):
        if any(above.tag == _FALLBACK for above in paragraph.iterancestors()):
            continue  # the same text box once more, for older programs
        words: list[str] = []
        for node in paragraph.iter(f"{_WORD}t", f"{_WORD}tab", f"{_WORD}br"):
            if next(node.iterancestors(f"{_WORD}p")) is not paragraph:
                continue  # of a text box that stands in this paragraph
            words.append(
                node.text or "" if node.tag == f"{_WORD}t" else "\n" if node.tag.endswith("br") else " "
            )
        yield "".join(words)
