"""Every benchmark that takes minutes, not tens of minutes: ``python -m benchmarks``, or `make bench`.

Each part is also run alone, as ``python -m benchmarks.PART``; ``benchmarks.run``, which times `make run` on a bare
machine, only so.
"""

import subprocess
import sys

from benchmarks.servers import BACKEND

PARTS = {
    "api": "the API beside a bare one",
    "page": "JavaScript of the pages",
    "room": "one voice interview",
    "recognition": "recognition of the job, and reading of documents",
    "recognition_quality": "how often a title and the skills of an advertisement are recognised rightly",
    "evaluation --quick": "the embedded evaluator, on a tenth of the rows",
}


def main() -> int:
    """A process each, so that none measures what another has left in memory. 1 when a part failed."""
    failed = []
    for part, what in PARTS.items():
        print(f"\n## {what}\n", flush=True)
        if subprocess.run(
            [sys.executable, "-m", *f"benchmarks.{part}".split()], cwd=BACKEND, check=False
        ).returncode:
            failed.append(part)
    if failed:
        print(f"\nfailed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
