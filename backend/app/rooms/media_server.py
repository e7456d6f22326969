"""The embedded media server: its key, made once, and its configuration. Run by the launcher:

``python -m app.rooms.media_server --config PATH`` writes what ``livekit-server --config PATH`` reads.
"""

import argparse
import json
import os
import secrets
import sys
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from app.config import LivekitCredentials, Settings

LOOPBACK = "127.0.0.1"
SIGNAL_PORT = 7880
RTC_UDP_PORT = 7882
WEBHOOK_PATH = "/livekit/webhook"

# A secret of HS256 should have 256 bits at least (RFC 7518, section 3.2); JWT libraries warn below that.
SECRET_BYTES = 36
OWNER_ONLY = 0o600


def ensure_credentials(key_file: Path, *, url: str = f"ws://{LOOPBACK}:{SIGNAL_PORT}") -> LivekitCredentials:
    """Return the key of the embedded server, made at the first call and readable by its owner only."""
    if key_file.is_file():
        stored = json.loads(key_file.read_text())
        if stored["url"] != url:
            stored["url"] = url
            _write_private(key_file, json.dumps(stored))
        return LivekitCredentials(**stored)
    credentials = LivekitCredentials(
        url=url,
        api_key=f"HC{secrets.token_hex(6)}",
        api_secret=SecretStr(secrets.token_urlsafe(SECRET_BYTES)),
    )
    as_stored = credentials.model_dump() | {"api_secret": credentials.api_secret.get_secret_value()}
    _write_private(key_file, json.dumps(as_stored))
    return credentials


def configuration(
    credentials: LivekitCredentials,
    *,
    signal_port: int = SIGNAL_PORT,
    rtc_udp_port: int = RTC_UDP_PORT,
    webhook_url: str | None = f"http://{LOOPBACK}:8000{WEBHOOK_PATH}",
) -> dict[str, Any]:
    """The server's settings for one machine without a network: everything on loopback.

    Without ``enable_loopback_candidate`` and ``interfaces`` there is no ICE candidate on 127.0.0.1, and
    without a ``stun_servers`` entry of our own the server asks public ones at start. ``auto_create: false``:
    a room is made by the API only, so that an old token cannot bring a finished interview's room back.

    Two ports and no more. ICE over TCP is switched off: v1.13.5 listens for it on every interface, whatever
    ``bind_addresses`` says, and on loopback UDP always passes. With ``tcp_port`` left out it would be 7881, and
    without ``allow_tcp_fallback: false`` a client whose UDP broke off once would be sent to a port that is not there.
    """
    settings: dict[str, Any] = {
        "port": signal_port,
        "bind_addresses": [LOOPBACK],
        "rtc": {
            "udp_port": rtc_udp_port,
            "tcp_port": 0,
            "allow_tcp_fallback": False,
            "use_external_ip": False,
            "node_ip": LOOPBACK,
            "enable_loopback_candidate": True,
            "interfaces": {"includes": ["lo", "lo0"]},
            "stun_servers": [f"{LOOPBACK}:3478"],
        },
        "keys": {credentials.api_key: credentials.api_secret.get_secret_value()},
        "room": {"auto_create": False},
        # By default a worker at 0.7 of its load gets no more jobs, silently: the cap is the worker's to set.
        "agents": {"target_load": 1.0},
        "logging": {"level": "warn", "json": True},
    }
    if webhook_url is not None:
        settings["webhook"] = {"api_key": credentials.api_key, "urls": [webhook_url]}
    return settings


def write_configuration(path: Path, settings: dict[str, Any]) -> None:
    """Write the file, mode 0600 for it holds the secret. JSON, because every YAML reader reads JSON."""
    _write_private(path, json.dumps(settings, indent=2) + "\n")


def _write_private(path: Path, text: str) -> None:
    """Replace ``path`` in one step by a file that was never readable to others."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w") as file:
        file.write(text)
    unfinished.replace(path)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m app.rooms.media_server", description=__doc__)
    parser.add_argument(
        "--config", type=Path, required=True, help="where to write the server's configuration"
    )
    parser.add_argument("--port", type=int, default=SIGNAL_PORT)
    parser.add_argument("--udp-port", type=int, default=RTC_UDP_PORT)
    parser.add_argument(
        "--api-url", default=f"http://{LOOPBACK}:8000", help="the API that hears the webhooks"
    )
    chosen = parser.parse_args(arguments)
    credentials = ensure_credentials(Settings().media_server_key_file, url=f"ws://{LOOPBACK}:{chosen.port}")
    write_configuration(
        chosen.config,
        configuration(
            credentials,
            signal_port=chosen.port,
            rtc_udp_port=chosen.udp_port,
            webhook_url=f"{chosen.api_url.rstrip('/')}{WEBHOOK_PATH}",
        ),
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
