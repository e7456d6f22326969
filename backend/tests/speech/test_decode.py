import io

import av
import pytest

from app.speech import decode as decode_module
from app.speech.decode import SAMPLE_RATE, decode, duration_ms, resample
from app.speech.port import AudioNotDecodable, AudioTooLong

from .recordings import RATE, recorded, tone

CONTAINERS = [("webm", "libopus"), ("ogg", "libopus"), ("mp4", "aac"), ("wav", "pcm_s16le"), ("flac", "flac")]


@pytest.mark.parametrize(("container", "codec"), CONTAINERS)
def test_every_container_of_a_browser_becomes_16_khz_mono(container: str, codec: str) -> None:
    pcm = decode(recorded(tone(1.5), container=container, codec=codec), max_seconds=10)
    assert duration_ms(pcm) == pytest.approx(1500, abs=60)  # codecs pad to whole frames
    assert max(memoryview(pcm).cast("h")) > 8_000


def test_a_recording_longer_than_allowed_is_refused_though_its_header_tells_no_duration() -> None:
    with pytest.raises(AudioTooLong):
        decode(recorded(tone(3), container="webm", codec="libopus"), max_seconds=2)


def test_a_few_bytes_that_claim_to_last_for_hours_are_refused_before_they_grow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few = io.BytesIO()
    with av.open(few, mode="w", format="flac") as container:
        stream = container.add_stream("flac", rate=1, layout="mono", format="s16")
        frame = av.AudioFrame(format="s16", layout="mono", samples=4_000)
        frame.sample_rate = 1
        frame.planes[0].update(bytes(8_000))
        container.mux([*stream.encode(frame), *stream.encode(None)])
    assert len(few.getvalue()) < 10_000  # blocks of 192 s
    monkeypatch.setattr(decode_module, "_samples", lambda frame: pytest.fail("it was resampled"))
    with pytest.raises(AudioTooLong):
        decode(few.getvalue(), max_seconds=100)


@pytest.mark.parametrize("audio", [b"", b"hello", b"\x00" * 4000, b"RIFF\x10\x00\x00\x00WAVEfmt "])
def test_bytes_that_are_no_audio_are_refused(audio: bytes) -> None:
    with pytest.raises(AudioNotDecodable):
        decode(audio, max_seconds=10)


def test_a_playlist_that_names_a_file_is_not_opened() -> None:
    playlist = b"#EXTM3U\n#EXTINF:10,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n"
    with pytest.raises(AudioNotDecodable):
        decode(playlist, max_seconds=10)


def test_a_video_without_sound_is_refused() -> None:
    ogg_header_only = recorded(tone(0.1), container="ogg", codec="libopus")[:60]
    with pytest.raises(AudioNotDecodable):
        decode(ogg_header_only, max_seconds=10)


def test_a_recording_that_was_cut_short_counts_as_far_as_it_goes() -> None:
    whole = recorded(tone(2), container="webm", codec="libopus")
    assert 500 < duration_ms(decode(whole[: len(whole) * 3 // 4], max_seconds=10)) < 2000


def test_resampling_keeps_the_length() -> None:
    assert duration_ms(resample(tone(1), sample_rate=RATE), SAMPLE_RATE) == pytest.approx(1000, abs=5)
