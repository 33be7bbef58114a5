"""Hostile and damaged documents and messages: a clear reason, in bounded memory and time."""

import base64
import io
import resource
import struct
import sys
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader, PdfWriter
from tests.sources.papers import TYPES, W, mail, page, pdf, picture, raw_docx, rezipped, word
from tests.sources.test_hostile import faults, refusal

from remit.errors import BadInput
from remit.sources.readers import Limits, ocr, open_tables, survey
from remit.sources.readers import pdf as pdf_reader
from remit.sources.readers.confined import run, whole

MIB = 1 << 20
PARAGRAPH = "<w:p><w:r><w:t>x</w:t></w:r></w:p>"


@contextmanager
def within_time(seconds: float) -> Iterator[None]:
    """Hold what is done inside to so much time."""
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds


@contextmanager
def within(mib: int, seconds: float) -> Iterator[None]:
    """Hold what is done inside to so much memory of Python and so much time.

    Counting memory makes Python some five times as slow.
    """
    tracemalloc.start()
    began = time.monotonic()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < mib * MIB, f"{peak / MIB:.0f} MiB"
    assert time.monotonic() - began < seconds


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def declaring(encoding: str) -> bytes:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    head = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY l0 "lol">{lol}]>'
    body = f"<w:document {W}><w:body><w:p><w:r><w:t>&l8;</w:t></w:r></w:p></w:body></w:document>"
    return (head + body).encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_in_a_word_document_are_refused(tmp_path: Path, encoding: str) -> None:
    data = rezipped(raw_docx(PARAGRAPH), {"word/document.xml": declaring(encoding)})
    with within(16, 5):
        assert "XML entities" in refusal(put(tmp_path / "a.docx", data))


def test_entities_in_its_properties_are_refused_too(tmp_path: Path) -> None:
    data = rezipped(raw_docx(PARAGRAPH), {"docProps/core.xml": declaring("utf-8")})
    assert "XML entities" in refusal(put(tmp_path / "a.docx", data))


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b" " * (300 * MIB), "made to fill memory"),
        (b"<w:p>" * 1_000_000, "made to fill memory"),
    ],
)
def test_a_part_that_unpacks_beyond_reason_is_refused(
    tmp_path: Path, body: bytes, why: str
) -> None:
    data = rezipped(raw_docx(PARAGRAPH), {"word/document.xml": body})
    path = put(tmp_path / "a.docx", data)
    assert path.stat().st_size < 2 * MIB
    with within(16, 10):
        assert why in refusal(path)


def test_elements_within_elements_end(tmp_path: Path) -> None:
    body = "<w:tbl><w:tr><w:tc>" * 2_000 + "</w:tc></w:tr></w:tbl>" * 2_000
    assert "too deep" in refusal(put(tmp_path / "a.docx", raw_docx(body)))


def test_ten_thousand_entries_are_refused(tmp_path: Path) -> None:
    parts = {f"word/x{n}.xml": b"" for n in range(10_000)}
    assert "10,005" in refusal(
        put(
            tmp_path / "a.docx",
            rezipped(raw_docx(PARAGRAPH), parts | {"b": b"", "c": b"", "d": b""}),
        )
    )


def test_an_archive_in_a_document_is_named_and_stays_shut(tmp_path: Path) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as inner:
        inner.writestr("0.bin", b"\0" * (64 * MIB))
    data = rezipped(raw_docx(PARAGRAPH), {"word/embeddings/b.zip": bomb.getvalue()})
    with within(16, 5):
        (table,), _ = open_tables(put(tmp_path / "a.docx", data))
        rows = [row for _, row in table.rows()]
    assert "named, not opened" in str(rows[1])


def test_names_that_climb_and_links_lead_nowhere(tmp_path: Path) -> None:
    data = raw_docx(PARAGRAPH)
    box = io.BytesIO(data)
    with zipfile.ZipFile(box, "a") as archive:
        archive.writestr("../../climbed.txt", "x")
        archive.writestr("/etc/climbed", "x")
        link = zipfile.ZipInfo("word/media/link")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    path = put(tmp_path / "a.docx", box.getvalue())
    (table,), _ = open_tables(path)
    said = str([row for _, row in table.rows()])
    assert "root:" not in said
    assert "word/media/link (11 bytes): named, not opened" in said
    assert [p.name for p in tmp_path.iterdir()] == ["a.docx"]
    assert not Path("/etc/climbed").exists()


