"""Measurements. They use the tests' candidate and media server, and the launcher's way to build and serve the page."""

import sys
from pathlib import Path

_BACKEND = Path(__file__).resolve().parents[1]
sys.path.extend(str(_BACKEND / folder) for folder in ("tests", "livekit-voice-agent", "../tools"))
