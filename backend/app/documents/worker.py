"""The process that reads one document: bytes on stdin, JSON on stdout. ``python -m app.documents.worker``.

It has limits of its own, no settings, no secrets, and writes no file; whatever a document does to it ends here.
"""

import json
import logging
import resource
import sys
import warnings
from dataclasses import asdict

from app.documents.extract import Refused, extract

CPU_S = 10
MEMORY_BYTES = 768 * 1024 * 1024  # addresses, not pages: the interpreter and its libraries take half


def main() -> None:
    _limit()
    # Libraries say what is wrong with a document, and quote it: nobody is to read that.
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    try:
        found: dict[str, object] = asdict(extract(sys.stdin.buffer.read()))
    except Refused as refused:
        found = {"refused": refused.args[0]}
    except Exception:  # a parser may raise anything at what is made to break it
        found = {"refused": "unreadable"}
    sys.stdout.write(json.dumps(found))


def _limit() -> None:
    """Where the system knows such limits (Linux all of them; macOS not the memory's)."""
    limits = {resource.RLIMIT_CPU: CPU_S, resource.RLIMIT_AS: MEMORY_BYTES, resource.RLIMIT_FSIZE: 0}
    for what, most in limits.items():
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # the system knows better; the time limit of the parent stays
            continue


if __name__ == "__main__":
    main()