def locked(data: bytes) -> bytes:
    """The same archive with every entry's flag saying that it is encrypted."""
    changed = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = changed.find(mark)
        while start >= 0:
            changed[start + at] |= 1
            start = changed.find(mark, start + 4)
    return bytes(changed)


def compound(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0" + b"\0" * 600 + stream.encode("utf-16-le") + b"\0" * 600


def workbook(**parts: bytes) -> bytes:
    book, box = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["a", "b"])
    book.active.append([1, 2])
    book.save(box)
    return rezipped(box.getvalue(), parts)


def encrypted_pdf() -> bytes:
    writer, box = PdfWriter(), io.BytesIO()
    writer.append(PdfReader(io.BytesIO(pdf("Secret"))))
    writer.encrypt("password", algorithm="AES-256")
    writer.write(box)
    return box.getvalue()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.docx", lambda: locked(raw_docx(PARAGRAPH))),
        ("a.xlsx", lambda: locked(workbook())),
        ("b.docx", lambda: compound("EncryptedPackage")),
        ("a.pdf", encrypted_pdf),
    ],
)
def test_a_password_is_named(tmp_path: Path, name: str, make: Callable[[], bytes]) -> None:
    assert refusal(put(tmp_path / name, make())).startswith("protected by a password")


def test_a_pdf_that_only_its_owner_may_change_is_read(tmp_path: Path) -> None:
    writer, box = PdfWriter(), io.BytesIO()
    writer.append(PdfReader(io.BytesIO(pdf("Open to all"))))
    writer.encrypt("", "owner", algorithm="AES-256")
    writer.write(box)
    (table,), _ = open_tables(put(tmp_path / "a.pdf", box.getvalue()))
    assert "Open to all" in str(list(table.rows()))


def test_macros_of_a_workbook_are_named_and_not_run(tmp_path: Path) -> None:
    path = put(tmp_path / "a.xlsm", workbook(**{"xl/vbaProject.bin": b"Sub AutoOpen()"}))
    (table,), _ = open_tables(path)
    assert any("macros" in note for note in table.notes)


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (b"{\\rtf1 hello}", "save it as .docx or .pdf"),
        (compound("WordDocument"), "save it as .docx"),
        (compound("Workbook") + "VBA".encode("utf-16-le"), "macros are never run"),
        (compound("__properties_version1.0"), "save it as .eml"),
        (b"!BDN" + b"\0" * 50, "export its messages"),
        (b'<?xml version="1.0"?><invoice/>', "XML of a kind that no reader knows (<invoice>)"),
        (b"II*\0" + b"\0" * 50, "a picture"),
        (b"\0\0\0\x20ftypisom" + b"\0" * 50, "a film"),
        (b"#!/bin/sh\nrm -rf x\n", "a program"),
    ],
)
def test_what_is_not_read_says_what_to_do(tmp_path: Path, data: bytes, advice: str) -> None:
    with pytest.raises(BadInput) as refused:
        survey(put(tmp_path / "a.bin", data))
    assert advice in refused.value.reason


@pytest.mark.parametrize(
    ("names", "advice"),
    [
        (("mimetype", "content.xml"), "OpenDocument"),
        (("ppt/presentation.xml",), "a presentation"),
        (("xl/workbook.bin",), "binary workbook"),
        (("../../a.csv", "b.csv"), "an archive (zip)"),
    ],
)
def test_archives_say_what_they_are_and_are_not_unpacked(
    tmp_path: Path, names: tuple[str, ...], advice: str
) -> None:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        for name in names:
            archive.writestr(name, "a,b\n1,2\n")
    with pytest.raises(BadInput, match=advice.replace("(", r"\(").replace(")", r"\)")):
        survey(put(tmp_path / "a.zip", box.getvalue()))
    assert [p.name for p in tmp_path.iterdir()] == ["a.zip"]


