"""The report as a PDF: read back as a reader would."""

import asyncio
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pypdf import PdfReader
from report_document.reports import STRONG, answer, question, report

from app.interview.schemas import BeforeCorrection, Report
from app.report_document.content import cjk_family, is_rtl, stretches_of
from app.report_document.document import DocumentUnavailable, TypstPrinter


@pytest.fixture(scope="module")
def printer(tmp_path_factory: pytest.TempPathFactory) -> TypstPrinter:
    return TypstPrinter(fonts_dir=tmp_path_factory.mktemp("fonts"))


def made(printer: TypstPrinter, report: Report) -> bytes:
    return asyncio.run(printer.pdf(report))


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


def test_it_says_what_the_report_says(printer: TypstPrinter) -> None:
    said = text_of(made(printer, report([question(1, answer("a1", STRONG, quote="I wrote a script"))])))
    for words in ("Backend engineer", "78", "of 100", "I wrote a script", "For practice, not selection."):
        assert words in said
    assert "A 5: Two or more actions" in said


def test_it_says_how_a_score_came_about_and_marks_nothing_that_earned_nothing(printer: TypstPrinter) -> None:
    given = answer("a1", STRONG, quote="I wrote a script")
    assert given.evaluation is not None
    (ownership,) = given.evaluation.dimensions
    relevance = ownership.model_copy(update={"name": "relevance", "score": 0.5})
    off_topic = given.evaluation.model_copy(update={"score": 25.0, "dimensions": [relevance, ownership]})
    said = text_of(made(printer, report([question(1, given.model_copy(update={"evaluation": off_topic}))])))
    assert "The mean of these, times 20: 40 of 100." in said
    assert "it gets 25 at most." in said
    marked = [stretch["marks"] for stretch in stretches_of(given, [off_topic]) if stretch["marks"]]
    assert marked == ["Own"]


def test_a_corrected_answer_stands_beside_what_was_heard(printer: TypstPrinter) -> None:
    given = answer("a1", STRONG).model_copy(
        update={
            "heard": STRONG.replace("checkout", "check out"),
            "before_correction": BeforeCorrection(score=48.0, evaluator="embedded"),
        }
    )
    said = text_of(made(printer, report([question(1, given)])))
    assert "corrected by you" in said
    assert "Last spring our checkout failed" in said
    assert "What was heard Last spring our check out failed" in said
    assert "score 78 of 100, 48 before your correction" in said


def test_a_score_before_the_correction_is_not_set_beside_that_of_another_evaluator(
    printer: TypstPrinter,
) -> None:
    before = BeforeCorrection(score=48.0, evaluator="language_model")
    given = answer("a1", STRONG).model_copy(update={"heard": "Last string", "before_correction": before})
    assert "before your correction" not in text_of(made(printer, report([question(1, given)])))


def test_it_is_tagged_and_names_its_title_and_language(printer: TypstPrinter) -> None:
    reader = read(made(printer, report([question(1, answer("a1", STRONG))])))
    root: Any = reader.root_object
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"].startswith("en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert reader.metadata.title == "Backend engineer"


def test_a_long_answer_goes_on_over_the_pages_to_its_last_word(printer: TypstPrinter) -> None:
    pdf = made(printer, report([question(1, answer("a1", "Then I measured again. " * 900 + "Thelastword."))]))
    assert len(read(pdf).pages) > 4
    assert "Thelastword." in text_of(pdf)


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("王小明", "NotoSansCJK"),
        ("山田のぞみ", "NotoSansCJK"),
        ("김민수", "NotoSansCJK"),
        ("Łukasz Żółć", "FiraGO"),
    ],
)
def test_names_of_every_script_bring_their_glyphs_along(
    printer: TypstPrinter, name: str, family: str
) -> None:
    pdf = made(printer, report([question(1, answer("a1", STRONG))], name=name))
    assert name in text_of(pdf)
    assert any(family in font for font in _fonts_of(pdf))


def test_arabic_letters_are_joined(printer: TypstPrinter) -> None:
    """Joined forms are other glyphs than single letters: the same letters apart need different ones."""
    joined = made(printer, report([question(1, answer("a1", STRONG))], name="مريم الحسن"))
    apart = made(printer, report([question(1, answer("a1", STRONG))], name=" ".join("مريمالحسن")))
    assert joined != apart
    assert any("FiraGO" in font for font in _fonts_of(joined))


