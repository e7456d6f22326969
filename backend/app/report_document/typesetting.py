"""A process that sets one document: a job as JSON on stdin, the PDF on stdout. Run by document.py, never imported.

Typst keeps what it has set, for the next time, and gives nothing back: 40 MB for a long report. So each document has
a process, which also keeps a document that takes for ever away from the API.
"""

import json
import sys

import typst


def main() -> None:
    job = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=job["font_folders"]
    )
    compiler = typst.Compiler(font_paths=fonts, ignore_system_fonts=True)
    try:
        pdf = _set(compiler, job, is_universal=True)
    except typst.TypstError:
        # PDF/UA wants a glyph for every character, and answers may hold any (emoji, rare scripts): still tagged,
        # but without the promise.
        pdf = _set(compiler, job, is_universal=False)
    sys.stdout.buffer.write(pdf)


def _set(compiler: typst.Compiler, job: dict[str, object], *, is_universal: bool) -> bytes:
    pdf = compiler.compile(
        str(job["template"]).encode(),
        format="pdf",
        sys_inputs={"content": json.dumps(job["content"])},
        pdf_standards=["ua-1"] if is_universal else [],
        timestamp=int(str(job["timestamp"])),
    )
    assert isinstance(pdf, bytes), "a PDF is one file, whatever its pages"
    return pdf


if __name__ == "__main__":
    main()