@pytest.mark.parametrize("make", [lambda: word("A", "B"), lambda: pdf("A\n\nB"), workbook])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_damaged_or_read_as_far_as_it_goes(
    tmp_path: Path, make: Callable[[], bytes], share: float
) -> None:
    data = make()
    path = put(tmp_path / "a.bin", data[: int(len(data) * share)])
    try:
        tables, _ = open_tables(path)
        assert all(list(table.rows()) for table in tables)
    except BadInput as refused:
        assert refused.reason  # noqa: PT017 - one of the two right answers


def raw_pdf(objects: dict[int, bytes], root: int = 1) -> bytes:
    """A PDF of these objects, numbered."""
    out, places = b"%PDF-1.7\n", {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places.get(number, 0)
    return out + b"trailer <</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, root, start)


def stream(data: bytes) -> bytes:
    packed = zlib.compress(data, 9)
    head = b"<</Length %d/Filter/FlateDecode>>" % len(packed)
    return head + b"\nstream\n" + packed + b"\nendstream"


def paged(content: bytes, box: bytes = b"[0 0 595 842]", kids: bytes = b"[3 0 R]") -> bytes:
    page_ = b"<</Type/Page/Parent 2 0 R/MediaBox %s/Contents 4 0 R" % box
    return raw_pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids %s/Count 1>>" % kids,
            3: page_ + b"/Resources<</Font<</F 5 0 R>>>>>>",
            4: content,
            5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        }
    )


def deep_pages(depth: int) -> bytes:
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>"}
    for n in range(2, depth):
        objects[n] = b"<</Type/Pages/Kids [%d 0 R]/Count 1>>" % (n + 1)
    objects[depth] = b"<</Type/Page/MediaBox [0 0 9 9]>>"
    return raw_pdf(objects)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lambda: paged(stream(b" " * (400 * MIB))), id="content bomb"),
        pytest.param(lambda: paged(stream(b"BT /F 9 Tf (x) Tj ET\n" * 4_000_000)), id="many words"),
        pytest.param(lambda: paged(stream(b"q " * 200_000)), id="deep states"),
        pytest.param(lambda: paged(stream(b"[" * 100_000)), id="deep arrays"),
        pytest.param(lambda: paged(b"4 0 R"), id="object is itself"),
        pytest.param(lambda: paged(stream(b""), kids=b"[2 0 R]"), id="pages within themselves"),
        pytest.param(lambda: paged(stream(b""), kids=b"[3 0 R " * 60_000), id="damaged kids"),
        pytest.param(lambda: deep_pages(5_000), id="deep tree"),
        pytest.param(
            lambda: raw_pdf({1: b"<</Type/Catalog/Pages 2 0 R>>",
                             2: b"<</Type/Pages/Kids [%s]/Count 9>>" % (b"3 0 R " * 20_000),
                             3: b"<</Type/Page/Parent 2 0 R/MediaBox [0 0 9 9]>>"}),
            id="twenty thousand pages",
        ),
        pytest.param(lambda: paged(stream(b""), box=b"[0 0 9e9 9e9]"), id="huge page"),
    ],
)  # fmt: skip
def test_a_hostile_pdf_ends_with_a_reason(
    tmp_path: Path, data: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_reader, "_SECONDS", 20)
    monkeypatch.setattr(ocr, "_SECONDS", 10)
    path = put(tmp_path / "a.pdf", data())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with within(160, 90):
        try:
            (table,), _ = open_tables(path)
            rows = [row for _, row in table.rows()]
        except BadInput as refused:
            assert refused.file == "a.pdf"  # noqa: PT017 - one of the two right answers
        else:
            assert rows
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400 * 1024


def test_a_program_is_held_to_its_memory_and_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with whole(b"") as nothing, pytest.raises(BadInput, match="too much memory"):
        run([sys.executable, "-c", "b'x' * (8 << 30)"], nothing, 20, 100)
    began = time.monotonic()
    with whole(b"") as nothing, pytest.raises(BadInput, match="longer than 1 seconds"):
        run([sys.executable, "-c", "import time; time.sleep(60)"], nothing, 1, 100)
    with whole(b"") as nothing, pytest.raises(BadInput, match="longer than 1 seconds"):
        run([sys.executable, "-c", "while True: pass"], nothing, 1, 100)
    assert time.monotonic() - began < 10
    with whole(b"") as nothing, pytest.raises(BadInput, match="more than 100 bytes"):
        run([sys.executable, "-c", "while True: print('x' * 1000)"], nothing, 20, 100)


