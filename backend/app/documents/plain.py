"""Text as it is used: one kind of line end, nothing invisible, no longer than the field it is for. Pure."""

import re

MAX_CHARS = 20_000
# A cut further back than this would lose more than a broken paragraph does.
_FURTHEST_CUT = 2_000

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\xad": "", "\u200b": ""}
)
# Controls but for tab and line feed, lone surrogates, and the mark of byte order.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
# What no program writes into a text: all but tab, line ends and what Word leaves for its own (U+000B, U+000C).
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# Other formats open with their signs; a text opens with words. Ours: further in, one stray sign a page is forgiven.
_OPENING_CHARS = 16
_CHARS_PER_STRAY_SIGN = 2_000
# What is no letter in any of the encodings: a wrong guess at one gives some of these, a sound file nothing else.
_UNREADABLE = re.compile(r"[\x80-\x9f\ud800-\udfff\ufffd]")
_BLANKS = re.compile(r"[ \t\xa0]+")
_GAP = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    """The same words, with the layout's leftovers gone."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").translate(_LIGATURES)
    text = _INVISIBLE.sub("", text)
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return _GAP.sub("\n\n", "\n".join(lines)).strip()


def cut(text: str) -> tuple[str, bool]:
    """At most MAX_CHARS, ended at a paragraph, else a line, else a word; and whether anything is missing."""
    if len(text) <= MAX_CHARS:
        return text, False
    for mark in ("\n\n", "\n", " "):
        end = text.rfind(mark, MAX_CHARS - _FURTHEST_CUT, MAX_CHARS + 1)
        if end > 0:
            return text[:end].rstrip(), True
    return text[:MAX_CHARS], True


def has_words(text: str) -> bool:
    """False for nothing, and for the signs that a font without a table of letters leaves."""
    written = [sign for sign in text if not sign.isspace()]
    letters = sum(sign.isalnum() and not "\ue000" <= sign <= "\uf8ff" for sign in written)
    return letters > 0 and letters >= 0.4 * len(written)


def decode(content: bytes) -> str | None:
    """UTF-8, UTF-16 with its mark, or what older Windows programs write; None for what is no text."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    return text if _is_text(text) else None


def _is_text(text: str) -> bool:
    """Almost no control characters, none of them at the start, and nearly everything readable."""
    text = text.rstrip("\x1a")  # how DOS ended its texts
    if "\x00" in text or _BINARY.search(text[:_OPENING_CHARS]):
        return False
    stray, unreadable = len(_BINARY.findall(text)), len(_UNREADABLE.findall(text))
    return stray <= len(text) // _CHARS_PER_STRAY_SIGN and unreadable <= len(text) // 50 + 2
