"""Writes the interviewer's portrait for the page, so that home, room and report show one and the same person.

``python -m face.portrait_file`` in this folder, or ``make generate``; ``make check`` says when the file is old.
"""

from pathlib import Path

from face.drawing import Pose, portrait_svg

PORTRAIT = Path(__file__).resolve().parents[3] / "frontend" / "public" / "interviewer.svg"


def main() -> None:
    PORTRAIT.parent.mkdir(parents=True, exist_ok=True)
    PORTRAIT.write_text(portrait_svg(Pose()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
