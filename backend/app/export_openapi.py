"""``python -m app.export_openapi [--check]``: write ``openapi.json``, from which the page's types are made."""

import json
import sys

from app.config import BACKEND, Settings
from app.main import create_app

TARGET = BACKEND / "openapi.json"


def main() -> int:
    document = json.dumps(create_app(Settings(_env_file=None)).openapi(), indent=2, ensure_ascii=False) + "\n"
    if "--check" in sys.argv[1:]:
        if TARGET.is_file() and TARGET.read_text() == document:
            return 0
        sys.stderr.write("backend/openapi.json is not up to date: run `python -m app.export_openapi`.\n")
        return 1
    TARGET.write_text(document)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