def test_a_program_sees_nothing_of_the_house_and_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REMIT_HOME", "/somewhere")
    with whole(b"") as nothing:
        said = run([sys.executable, "-c", "import os; print(dict(os.environ))"], nothing, 20, 9_000)
    assert b"REMIT" not in said
    path = tmp_path / "written"
    writes = f"f = open({str(path)!r}, 'wb'); f.write(b'x'); f.flush()"
    with whole(b"") as nothing, pytest.raises(BadInput, match="cannot be read"):
        run([sys.executable, "-c", writes], nothing, 9, 9)
    assert path.stat().st_size == 0


@pytest.mark.parametrize(
    "body",
    [
        "<" * 100_000,
        "<!" * 100_000,
        "<p " + "a=b " * 50_000,
        "<div>" * 30_000 + "deep",
        "&" * 100_000,
        "<!-- " * 100_000,
        "<script>" + "x" * 3_000_000,
        "<svg>" * 30_000,
        "<a href='" + "x" * 20_000_000,
    ],
    ids=[
        "open",
        "declared",
        "attributes",
        "deep",
        "ampersands",
        "comments",
        "script",
        "svg",
        "tag",
    ],
)
def test_a_hostile_web_page_ends(tmp_path: Path, body: str) -> None:
    with within_time(20):
        try:
            (table,), _ = open_tables(put(tmp_path / "a.html", page(body)))
            list(table.rows())
        except BadInput as refused:
            assert refused.file == "a.html"  # noqa: PT017 - one of the two right answers


def nested(depth: int) -> bytes:
    inner = b"Content-Type: text/plain\n\nend\n"
    for n in range(depth):
        mark = f"b{n}"
        head = f'Content-Type: multipart/mixed; boundary="{mark}"\n\n--{mark}\n'.encode()
        inner = head + inner + f"\n--{mark}--\n".encode()
    return b"From: a@b.example\nTo: c@d.example\nSubject: x\nMIME-Version: 1.0\n" + inner


@pytest.mark.parametrize("depth", [20, 300, 2_500])
def test_parts_within_parts_end(tmp_path: Path, depth: int) -> None:
    with within_time(20):
        found = faults(put(tmp_path / "a.eml", nested(depth)))
    assert list(found) == [1]
    assert "parts within parts" in found[1]


def forwarded(depth: int) -> bytes:
    inner = b"Subject: end\n\nend\n"
    for _ in range(depth):
        inner = b"Subject: x\nContent-Type: message/rfc822\n\n" + inner
    return b"From: a@b.example\nTo: c@d.example\nMIME-Version: 1.0\n" + inner


def test_messages_within_messages_end(tmp_path: Path) -> None:
    with within_time(20):
        found = faults(put(tmp_path / "a.eml", forwarded(2_000)))
    assert "parts within parts" in found[1]


def test_ten_thousand_parts_end(tmp_path: Path) -> None:
    parts = b"--b\n\nx\n" * 3_000
    data = b"From: a@b.example\nTo: c\nSubject: x\nMIME-Version: 1.0\n"
    data += b'Content-Type: multipart/mixed; boundary="b"\n\n'
    with within_time(20):
        found = faults(put(tmp_path / "a.eml", data + parts + b"--b--\n"))
    assert "more than 2,000 parts" in found[1]


def test_what_is_said_to_be_base64_and_is_not_is_kept_as_far_as_it_goes(tmp_path: Path) -> None:
    data = (
        b"From: a@b.example\nTo: c@d.example\nSubject: x\nMIME-Version: 1.0\n"
        b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
        b"Content-Disposition: attachment; filename=a.pdf\n\n" + b"!!not base64 at all??\n" * 50
    )
    (table,), _ = open_tables(put(tmp_path / "a.eml", data))
    rows = [row for _, row in table.rows()]
    assert "a.pdf" in str(rows[1])


