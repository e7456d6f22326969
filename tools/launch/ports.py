"""Ports: is one taken, by whom, and what to do about it."""

from __future__ import annotations

import contextlib
import socket
from pathlib import Path

from launch.places import LaunchError

LOOPBACK = "127.0.0.1"
LISTENING = "0A"  # state column of /proc/net/tcp


def is_free(port: int) -> bool:
    """True when a server could listen on 127.0.0.1 at this TCP port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def require_free(port: int, part: str, setting: str) -> None:
    """Raises LaunchError naming the port, its holder where the system tells, and the way out."""
    if is_free(port):
        return
    holder = holder_of(port)
    by = f"by {holder}" if holder else f"by another program (`lsof -i :{port}` names it)"
    raise LaunchError(
        f"Port {port}, which the {part} needs, is in use {by}. Stop that program, "
        f"or choose another port: `{setting}={port + 100} make run`."
    )


def holder_of(port: int) -> str:
    """``python3.11 (process 4711)``, or "" where the system does not tell (not Linux, somebody else's process)."""
    socket_numbers = _listening_sockets(port)
    for process in Path("/proc").glob("[0-9]*") if socket_numbers else ():
        with contextlib.suppress(OSError):
            for descriptor in (process / "fd").iterdir():
                if str(descriptor.readlink()) in socket_numbers:
                    return f"{(process / 'comm').read_text().strip()} (process {process.name})"
    return ""


def _listening_sockets(port: int) -> set[str]:
    found: set[str] = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with contextlib.suppress(OSError):
            for line in Path(table).read_text().splitlines()[1:]:
                columns = line.split()
                if columns[3] == LISTENING and int(columns[1].rpartition(":")[2], 16) == port:
                    found.add(f"socket:[{columns[9]}]")
    return found
