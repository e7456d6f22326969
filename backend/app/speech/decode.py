"""Any recording a browser makes → 16 kHz mono signed 16-bit samples."""

import io

import av
import av.error

from app.speech.port import AudioNotDecodable, AudioTooLong

SAMPLE_RATE = 16_000
BYTES_PER_SAMPLE = 2

# The demuxer is chosen from the first bytes and forced: left to guess, FFmpeg also takes playlists, which can
# name files and addresses for it to open.
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"RIFF", "wav"),
    (0, b"OggS", "ogg"),
    (0, b"\x1aE\xdf\xa3", "matroska"),  # webm is a matroska
    (4, b"ftyp", "mp4"),
    (0, b"fLaC", "flac"),
    (0, b"ID3", "mp3"),
    (0, b"\xff\xfb", "mp3"),
)


def decode(audio: bytes, *, max_seconds: float) -> bytes:
    """Return mono s16le samples at 16 kHz. Raises AudioNotDecodable, AudioTooLong.

    The length is counted while decoding: MediaRecorder writes no duration into its header.
    """
    container_format = _format_of(audio)
    max_bytes = int(max_seconds * SAMPLE_RATE) * BYTES_PER_SAMPLE
    pcm = bytearray()
    heard_s = 0.0
    try:
        with av.open(io.BytesIO(audio), mode="r", format=container_format) as container:
            if not container.streams.audio:
                raise AudioNotDecodable("there is no audio track in it")
            resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
            for frame in container.decode(audio=0):
                # Before resampling: a few samples at 1 Hz are hours, and would become hundreds of megabytes.
                heard_s += frame.samples / max(1, frame.sample_rate)
                if heard_s > max_seconds:
                    raise AudioTooLong(f"longer than {max_seconds:g} s")
                for piece in resampler.resample(frame):
                    pcm += _samples(piece)
            for piece in resampler.resample(None):
                pcm += _samples(piece)
    except av.error.EOFError:
        pass  # a recording that was cut short: what was decoded counts
    except (av.error.FFmpegError, ValueError) as error:
        if not pcm:
            raise AudioNotDecodable(f"not readable as {container_format}") from error
    if not pcm:
        raise AudioNotDecodable("it holds no samples")
    if len(pcm) > max_bytes:
        raise AudioTooLong(f"longer than {max_seconds:g} s")
    return bytes(pcm)


def duration_ms(pcm: bytes, sample_rate: int = SAMPLE_RATE) -> int:
    return len(pcm) // BYTES_PER_SAMPLE * 1000 // sample_rate


def resample(pcm: bytes, *, sample_rate: int, wanted: int = SAMPLE_RATE) -> bytes:
    """Mono s16le from one rate to another."""
    if sample_rate == wanted or not pcm:
        return pcm
    frame = av.AudioFrame(format="s16", layout="mono", samples=len(pcm) // BYTES_PER_SAMPLE)
    frame.sample_rate = sample_rate
    frame.planes[0].update(pcm[: frame.samples * BYTES_PER_SAMPLE])
    resampler = av.AudioResampler(format="s16", layout="mono", rate=wanted)
    pieces = [*resampler.resample(frame), *resampler.resample(None)]
    return b"".join(_samples(piece) for piece in pieces)


def _format_of(audio: bytes) -> str:
    for offset, signature, name in _SIGNATURES:
        if audio[offset : offset + len(signature)] == signature:
            return name
    raise AudioNotDecodable("it is not webm, ogg, mp4, wav, flac or mp3")


def _samples(frame: av.AudioFrame) -> bytes:
    """The frame's samples without the padding at the end of its plane."""
    return bytes(frame.planes[0])[: frame.samples * BYTES_PER_SAMPLE]
