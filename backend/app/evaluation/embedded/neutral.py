"""A text without the gender of the people in it, so that a score cannot depend on it.

Sentence vectors move with "she" and "he": the same answer about a lady and about a gentleman came out three points
apart. What is compared with a question is therefore read with "they". "Her" is two words in one, so "him" and "his" are
one word too: no grammar, but the same for everybody.
"""

# fmt: off
_NEUTRAL = {
    "he": "they", "she": "they", "him": "their", "her": "their", "his": "their", "hers": "theirs",
    "himself": "themselves", "herself": "themselves", "he's": "they're", "she's": "they're", "he'd": "they'd",
    "she'd": "they'd", "he'll": "they'll", "she'll": "they'll",
    "man": "person", "woman": "person", "lady": "person", "gentleman": "person", "guy": "person", "girl": "child",
    "boy": "child", "men": "people", "women": "people", "ladies": "people", "gentlemen": "people", "guys": "people",
    "girls": "children", "boys": "children", "husband": "partner", "wife": "partner", "girlfriend": "partner",
    "boyfriend": "partner", "mother": "parent", "father": "parent", "mum": "parent", "mom": "parent", "dad": "parent",
    "mothers": "parents", "fathers": "parents", "son": "child", "daughter": "child", "sons": "children",
    "daughters": "children", "brother": "sibling", "sister": "sibling", "brothers": "siblings", "sisters": "siblings",
    "grandmother": "grandparent", "grandfather": "grandparent", "grandma": "grandparent", "grandpa": "grandparent",
    "uncle": "relative", "aunt": "relative", "waiter": "server", "waitress": "server", "mr": "mx", "mrs": "mx",
    "ms": "mx", "sir": "mx", "madam": "mx", "salesman": "salesperson", "saleswoman": "salesperson",
    "chairman": "chair", "chairwoman": "chair", "male": "person", "female": "person",
}
# fmt: on


def neutral(text: str) -> str:
    """``text`` is words in lower case with one space between them; so is what comes back, word for word."""
    return " ".join(_NEUTRAL.get(word, word) for word in text.split(" "))
