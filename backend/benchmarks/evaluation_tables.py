"""Tables in Markdown, the generated part of a page, and progress on the terminal."""

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
BEGIN = "<!-- figures: written by `make bench-evaluation`, do not edit -->"
END = "<!-- end of figures -->"


@dataclass
class Table:
    """Rows of text under a head."""

    head: Sequence[str]
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, *cells: str) -> None:
        if len(cells) != len(self.head):
            raise ValueError(f"{len(cells)} cells under {len(self.head)} headings")
        self.rows.append(cells)

    def markdown(self) -> str:
        lines = [self.head, ["---"] * len(self.head), *self.rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def marked(figure: str, *, is_met: bool) -> str:
    """A figure that has a goal, and whether it is met."""
    return f"{figure} {'✓' if is_met else '✗'}"


def replace_figures(page: Path, figures: str) -> None:
    """Write ``figures`` between the markers of ``page``; raises ValueError when they are not there."""
    text = page.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page.name} has no markers for figures")
    page.write_text(f"{before}{BEGIN}\n\n{figures.strip()}\n\n{END}{after}", encoding="utf-8")


def say(line: str) -> None:
    """How far it is; the figures themselves go to standard output."""
    print(line, file=sys.stderr, flush=True)


def progress(label: str, items: Iterable[T], count: int) -> Iterator[T]:
    """The items, ``count`` of them, told on standard error: a moving line on a terminal, else one at each quarter."""
    began, moving, told = time.monotonic(), sys.stderr.isatty(), 0
    for i, item in enumerate(items, 1):
        yield item
        if moving:
            print(f"\r{label}: {i} of {count}", end="", file=sys.stderr)
        elif i * 4 // count > told:
            told = i * 4 // count
            print(f"{label}: {i} of {count}, {time.monotonic() - began:.0f} s", file=sys.stderr)
    if moving:
        print(file=sys.stderr)
