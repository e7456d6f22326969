"""Entry point of the voice agent: ``python interview_agent.py start|dev|console``. Wiring only."""

# ruff: noqa: T201 - the search path comes before the imports, and this is a program with a terminal

import sys
from pathlib import Path

# Runs from its own folder as a script: the backend's packages are one folder up.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import asyncio
import contextlib
import json
import logging
import math
import os
import warnings

from agent_settings import AgentSettings, banner, load_settings
from app.config import LivekitCredentials, SettingsError

if __name__ == "__main__":
    # The banner first: importing LiveKit's agents takes seconds on a busy machine.
    try:
        print(banner(load_settings()), flush=True)
    except SettingsError as error:
        sys.exit(f"The agent cannot start: {error}")

from livekit.agents import AgentServer, JobContext, JobProcess, JobRequest, cli

from app.rooms.names import agent_identity, session_of_room
from console import run_console
from neighbours import who_is_away
from presence import Presence
from voice import Voice, prewarm
from voices import make_voice

log = logging.getLogger("hirecoach.agent")

SHOWN_NAME = "Interviewer"
# Ctrl+C ends everything within 10 s: jobs are not waited for (that would be an interview), they are told to
# end, and store what they heard.
DRAIN_S = 1
PROCESS_ENDS_WITHIN_S = 6.0
# Loading the models takes 2 s on two idle cores, and several processes may start at once.
PROCESS_STARTS_WITHIN_S = 60.0
# One interview keeps a core busy while somebody speaks.
JOBS_PER_CORE = 2

_VOICE = "voice"
NO_MEDIA_SERVER = (
    "The agent cannot start: LIVEKIT_URL is not set. Set it with LIVEKIT_API_KEY and LIVEKIT_API_SECRET, "
    "or start everything with `make run`, which brings a media server of its own."
)


def prepare_process(process: JobProcess) -> None:
    """Load the code and the models before there is a job, so that the first word does not wait for them."""
    logging.getLogger("faster_whisper").setLevel(logging.WARNING)  # a line for every utterance otherwise
    import room_job  # noqa: F401 - imported by the job itself, it would delay the first word by 0.7 s

    settings = load_settings()
    voice = make_voice(settings)
    prewarm(voice)
    _draw_faces(settings.face_dir)
    process.userdata[_VOICE] = voice


def _draw_faces(folder: Path) -> None:
    try:
        from avatar import make_ready

        make_ready(folder)
    except Exception as error:  # the interview goes on without a picture
        log.warning("no face: %s", type(error).__name__)


class Jobs:
    """Counts what this worker runs and was promised. A load threshold would drop a burst of dispatches
    instead."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._promised: dict[str, str] = {}  # rooms by id of the job, until its process runs
        self._watching: set[asyncio.Task[None]] = set()
        self.server: AgentServer | None = None

    async def on_request(self, request: JobRequest) -> None:
        """Take interview rooms, and leave everything else to other workers."""
        session_id = session_of_room(request.room.name)
        rooms = self._rooms()
        # On a slow machine a room is offered again before the first agent has joined it.
        if session_id is None or len(rooms) >= self._most or request.room.name in rooms.values():
            await request.reject(terminate=False)
            return
        log.info("AI Interview Agent joining room: %s", request.room.name)
        self._promise(request.id, request.room.name)
        await request.accept(identity=f"{agent_identity(session_id)}-{request.id[-8:]}", name=SHOWN_NAME)

    def _rooms(self) -> dict[str, str]:
        """Rooms by id of the job: what runs, and what was promised."""
        return self._running() | self._promised

    def _running(self) -> dict[str, str]:
        return {info.job.id: info.job.room.name for info in self.server.active_jobs} if self.server else {}

    def _promise(self, job_id: str, room: str) -> None:
        """An accepted job counts at once, though its process starts a moment later."""
        self._promised[job_id] = room
        watching = asyncio.create_task(self._forget_when_running(job_id))
        self._watching.add(watching)
        watching.add_done_callback(self._watching.discard)

    async def _forget_when_running(self, job_id: str) -> None:
        """From then on the process speaks for itself: when it dies its room may be taken again at once."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PROCESS_STARTS_WITHIN_S):
                while job_id not in self._running():  # noqa: ASYNC110 - the pool of processes tells nobody
                    await asyncio.sleep(0.2)
        del self._promised[job_id]


async def interview(ctx: JobContext) -> None:
    """One job. The session stands in its metadata, or with automatic dispatch in the room's name."""
    from room_job import RoomJob

    settings = load_settings()
    credentials = settings.livekit
    session_id = _session_of(ctx)
    if credentials is None or session_id is None:
        ctx.shutdown("not an interview")
        return
    voice: Voice = ctx.proc.userdata.get(_VOICE) or make_voice(settings)
    job = RoomJob(ctx, session_id, settings, credentials, voice)

    async def close(_reason: str) -> None:
        await job.aclose()
        await voice.aclose()

    ctx.add_shutdown_callback(close)
    ctx.log_context_fields = {"session_id": session_id}
    # Returns at once: callbacks of a job that is told to end run only after its entry point has returned.
    await job.start()


def _load(server: AgentServer) -> float:
    """How full this worker is, 0–1, by jobs.

    Not by CPU, as the default: the media server offers jobs in proportion to 1 − load, so on a busy machine
    it finds "no servers available", and drops the job though nobody has refused it.
    """
    return min(0.99, len(server.active_jobs) / _most_jobs())


def _most_jobs() -> int:
    return max(1, JOBS_PER_CORE * (os.cpu_count() or 1))


def _session_of(ctx: JobContext) -> str | None:
    try:
        named = json.loads(ctx.job.metadata or "{}").get("session_id")
    except (json.JSONDecodeError, AttributeError):
        named = None
    in_room_name = session_of_room(ctx.job.room.name)
    # The room decides: metadata that names another session is not ours to follow.
    return in_room_name if named in (None, in_room_name) else None


def make_server(settings: AgentSettings, credentials: LivekitCredentials) -> AgentServer:
    jobs = Jobs(most=_most_jobs())
    server = AgentServer(
        ws_url=credentials.url,
        api_key=credentials.api_key,
        api_secret=credentials.api_secret.get_secret_value(),
        load_fnc=_load,
        load_threshold=math.inf,  # a finite one refuses bursts, and the open-source server does not ask again
        num_idle_processes=1,
        max_retry=sys.maxsize,  # a media server that is away comes back some time
        drain_timeout=DRAIN_S,
        shutdown_process_timeout=PROCESS_ENDS_WITHIN_S,
        initialize_process_timeout=PROCESS_STARTS_WITHIN_S,
        setup_fnc=prepare_process,
        host="127.0.0.1",
        port=settings.agent_health_port,
        log_level="INFO",
    )
    jobs.server = server
    server.on("worker_registered", Presence(settings.hirecoach_api_url, credentials).begin)
    server.rtc_session(interview, agent_name=settings.agent_name, on_request=jobs.on_request)
    return server


def main() -> int:
    settings = load_settings()
    if sys.argv[1:2] == ["console"]:
        return run_console(settings)
    credentials = settings.livekit
    if credentials is None:
        print(NO_MEDIA_SERVER, file=sys.stderr)
        return 2
    for sentence in who_is_away(settings, credentials):
        print(sentence, file=sys.stderr, flush=True)
    # What replaces it is a program of its own (`lk`), which a bare machine does not have.
    warnings.filterwarnings("ignore", message="the built-in Python CLI", category=DeprecationWarning)
    cli.run_app(make_server(settings, credentials))
    return 0


if __name__ == "__main__":
    sys.exit(main())
