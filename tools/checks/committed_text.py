"""Refuses committed text that names a package registry's host or a path of somebody's machine.

Lock files that name a host tie everyone to it; a path of one machine works on no other.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

# Put together here, because this file is committed text as well.
REGISTRY_HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("proxy", "golang", "org"),
        ("sum", "golang", "org"),
    )
]
MACHINE_FOLDERS = ["/" + name + "/" for name in ("root", "work", "home/[a-z]", "Users/[a-zA-Z]")]
LARGEST_READ = 5_000_000


def committed_files(repository: Path) -> list[Path]:
    """What git knows of, and what it would take: files that are new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=repository,
        capture_output=True,
        check=True,
    )
    return [repository / name for name in listed.stdout.decode().split("\0") if name]


def findings(text: str, extra_paths: tuple[str, ...] = ()) -> Iterator[tuple[int, str]]:
    """Line number and what stands there, for each line that breaks the rule."""
    hosts = "|".join(re.escape(host) for host in REGISTRY_HOSTS)
    folders = "|".join([*MACHINE_FOLDERS, *(re.escape(path) for path in extra_paths)])
    wrong = re.compile(rf"(?P<host>\b(?:{hosts})\b)|(?<![\w.}})/-])(?P<path>{folders})")
    for number, line in enumerate(text.splitlines(), start=1):
        if match := wrong.search(line):
            kind = "the host of a package registry" if match["host"] else "a path of one machine"
            yield number, f"{kind}: {match[0]}"


def main() -> int:
    repository = Path(__file__).resolve().parents[2]
    here = (f"{repository}/",)
    wrong = 0
    for file in committed_files(repository):
        if not file.is_file() or file.is_symlink() or file.stat().st_size > LARGEST_READ:
            continue
        content = file.read_bytes()
        if b"\0" in content[:8000]:
            continue
        for number, finding in findings(content.decode("utf-8", errors="replace"), here):
            print(f"{file.relative_to(repository)}:{number} names {finding}")
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
