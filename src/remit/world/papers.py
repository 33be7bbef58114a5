"""Documents and messages whose bytes depend on nothing but what is put in.

Word documents are Office Open XML in an archive that is stored, not compressed; a PDF has one of
the fonts that every reader must have, or a picture of dots; messages are RFC 5322 lines.
"""

import base64
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

import numpy as np
import numpy.typing as npt

from remit.world.containers import archive

__all__ = ["Drawing", "letter", "mailbox", "message", "paper", "web_page"]

Drawing = npt.NDArray[np.bool_]
"""Dots of a page, True for black, in rows from the top."""

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_HIGHER = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"

_TOP, _LEFT, _LEADING = 780, 64, 14
"""Where a page of a PDF begins, and its distance of lines, in points."""


def letter(
    parts: Sequence[str | Sequence[Sequence[str]]],
    *,
    title: str,
    made: str,
    header: str = "",
    struck: Mapping[int, str] | None = None,
) -> bytes:
    """A Word document of paragraphs and tables; `struck` is text struck out after a paragraph.

    `made` is a time in ISO 8601.
    """
    body = "".join(
        _paragraph(part, (struck or {}).get(number, "")) if isinstance(part, str) else _table(part)
        for number, part in enumerate(parts)
    )
    core = (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{escape(title)}</dc:title>'
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{made}</dcterms:created></cp:coreProperties>'
    )
    top = f'{_HEAD}<w:hdr xmlns:w="{_WORD}">{_paragraph(header, "")}</w:hdr>'
    entries = {
        "[Content_Types].xml": (
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/>'
            f'<Override PartName="/word/header1.xml" ContentType="{_HIGHER}"/></Types>'
        ),
        "_rels/.rels": (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_RELATED}/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" '
            f'Type="{_PACKAGE}/relationships/metadata/core-properties" '
            'Target="docProps/core.xml"/></Relationships>'
        ),
        "docProps/core.xml": core,
        "word/document.xml": (
            f'{_HEAD}<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
        ),
    }
    if header:
        entries["word/header1.xml"] = top
    return archive({name: text.encode() for name, text in entries.items()})


def _paragraph(text: str, struck: str) -> str:
    gone = f"<w:del><w:r><w:delText>{escape(struck)}</w:delText></w:r></w:del>" if struck else ""
    said = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p>{said}{gone}</w:p>"


def _table(rows: Sequence[Sequence[str]]) -> str:
    lines = ("".join(f"<w:tc>{_paragraph(cell, '')}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def paper(pages: Sequence[Sequence[str] | Drawing], *, title: str, made: str) -> bytes:
    """A PDF: each page lines of text, an empty line between paragraphs, or a drawing.

    `made` is `YYYYMMDDHHMMSS` in UTC.
    """
    objects: list[bytes] = [b"", b""]  # the catalogue and the pages, known at the end
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
    kids = []
    for page in pages:
        drawn = isinstance(page, np.ndarray)
        if drawn:
            objects.append(_picture(np.asarray(page)))
            uses = f"/XObject<</P {len(objects)} 0 R>>"
            content = b"q 595 0 0 842 0 0 cm /P Do Q"
        else:
            uses = "/Font<</F 3 0 R>>"
            content = _text([str(line) for line in page])
        objects.append(_stream("", content))
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {len(objects)} 0 R"
            f"/Resources<<{uses}>>>>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects.append(f"<</Title({title})/CreationDate(D:{made}Z)>>".encode("cp1252"))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    return _numbered(objects)


def _text(lines: Sequence[str]) -> bytes:
    out = [b"BT /F 11 Tf"]
    for number, line in enumerate(lines):
        if line:
            said = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            at = f"1 0 0 1 {_LEFT} {_TOP - number * _LEADING} Tm (".encode()
            out.append(at + said.encode("cp1252", "replace") + b") Tj")
    return b"\n".join([*out, b"ET"])


def _picture(dots: Drawing) -> bytes:
    high, wide = dots.shape
    data = np.packbits(~dots, axis=1).tobytes()  # 0 is black
    about = f"/Type/XObject/Subtype/Image/Width {wide}/Height {high}/ColorSpace/DeviceGray"
    return _stream(f"{about}/BitsPerComponent 1", data)


def _stream(about: str, data: bytes) -> bytes:
    return f"<<{about}/Length {len(data)}>>\nstream\n".encode() + data + b"\nendstream"


def _numbered(objects: Sequence[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, start = len(objects) + 1, len(out)
    trailer = b"trailer\n<</Size %d/Root 1 0 R/Info %d 0 R>>\n" % (size, len(objects))
    return (
        out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer
        + b"startxref\n%d\n%%%%EOF\n" % start
    )  # fmt: skip


def web_page(title: str, blocks: Sequence[str | Sequence[Sequence[str]]]) -> bytes:
    """A web page of paragraphs and tables, with a script that nobody should run."""
    body = "".join(
        f"<p>{escape(block)}</p>\n"
        if isinstance(block, str)
        else "<table>"
        + "".join(f"<tr>{''.join(f'<td>{escape(c)}</td>' for c in row)}</tr>" for row in block)
        + "</table>\n"
        for block in blocks
    )
    return (
        f"<!DOCTYPE html>\n<html><head><title>{escape(title)}</title>"
        "<script>document.body.innerHTML = 'nothing to see';</script>"
        f"<style>p {{ color: black }}</style></head>\n<body>\n{body}</body></html>\n"
    ).encode()


def message(
    headers: Mapping[str, str], text: str, attached: Mapping[str, bytes] | None = None
) -> bytes:
    """A message with these headers, in their order, its text, and what is attached."""
    mark = "=_larkhithe"
    lines = [f"{name}: {value}" for name, value in headers.items()]
    lines.append("MIME-Version: 1.0")
    plain = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit"
    if not attached:
        return "\n".join([*lines, plain, "", text, ""]).encode()
    lines += [f'Content-Type: multipart/mixed; boundary="{mark}"', "", f"--{mark}", plain, "", text]
    for name, data in attached.items():
        code = base64.b64encode(data).decode()
        body = "\n".join(code[at : at + 76] for at in range(0, len(code), 76))
        lines += [
            f"--{mark}", "Content-Type: application/octet-stream",
            "Content-Transfer-Encoding: base64",
            f'Content-Disposition: attachment; filename="{name}"', "", body,
        ]  # fmt: skip
    return "\n".join([*lines, f"--{mark}--", ""]).encode()


def mailbox(messages: Sequence[tuple[str, bytes]]) -> bytes:
    """A mailbox of messages, each after the line that begins with `From` and its time."""
    out = b""
    for line, data in messages:
        quoted = b"\n".join(
            b">" + one if one.lstrip(b">").startswith(b"From ") else one
            for one in data.split(b"\n")
        )
        out += f"From {line}\n".encode() + quoted + b"\n"
    return out
