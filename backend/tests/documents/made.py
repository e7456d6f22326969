"""Documents made for the tests: real ones by the programs that people use (Typst, python-docx), and hostile ones."""

import io
import zipfile
import zlib

import typst
from docx import Document
from docx.oxml import parse_xml
from pypdf import PdfReader, PdfWriter

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def pdf(*pages: str) -> bytes:
    source = "#set page(width: 15cm, height: 20cm)\n" + "\n#pagebreak()\n".join(pages)
    return bytes(typst.compile(source.encode(), format="pdf"))


def locked_pdf(content: bytes, password: str) -> bytes:
    """``password`` opens it; "" locks only against changes."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    return _written(writer)


def scanned_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    return _written(writer)


def _written(writer: PdfWriter) -> bytes:
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def raw_pdf(*objects: bytes) -> bytes:
    """A PDF of numbered objects, the first one its catalogue."""
    file = io.BytesIO(b"%PDF-1.7\n")
    file.seek(0, io.SEEK_END)
    starts = []
    for number, content in enumerate(objects, start=1):
        starts.append(file.tell())
        file.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    table = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for start in starts:
        file.write(b"%010d 00000 n \n" % start)
    file.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table))
    return file.getvalue()


def pdf_with_a_page_tree_without_end() -> bytes:
    return raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>",
    )


def pdf_with_a_bomb(unpacked_bytes: int) -> bytes:
    packed = zlib.compress(b"0" * unpacked_bytes, 9)
    return raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
    )


def docx(*paragraphs: str) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return _saved(document)


def docx_with_a_table_and_a_text_box() -> bytes:
    document = Document()
    document.add_paragraph("Before the table")
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    cells[0].text, cells[1].text = "Left cell", "Right cell"
    content = "<w:txbxContent><w:p><w:r><w:t>In the box</w:t></w:r></w:p></w:txbxContent>"
    box = (
        f"<w:p {_W}><w:r><w:t>Beside the box</w:t>"
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps">{content}</mc:Choice><mc:Fallback>{content}</mc:Fallback>'
        "</mc:AlternateContent></w:r></w:p>"
    )
    document.element.body.insert(len(document.element.body) - 1, parse_xml(box))
    return _saved(document)


def docx_whose_xml_is(xml: bytes) -> bytes:
    """A Word file whose main part is exactly this."""
    with zipfile.ZipFile(io.BytesIO(docx("x"))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped(parts | {"word/document.xml": xml})


def docx_with_entities_of_entities() -> bytes:
    names = "abcdefghij"
    entities = ['<!ENTITY a "lol">'] + [
        f'<!ENTITY {name} "{f"&{names[i]};" * 10}">' for i, name in enumerate(names[1:])
    ]
    body = f"<w:document {_W}><w:body><w:p><w:r><w:t>&{names[-1]};</w:t></w:r></w:p></w:body></w:document>"
    return docx_whose_xml_is(f"<!DOCTYPE x [{''.join(entities)}]>{body}".encode())


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def _saved(document: "object") -> bytes:
    file = io.BytesIO()
    document.save(file)  # type: ignore[attr-defined] # python-docx calls its class and its function alike
    return file.getvalue()