def test_a_bomb_attached_rejects_itself_and_nothing_else(tmp_path: Path) -> None:
    bomb = rezipped(raw_docx(PARAGRAPH), {"word/document.xml": b" " * (300 * MIB)})
    data = mail("Hello", attached={"a.docx": bomb, "b.docx": word("Sound")})
    (table,), _ = open_tables(put(tmp_path / "a.eml", data))
    found = faults(tmp_path / "a.eml")
    assert len(found) == 1
    assert "made to fill memory" in next(iter(found.values()))
    assert "Sound" in str(list(table.rows()))


def test_a_message_too_large_is_rejected_and_the_next_is_read(tmp_path: Path) -> None:
    line = b"From a@b.example Tue Jan 20 10:03:11 2026\n"
    large = mail("x " * 40_000)
    path = put(tmp_path / "a.mbox", line + large + b"\n" + line + mail("small"))
    (table,), _ = open_tables(path, limits=Limits(message=20_000))
    rows = list(table.rows())
    assert "more than 20,000 bytes" in str(rows[0])
    assert "small" in str(rows[-1])


def test_headers_that_are_damaged_reject_nothing_else(tmp_path: Path) -> None:
    line = b"From a@b.example Tue Jan 20 10:03:11 2026\n"
    odd = b"From: =?utf-8?b?!!!?= <a@@b>\nTo: (((((((\nSubject: =?x?q?=?=\nDate: \x00\x01\n\nbody\n"
    (table,), _ = open_tables(put(tmp_path / "a.mbox", line + odd + b"\n" + line + mail("small")))
    assert "small" in str(list(table.rows()))


def test_a_web_page_that_is_one_tag_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    path = put(tmp_path / "a.html", page("<a href='" + "x" * (64 * MIB)))
    with within(130, 60):
        assert "a tag is longer" in refusal(path)


def test_a_line_without_end_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.write(b"A note of some words about it.\n\n")
        for _ in range(64):
            file.write(b"x" * MIB)
    with within(24, 30):
        assert "a line is longer" in refusal(path)


def test_bytes_of_no_encoding_reject_their_paragraph(tmp_path: Path) -> None:
    sound = "A café by the river.\n\n".encode()
    path = put(tmp_path / "a.txt", sound * 3 + b"Here is \x81\x8d a hole in it.\n\n" + sound)
    assert list(faults(path)) == [7]


def test_a_picture_of_nothing_is_rejected_with_its_page(tmp_path: Path) -> None:
    if ocr.missing():
        pytest.skip(str(ocr.missing()))
    found = faults(put(tmp_path / "a.pdf", pdf(picture())))
    assert list(found) == [1]
    assert "none was recognised" in found[1]


def test_overlapping_entries_are_damage(tmp_path: Path) -> None:
    """As in a bomb whose entries share one stream (USENIX WOOT 2019, Fifield)."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", f"<w:document {W}><w:body/></w:document>")
        archive.writestr("word/header1.xml", b" " * (3 * MIB))
    data = bytearray(box.getvalue())
    directory = data.index(b"PK\x01\x02")
    entries = data[directory:]
    second = entries.index(b"PK\x01\x02", entries.index(b"PK\x01\x02", 4) + 4)
    copies = b""
    for n in range(2, 12):
        one = entries[second : entries.index(b"PK\x05\x06")]
        copies += one.replace(b"header1", b"header%x" % n)
    end = entries.index(b"PK\x05\x06")
    tail = bytearray(entries[end:])
    struct.pack_into("<HHI", tail, 8, 13, 13, len(entries[:end]) + len(copies))
    whole_ = bytes(data[:directory]) + bytes(entries[:end]) + copies + bytes(tail)
    with within(24, 10):
        assert "damaged" in refusal(put(tmp_path / "a.docx", whole_))


def test_base64_of_a_bomb_is_no_more_than_its_bytes(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.example", "c@d.example", "x"
    message.set_content("x")
    head = bytes(message)
    body = base64.b64encode(zlib.compress(b"\0" * (8 * MIB)))
    (table,), _ = open_tables(put(tmp_path / "a.eml", head + body))
    assert list(table.rows())
