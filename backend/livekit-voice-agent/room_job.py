"""One job: one room, one session. Wires the room's tracks and calls to the interviewer, and takes care of the
end."""

import asyncio
import contextlib
import logging
import time
import traceback
from pathlib import Path
from typing import Any

from livekit import rtc
from livekit.agents import AutoSubscribe, JobContext

from agent_settings import AgentSettings
from app.config import LivekitCredentials
from app.interview.schemas import Briefing
from app.interview.terms import AgentState
from app.rooms.names import is_candidate_of
from backend_client import BackendClient, Refused
from buttons import register_buttons
from face_port import Attention, Face
from interviewer import DRAIN_WITHIN_S, Interviewer
from listening import SAMPLE_RATE as EAR_RATE
from listening import Ear, NoiseSuppression
from speaking import Mouth
from voice import Voice

log = logging.getLogger("hirecoach.agent")

# The media engine's own rate: no resampling on the way to the encoder.
MOUTH_RATE = 48_000
MOUTH_QUEUE_MS = 400
STATE_ATTRIBUTE = "hirecoach.state"
CAPTION_TOPIC = "lk.transcription"
# The API asks by the same method whether an agent still lives.
ALIVE_METHOD = "hirecoach.ping"
ALIVE_WITHIN_S = 1.0

# A candidate who does not come, or does not come back after a reload, is not waited for longer; the API sends
# an agent again when there is somebody to talk to.
CANDIDATE_COMES_WITHIN_S = 120.0
CANDIDATE_RETURNS_WITHIN_S = 30.0
# The candidate's page subscribes a moment after the track is there; speech before that would lose its first
# word.
SUBSCRIBED_WITHIN_S = 2.0
# The interviewer stores what it heard, then the page is told that it is gone.
LEAVES_WITHIN_S = DRAIN_WITHIN_S + 0.5