def test_what_has_no_glyph_is_printed_all_the_same(printer: TypstPrinter) -> None:
    pdf = made(printer, report([question(1, answer("a1", "It broke 😬 and then I fixed it at once."))]))
    assert "and then I fixed it" in text_of(pdf)


def test_words_of_the_candidate_are_never_read_as_markup(printer: TypstPrinter) -> None:
    hostile = '#read("/etc/passwd") $x^2$ *bold* <label> #import "@preview/x:1.0.0" \\ ] } "'
    assert '#read("/etc/passwd")' in text_of(made(printer, report([question(1, answer("a1", hostile))])))


def test_the_same_report_is_the_same_document(printer: TypstPrinter) -> None:
    one = report([question(1, answer("a1", STRONG))])
    assert made(printer, one) == made(printer, one)


def test_a_report_without_a_score_says_so(printer: TypstPrinter) -> None:
    said = text_of(made(printer, report([question(1, None)], total=4)))
    assert "No overall score" in said
    assert "Skipped" in said


async def test_it_is_made_beside_the_event_loop(tmp_path: Path) -> None:
    pdf = await TypstPrinter(fonts_dir=tmp_path).pdf(report([question(1, answer("a1", STRONG))]))
    assert pdf.startswith(b"%PDF-")
    assert {file.name for file in tmp_path.iterdir()} == {"FiraGO_Regular.ttf", "FiraGO_Bold.ttf"}


async def test_a_document_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(DocumentUnavailable):
        await TypstPrinter(tmp_path, within_s=0.01).pdf(report([question(1, answer("a1", STRONG))]))


async def test_fonts_that_cannot_be_kept_are_no_crash(tmp_path: Path) -> None:
    (tmp_path / "fonts").write_text("a file where the folder should be")
    with pytest.raises(DocumentUnavailable):
        await TypstPrinter(tmp_path / "fonts").pdf(report([question(1, answer("a1", STRONG))]))


@given(text=st.text(max_size=200), start=st.integers(0, 200), length=st.integers(0, 50))
def test_marked_stretches_together_are_the_answer(text: str, start: int, length: int) -> None:
    quoted = answer("a1", text, quote=text[start : start + length], start=start)
    assert quoted.evaluation is not None
    assert "".join(stretch["text"] for stretch in stretches_of(quoted, [quoted.evaluation])) == text


def test_no_white_space_is_marked_beside_a_quote() -> None:
    quoted = answer("a1", "One. Two. Three.", quote=" Two. ", start=4)
    assert quoted.evaluation is not None
    assert [(s["text"], bool(s["marks"])) for s in stretches_of(quoted, [quoted.evaluation])] == [
        ("One.", False),
        (" ", False),
        ("Two.", True),
        (" ", False),
        ("Three.", False),
    ]


def test_a_follow_ups_judgement_marks_the_answer_before_it() -> None:
    first, later = answer("a1", STRONG), answer("a1f", "Three days.")
    assert later.evaluation is not None
    quote = answer("a1", STRONG, quote="I wrote a script").evaluation
    assert quote is not None
    marked = [s["text"] for s in stretches_of(first, [quote, later.evaluation]) if s["marks"]]
    assert marked == ["I wrote a script"]


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80))
@hypothesis_settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_any_text_can_be_printed(printer: TypstPrinter, text: str) -> None:
    assert made(printer, report([question(1, answer("a1", text))], name=text[:80])).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("text", "expected"), [("مرحبا abc", True), ("12 שלום", True), ("abc مرحبا", False), ("123", False)]
)
def test_a_text_runs_in_the_direction_of_its_first_letter(text: str, expected: bool) -> None:
    assert is_rtl(text) is expected


@pytest.mark.parametrize(
    ("text", "family"),
    [("直", "Noto Sans CJK SC"), ("直す", "Noto Sans CJK JP"), ("직 直", "Noto Sans CJK KR")],
)
def test_han_characters_take_the_shape_of_their_language(text: str, family: str) -> None:
    assert cjk_family(text) == family


def _fonts_of(pdf: bytes) -> set[str]:
    fonts = set()
    for page in read(pdf).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            fonts.add(str(font.get_object()["/BaseFont"]))
    return fonts
