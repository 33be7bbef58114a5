"""Small documents and messages, made as programs make them, for the tests of their readers."""

import io
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage

import docx
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

__all__ = ["W", "mail", "page", "pdf", "picture", "raw_docx", "rezipped", "word"]

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
)


def word(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = (), title: str = "") -> bytes:
    """A Word document of paragraphs, and a table below them."""
    document = docx.Document()
    document.core_properties.title = title
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for cells, said in zip(table.rows, rows, strict=True):
            for cell, text in zip(cells.cells, said, strict=True):
                cell.text = text
    box = io.BytesIO()
    document.save(box)
    return box.getvalue()


def raw_docx(body: str, **parts: str | bytes) -> bytes:
    """A Word document of this XML within its body, and further parts by name (`__` for `/`)."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr(
            "word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>"
        )
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return box.getvalue()


def rezipped(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The same archive with some parts changed or added."""
    box = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {name: old.read(name) for name in old.namelist()} | dict(changed)
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in parts.items():
            new.writestr(name, part)
    return box.getvalue()


def pdf(*pages: str | Image.Image) -> bytes:
    """A PDF of pages of text, an empty line beginning a new paragraph, and of pictures."""
    box = io.BytesIO()
    drawn = canvas.Canvas(box, invariant=1)
    for one in pages:
        if isinstance(one, str):
            for number, line in enumerate(one.split("\n")):
                if line:
                    drawn.drawString(72, 770 - 14 * number, line)
        else:
            drawn.drawImage(ImageReader(one), 0, 0, 595, 842)
        drawn.showPage()
    drawn.save()
    return box.getvalue()


def picture(*lines: str) -> Image.Image:
    """A page as a scanner gives it."""
    page = Image.new("L", (1654, 2339), 255)
    font = ImageFont.load_default(36)
    for number, line in enumerate(lines):
        ImageDraw.Draw(page).text((150, 200 + 60 * number), line, font=font, fill=0)
    return page


def page(body: str, title: str = "") -> bytes:
    """A web page."""
    return f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body>".encode()


def mail(
    text: str = "Hello",
    *,
    attached: Mapping[str, bytes] | None = None,
    **headers: str,
) -> bytes:
    """A message; headers with `_` for `-`."""
    message, head = EmailMessage(), b""
    said = {
        "From": "Dana Cross <dana@example.org>",
        "To": "jo@example.org",
        "Date": "Tue, 20 Jan 2026 10:03:11 +0000",
        "Subject": "Phones",
        "Message-ID": "<1@example.org>",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in said.items():
        if value:  # as written: the library would put dates right
            head += f"{name}: {value}\n".encode()
    message.set_content(text)
    for name, data in (attached or {}).items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return head + bytes(message)
