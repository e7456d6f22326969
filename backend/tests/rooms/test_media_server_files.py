"""The embedded media server's key and configuration."""

import json
import stat
from pathlib import Path

import pytest

from app.config import Settings
from app.rooms.media_server import configuration, ensure_credentials, main


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    key_file = tmp_path / "deep" / "media-server.json"
    first = ensure_credentials(key_file)
    second = ensure_credentials(key_file)
    assert first == second
    assert _mode(key_file) == 0o600
    assert len(first.api_secret.get_secret_value()) >= 32
    assert set(json.loads(key_file.read_text())) == {"url", "api_key", "api_secret"}


def test_two_installations_have_two_secrets(tmp_path: Path) -> None:
    secrets = {ensure_credentials(tmp_path / name).api_secret.get_secret_value() for name in ("a", "b")}
    assert len(secrets) == 2


def test_another_port_keeps_the_key(tmp_path: Path) -> None:
    first = ensure_credentials(tmp_path / "key")
    second = ensure_credentials(tmp_path / "key", url="ws://127.0.0.1:7999")
    assert second.url == "ws://127.0.0.1:7999"
    assert second.api_secret == first.api_secret


def test_everything_binds_to_loopback_and_rooms_are_not_made_by_joining(tmp_path: Path) -> None:
    settings = configuration(ensure_credentials(tmp_path / "key"))
    assert settings["bind_addresses"] == ["127.0.0.1"]
    assert settings["rtc"]["node_ip"] == "127.0.0.1"
    assert settings["rtc"]["use_external_ip"] is False
    assert settings["rtc"]["tcp_port"] == 0
    assert settings["room"] == {"auto_create": False}
    assert settings["webhook"]["urls"] == ["http://127.0.0.1:8000/livekit/webhook"]
    assert settings["webhook"]["api_key"] in settings["keys"]


def test_the_command_writes_a_private_file_that_the_settings_find(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIRECOACH_STATE_DIR", str(tmp_path))
    for name in ("LIVEKIT_URL", "LIVEKIT_API_KEY", "LIVEKIT_API_SECRET"):
        monkeypatch.delenv(name, raising=False)
    config = tmp_path / "livekit.yaml"
    assert main(["--config", str(config), "--port", "7999", "--api-url", "http://127.0.0.1:8001/"]) == 0
    written = json.loads(config.read_text())
    assert _mode(config) == 0o600
    assert written["port"] == 7999
    assert written["webhook"]["urls"] == ["http://127.0.0.1:8001/livekit/webhook"]
    found = Settings(_env_file=None, HIRECOACH_STATE_DIR=tmp_path).livekit
    assert found is not None
    assert found.url == "ws://127.0.0.1:7999"
    assert written["keys"] == {found.api_key: found.api_secret.get_secret_value()}
