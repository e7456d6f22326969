"""Ports: is one taken, by whom, and what to do about it."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from launch.places import LaunchError

LOOPBACK = "127.0.0.1"
LISTENING = "0A"  # state column of /proc/net/tcp


@dataclass(frozen=True)
class Need:
    """A TCP port, who needs it, and the setting that chooses another."""

    port: int
    part: str
    setting: str


def is_free(port: int) -> bool:
    """True when a server could listen on 127.0.0.1 at this TCP port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def require_free(needed: Sequence[Need]) -> None:
    """Raises LaunchError naming every port that is taken, its holder where the system tells, and the way out."""
    taken = [need for need in needed if not is_free(need.port)]
    if not taken:
        return
    told = [f"Port {need.port}, which the {need.part} needs, is in use {_by(need.port)}." for need in taken]
    programs, ports = ("that program", "another port") if len(taken) == 1 else ("those programs", "other ports")
    chosen = " ".join(f"{need.setting}={need.port + 100}" for need in taken)
    raise LaunchError("\n".join([*told, f"Stop {programs}, or choose {ports}: `{chosen} make run`."]))


def usable_udp_port(usual: int) -> int:
    """The usual port of 127.0.0.1 if it is free for UDP, else any that is."""
    with socket.socket(type=socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((LOOPBACK, usual))
        except (OSError, OverflowError):  # taken, or above 65535
            probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _by(port: int) -> str:
    holder = holder_of(port)
    return f"by {holder}" if holder else f"by another program (`lsof -i :{port}` names it)"


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
