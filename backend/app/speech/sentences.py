"""Cut a text into pieces that are spoken one after the other."""

import re

# A sentence ends at . ! ? or … before a space; the look-behind keeps common English abbreviations whole.
_SENTENCE_END = re.compile(
    r"(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bMrs\.)(?<!\be\.g\.)(?<!\bi\.e\.)(?<=[.!?…])[\"”')]*\s+"
)
_CLAUSE_END = re.compile(r"(?<=[,;:–—])\s+")

# About two seconds of speech: what must exist before the first sound. Longer first sentences are cut at a
# comma.
FIRST_PIECE_CHARS = 40


def spoken_pieces(text: str) -> list[str]:
    """Sentences; a long first one is cut at a clause, so that its beginning can be heard while the rest is
    made."""
    sentences = [piece.strip() for piece in _SENTENCE_END.split(text.strip()) if piece and piece.strip()]
    if not sentences or len(sentences[0]) <= FIRST_PIECE_CHARS * 2:
        return sentences
    return [*_cut_at_clause(sentences[0]), *sentences[1:]]


def _cut_at_clause(sentence: str) -> list[str]:
    for match in _CLAUSE_END.finditer(sentence):
        if FIRST_PIECE_CHARS // 2 <= match.start() <= FIRST_PIECE_CHARS * 2:
            return [sentence[: match.start()], sentence[match.end() :]]
    return [sentence]
