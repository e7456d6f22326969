"""First-load JavaScript of each page, gzipped: ``python -m benchmarks.page``.

Builds the page if its sources changed, serves it as `make run` does, and weighs the scripts that the HTML names:
what a browser must have before the page works. What is loaded later (the room, charts) is not in it.
"""

import gzip
import os
import subprocess
import urllib.request
from html.parser import HTMLParser

from benchmarks.servers import free_port, wait_until_ready
from launch import page
from launch.places import FRONTEND

GOAL_KB = 180
# Server-rendered shells are the same for every session, so no API is needed to weigh them.
SESSION = "/interview/session/00000000-0000-7000-8000-000000000000"
PAGES = ("/", "/interview/setup", SESSION, f"{SESSION}/report")


class Scripts(HTMLParser):
    """Collects the scripts that a browser with modules loads."""

    def __init__(self) -> None:
        super().__init__()
        self.sources: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        source = given.get("src")
        if tag == "script" and source and "nomodule" not in given and source not in self.sources:
            self.sources.append(source)


def fetch(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=30) as response:
        body: bytes = response.read()
        return body


def first_load(address: str, path: str) -> tuple[int, float]:
    """How many scripts, and their size together in KB (1,024 bytes), each gzipped by itself as it is sent."""
    scripts = Scripts()
    scripts.feed(fetch(f"{address}{path}").decode())
    sizes = [len(gzip.compress(fetch(f"{address}{source}"), compresslevel=9)) for source in scripts.sources]
    return len(sizes), sum(sizes) / 1024


def main() -> None:
    page.ensure_packages()
    print(f"page build: {page.ensure_build({})}")
    port = free_port()
    command, environment = page.serving_command(port)
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        command, cwd=FRONTEND, env={**os.environ, **environment}, stdout=subprocess.DEVNULL
    )
    try:
        wait_until_ready(f"{address}/", server)
        print("\n| page | scripts | JavaScript, gzipped | goal |\n|---|---|---|---|")
        for path in PAGES:
            count, size_kb = first_load(address, path)
            goal = f"≤ {GOAL_KB} KB" if path == SESSION else "–"
            shown = path.replace(SESSION, "/interview/session/[sessionId]")
            print(f"| {shown} | {count} | {size_kb:.0f} KB | {goal} |", flush=True)
    finally:
        server.terminate()
        server.wait(15)


if __name__ == "__main__":
    main()
