"""What is read out of documents, and what is refused; in process, where nothing hostile is among them."""

import pytest
from documents import made
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.extract import Extract, Refused, extract
from app.documents.plain import MAX_CHARS, cut, has_words, tidy

WORDS = b"Jane Doe, nurse, five years of intensive care. "


def refusal_of(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        extract(content)
    return str(refused.value.args[0])


def test_a_pdf_gives_the_text_of_all_its_pages() -> None:
    found = extract(made.pdf("Jane Doe, nurse, five years of intensive care", "Wound care and triage"))
    assert found.pages == 2
    assert not found.truncated
    assert found.text.index("intensive care") < found.text.index("Wound care")


def test_ligatures_of_a_pdf_become_letters() -> None:
    assert "efficient office" in extract(made.pdf("efficient office")).text


def test_a_word_file_gives_its_paragraphs_in_order() -> None:
    assert extract(made.docx("Jane Doe", "Nurse")) == Extract("Jane Doe\nNurse", None, False)


def test_tables_and_text_boxes_of_a_word_file_are_read_once_and_in_their_place() -> None:
    lines = extract(made.docx_with_a_table_and_a_text_box()).text.split("\n")
    assert [line for line in lines if line] == [
        "Before the table",
        "Left cell",
        "Right cell",
        "Beside the box",
        "In the box",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_file_is_read_in_the_encodings_that_programs_write(encoding: str) -> None:
    assert extract("Café – Krankenschwester".encode(encoding)).text == "Café – Krankenschwester"


@pytest.mark.parametrize(
    "content",
    [
        b"Jane\r\nDoe\r\nRN\r\n" * 30,
        WORDS * 100 + b"\x1e" + WORDS,
        WORDS + b"\x1a",
        b"Line one\x0bLine two\x0cPage two",
    ],
    ids=["short lines of Windows", "a stray sign on a long page", "the end mark of DOS", "breaks of Word"],
)
def test_signs_that_programs_leave_in_texts_are_no_reason_to_refuse_them(content: bytes) -> None:
    assert extract(content).text


def test_a_file_is_told_by_its_content_not_by_its_name() -> None:
    assert extract(b"just text, whatever the name says").pages is None
    assert extract(made.pdf("a PDF called cv.txt")).pages == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b" \r\n\t", "empty", id="blanks"),
        pytest.param(b"\x00" * 50, "empty", id="zeros"),
        pytest.param(b"text\x00with a NUL", "type", id="NUL"),
        pytest.param(b"\x00" * 8 + WORDS, "type", id="zeros before words"),
        pytest.param(b"\x01\x02\x03" + WORDS * 100, "type", id="controls before words"),
        pytest.param((b"\x02" + WORDS) * 20, "type", id="controls between words"),
        pytest.param(WORDS + b"\x1f\x8b\x08", "type", id="controls after words"),
        pytest.param(b"\x81\x8d\x8f\x90" * 8 + WORDS, "type", id="bytes of no alphabet before words"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "picture", id="PNG"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + WORDS * 100, "picture", id="PNG with words in it"),
        pytest.param(b"\xff\xd8\xff\xe0" + WORDS, "picture", id="JPEG"),
        pytest.param(b"GIF89a" + WORDS, "picture", id="GIF"),
        pytest.param(b"RIFF\x24\x01\x00\x00WEBPVP8 " + WORDS, "picture", id="WebP"),
        pytest.param(b"II*\x00" + WORDS, "picture", id="TIFF"),
        pytest.param(b"\x00\x00\x00\x18ftypheic" + WORDS, "picture", id="HEIC"),
        pytest.param(rb"{\rtf1\ansi Hello}", "type", id="RTF"),
        pytest.param(b"<!DOCTYPE html><p>Hello</p>", "type", id="web page"),
        pytest.param(bytes.fromhex("d0cf11e0a1b11ae1") + b"old Word", "type", id="old Word"),
        pytest.param(
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
            id="locked Word",
        ),
        pytest.param(made.zipped({"mimetype": b"application/vnd.oasis"}), "type", id="OpenDocument"),
        pytest.param(made.scanned_pdf(), "without_text", id="scan"),
        pytest.param("\ue001\ue002\ue003 \ue004".encode(), "without_text", id="signs of no alphabet"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_reason(content: bytes, why: str) -> None:
    assert refusal_of(content) == why


def test_a_locked_pdf_is_said_to_be_locked_and_one_locked_against_changes_is_read() -> None:
    readable = made.pdf("Only my employer may change this")
    assert refusal_of(made.locked_pdf(readable, "secret")) == "encrypted"
    assert "Only my employer" in extract(made.locked_pdf(readable, "")).text


def test_text_beyond_the_field_is_cut_at_a_paragraph_and_said() -> None:
    paragraph = "A sentence of experience. " * 40
    found = extract("\n\n".join([paragraph.strip()] * 40).encode())
    assert found.truncated
    assert MAX_CHARS - 2_000 <= len(found.text) <= MAX_CHARS
    assert found.text.endswith("experience.")


def test_a_text_without_any_blank_is_cut_at_the_limit() -> None:
    assert cut("x" * (MAX_CHARS + 1)) == ("x" * MAX_CHARS, True)


@given(st.text())
def test_tidy_text_can_be_stored_and_stays_as_it_is(text: str) -> None:
    once = tidy(text)
    assert "\x00" not in once
    once.encode("utf-8")
    assert tidy(once) == once
    assert has_words(once) in (True, False)


@given(st.binary(max_size=2_000))
@settings(max_examples=60)
def test_any_bytes_give_text_or_a_reason(content: bytes) -> None:
    outcome = outcome_of(content)
    if isinstance(outcome, Extract):
        assert 0 < len(outcome.text) <= MAX_CHARS
    else:
        assert outcome in ("empty", "type", "picture", "encrypted", "without_text", "unreadable")


def outcome_of(content: bytes) -> Extract | str:
    try:
        return extract(content)
    except Refused as refused:
        return str(refused.args[0])
    except Exception:  # as the worker has it: a parser may raise anything
        return "unreadable"