class RoomJob:
    """Runs one interview in one room."""

    def __init__(
        self,
        ctx: JobContext,
        session_id: str,
        settings: AgentSettings,
        credentials: LivekitCredentials,
        voice: Voice,
    ) -> None:
        self._ctx = ctx
        self._room = ctx.room
        self._session_id = session_id
        self._settings = settings
        self._voice = voice
        self._client = BackendClient(settings.hirecoach_api_url, credentials, session_id)
        self._candidate_is_here = asyncio.Event()
        self._candidate_left_at: float | None = None
        self._listening: asyncio.Task[None] | None = None
        self._running: asyncio.Task[None] | None = None
        self._work: list[asyncio.Task[Any]] = []
        self._states: asyncio.Queue[AgentState] = asyncio.Queue()
        self._face: Face | None = None
        self._mouth: Mouth | None = None
        self._ear: Ear | None = None
        self._interviewer: Interviewer | None = None
        self._track_sid = ""
        self._greeting_began = False
        self._joined_at = time.monotonic()

    async def start(self) -> None:
        """Join the room; the interview goes on in the background, and ends the job when it is over."""
        briefing = asyncio.create_task(self._client.briefing())
        self._work = [briefing]
        try:
            await self._connect()
        except rtc.ConnectError:  # its interview ended while this process started
            log.info("leaving: the room is gone")
            self._ctx.shutdown("the room is gone")
            return
        self._running = asyncio.create_task(self._run(briefing))
        self._work = [briefing, self._running]

    async def _run(self, briefing: asyncio.Task[Briefing]) -> None:
        try:
            await self._interview_if_wanted(await briefing)
        except Refused as refused:
            log.warning("no interview here: %s", refused)
        except TimeoutError:
            log.info("the candidate did not come")
        except Exception as error:
            where = "".join(
                traceback.format_tb(error.__traceback__)
            )  # not its message: it may hold what was said
            log.error("the job failed: %s\n%s", type(error).__name__, where)
        finally:
            self._ctx.shutdown("the interview is over")

    async def _interview_if_wanted(self, briefing: Briefing) -> None:
        if briefing.status != "in_progress":
            log.info("leaving: the interview is %s", briefing.status)
            return
        if await self._is_one_too_many():
            log.info("leaving: another agent is here")
            return
        self._work.append(asyncio.create_task(self._report_states()))
        await self._interview(briefing)
        await self._client.report_state("gone")

    async def aclose(self) -> None:
        """Whoever stops us: what was heard is stored first, within the time there is."""
        if self._interviewer is not None and self._running is not None:
            self._interviewer.leave()
            await asyncio.wait([self._running], timeout=LEAVES_WITHIN_S)
        for task in (*self._work, self._listening):
            if task is not None:
                task.cancel()
        for part in (self._mouth, self._face):
            if part is not None:
                await part.aclose()
        await self._client.aclose()

    # --- the room --------------------------------------------------------------------------------

    async def _connect(self) -> None:
        self._room.on("participant_connected", self._on_participant)
        self._room.on("participant_disconnected", self._on_participant_left)
        self._room.on("track_subscribed", self._on_track)
        self._room.on("disconnected", self._on_disconnected)
        await self._ctx.connect(auto_subscribe=AutoSubscribe.AUDIO_ONLY)
        self._room.local_participant.register_rpc_method(ALIVE_METHOD, self._on_alive)
        for participant in self._room.remote_participants.values():
            self._on_participant(participant)

    def _on_disconnected(self, _reason: object) -> None:
        if self._interviewer is not None:
            self._interviewer.leave()

    async def _is_one_too_many(self) -> bool:
        """Whether an agent that answers was here before us. One that crashed is still listed, but does not
        answer."""
        mine = self._room.local_participant.joined_at
        for other in self._room.remote_participants.values():
            if other.kind != rtc.ParticipantKind.PARTICIPANT_KIND_AGENT:
                continue
            if mine and other.joined_at and other.joined_at > mine:
                continue
            try:
                await self._room.local_participant.perform_rpc(
                    destination_identity=other.identity,
                    method=ALIVE_METHOD,
                    payload="",
                    response_timeout=ALIVE_WITHIN_S,
                )
            except rtc.RpcError:
                continue
            return True
        return False

    async def _on_alive(self, _call: rtc.RpcInvocationData) -> str:
        return "yes"

    def _is_candidate(self, participant: rtc.Participant) -> bool:
        is_agent = participant.kind == rtc.ParticipantKind.PARTICIPANT_KIND_AGENT
        return not is_agent and is_candidate_of(participant.identity, self._session_id)

    def _on_participant(self, participant: rtc.RemoteParticipant) -> None:
        if not self._is_candidate(participant):
            return
        self._candidate_is_here.set()
        if self._candidate_left_at is not None and self._interviewer is not None:
            self._interviewer.welcome_back()
        self._candidate_left_at = None
        for publication in participant.track_publications.values():
            if publication.track is not None:
                self._on_track(publication.track, publication, participant)

    def _on_participant_left(self, participant: rtc.RemoteParticipant) -> None:
        if self._is_candidate(participant):
            self._candidate_is_here.clear()
            self._candidate_left_at = time.monotonic()
            if self._interviewer is not None:
                self._interviewer.candidate_left()

    def _on_track(
        self, track: rtc.Track, publication: rtc.TrackPublication, participant: rtc.RemoteParticipant
    ) -> None:
        is_microphone = publication.source == rtc.TrackSource.SOURCE_MICROPHONE
        if isinstance(track, rtc.RemoteAudioTrack) and is_microphone and self._is_candidate(participant):
            if self._listening is not None:
                self._listening.cancel()
            self._listening = asyncio.create_task(self._listen(track))

    async def _listen(self, track: rtc.RemoteAudioTrack) -> None:
        """Feed the candidate's microphone to the ear, noise taken out."""
        stream = rtc.AudioStream.from_track(
            track=track,
            sample_rate=EAR_RATE,
            num_channels=1,
            frame_size_ms=10,  # what the noise suppression takes
            noise_cancellation=NoiseSuppression(),
            auto_close_noise_cancellation=True,
        )
        try:
            async for event in stream:
                if self._ear is not None:
                    self._ear.push(event.frame)
        finally:
            await stream.aclose()

    # --- the interview ---------------------------------------------------------------------------

    async def _interview(self, briefing: Briefing) -> None:
        interviewer = Interviewer(
            self._client, briefing, self._voice.transcriber, on_state=self._states.put_nowait
        )
        await self._make_parts(interviewer, briefing)
        register_buttons(self._room.local_participant, interviewer)
        async with asyncio.timeout(CANDIDATE_COMES_WITHIN_S):
            await self._candidate_is_here.wait()
        self._interviewer = interviewer
        watching = asyncio.create_task(self._leave_when_alone(interviewer))
        try:
            await interviewer.run()
        finally:
            watching.cancel()

    async def _make_parts(self, interviewer: Interviewer, briefing: Briefing) -> None:
        source = rtc.AudioSource(MOUTH_RATE, 1, queue_size_ms=MOUTH_QUEUE_MS)
        track = rtc.LocalAudioTrack.create_audio_track("interviewer-voice", source)
        self._face = _make_face(briefing, self._settings.face_dir)
        self._mouth = Mouth(
            source,
            self._voice.synthesizer,
            language=briefing.language,
            caption=self._caption,
            face=self._face,
            on_line=lambda: self._on_line(interviewer),
        )
        self._mouth.prepare(*briefing.say[:1])
        self._ear = Ear(interviewer.heard, interviewer.voiced)
        interviewer.attach(self._mouth, self._ear)
        publication = await self._room.local_participant.publish_track(
            track, rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        )
        self._track_sid = publication.sid
        if self._face is not None:  # the greeting does not wait for the picture
            self._work.append(asyncio.create_task(self._publish_face(self._face)))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._candidate_is_here.wait(), CANDIDATE_COMES_WITHIN_S)
            await asyncio.wait_for(publication.wait_for_subscription(), SUBSCRIBED_WITHIN_S)

    async def _publish_face(self, face: Face) -> None:
        try:
            await face.start(self._room)
        except Exception as error:  # the interview goes on without a picture
            log.warning("no face: %s", type(error).__name__)
            self._face = None

    async def _leave_when_alone(self, interviewer: Interviewer) -> None:
        while True:
            await asyncio.sleep(1.0)
            left_at = self._candidate_left_at
            if left_at is not None and time.monotonic() - left_at > CANDIDATE_RETURNS_WITHIN_S:
                log.info("the candidate left")
                interviewer.leave()

    async def _caption(self, line: str) -> None:
        await self._room.local_participant.send_text(
            line,
            topic=CAPTION_TOPIC,
            attributes={"lk.transcribed_track_id": self._track_sid, "lk.transcription_final": "true"},
        )

    def _on_line(self, interviewer: Interviewer) -> None:
        interviewer.sounded()
        if not self._greeting_began:
            self._greeting_began = True
            log.info("first words, ms since the job began: %d", (time.monotonic() - self._joined_at) * 1000)

    async def _report_states(self) -> None:
        """Tell page, API and face what is going on; only the latest state counts."""
        while True:
            state = await self._states.get()
            while not self._states.empty():
                state = self._states.get_nowait()
            if self._face is not None:
                self._face.attend(_ATTENTION.get(state, "listening"))
            with contextlib.suppress(Exception):
                await self._room.local_participant.set_attributes({STATE_ATTRIBUTE: state})
            await self._client.report_state(state)


_ATTENTION: dict[AgentState, Attention] = {"speaking": "speaking", "thinking": "thinking"}


def _make_face(briefing: Briefing, folder: Path) -> Face | None:
    try:
        from avatar import Avatar

        return Avatar(folder, persona=briefing.persona)
    except Exception as error:  # the interview goes on without a picture
        log.warning("no face: %s", type(error).__name__)
        return None
