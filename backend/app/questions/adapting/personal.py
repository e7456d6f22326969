"""Personal data in a CV that no question repeats; pure."""

import re

# Bounded repetitions only: a text of any length takes time in proportion to it.
_CONTACT = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}"  # e-mail
    r"|(?:https?://|www\.)[^\s<>]{1,300}"
    r"|\b[\w-]{1,63}\.(?:com|org|net|io|de|es|fr|pt|eu|dev|me)\b(?:/[^\s<>]{0,200})?"
    # Telephone, account, identity card; two years of employment are none of them.
    r"|\+?\(?\b(?!(?:19|20)\d\d ?[-/.] ?(?:19|20)\d\d\b)\d(?:[ ()/.-]{0,2}\d){5,18}",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\b\d{1,5}\w?\s+(?:[^\W\d_]{2,30}\s+){0,3}(?:street|st|road|rd|avenue|ave|lane|drive|boulevard)\b"
    r"|\b[^\W\d_]{2,30}(?:straße|strasse|str\.|weg|platz|allee)\s*\d{1,4}"
    r"|\b(?:calle|avenida|rua|travessa|rue|avenue|boulevard|plaza|praça)\b(?:\s+[^\W\d_]{1,30}){1,5},?\s*\d{1,4}"
    r"|\b\d{1,4}\w?,?\s+(?:rue|avenue|boulevard|place)\s+[^\W\d_]{2,30}",
    re.IGNORECASE,
)
_NAME_LINE = re.compile(
    r"^\W*(?:full name|name|nombre|nom|nome)\s*:\s*(.{2,80})$", re.IGNORECASE | re.MULTILINE
)
_WORD = re.compile(r"[^\W\d_]+")
# "Dr. Ana Maria de la Cruz": a longer first line is rather a sentence (ours).
_MOST_WORDS_OF_A_NAME = 6
_HEAD = 2_000


def has_contact_details(text: str) -> bool:
    return bool(_CONTACT.search(text) or _STREET.search(text))


def without_contact_details(text: str) -> str:
    return _STREET.sub(" ", _CONTACT.sub(" ", text))


def likely_names(cv: str) -> frozenset[str]:
    """Words of the candidate's name, lower case: the first line where it is short, and what stands after "Name:"."""
    head = cv.strip()[:_HEAD]
    lines = [match.group(1) for match in _NAME_LINE.finditer(head)]
    first = head.split("\n", 1)[0]
    if len(first.split()) <= _MOST_WORDS_OF_A_NAME:
        lines.append(first)
    words = (word for line in lines for word in _WORD.findall(line))
    return frozenset(word.lower() for word in words if word[0].isupper() and len(word) > 1)
