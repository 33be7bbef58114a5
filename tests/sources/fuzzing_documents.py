"""Fuzzing of documents, messages and reports: small valid files, and what any bytes must give."""

from pathlib import Path

from tests.sources.papers import mail, page, pdf, raw_docx, word

from remit.errors import BadInput, Misuse
from remit.sources.previewing import preview
from remit.sources.readers import Fault

__all__ = ["check", "seeds"]

FORM = (
    "URN: L/1\nForce: F\nDate of report: 03/04/2026 10:00\n\nItem 1 [2CP]\nText: A b\nc\n\n"
    "Item 2\nS: B\nI: 2\nH: 4\nSubjects: N1 A B; N2\nText: d\n"
)
REPORTS = b'{"URN": "L/1", "Source": "2", "Intelligence": "C", "Handling": "C", "Text": "x"}\n'
RECORDS = (
    b'{"data": [{"id": "1", "type": "person", "attributes": {"surname": "A", "dateOfBirth": '
    b'"1990-01-02"}, "relationships": {"personalTelephone": {"data": {"id": "2", "type": '
    b'"telephone"}}}}], "included": [{"id": "2", "type": "telephone", "attributes": '
    b'{"number": "07700900123"}}]}'
)


def seeds() -> list[bytes]:
    """Valid small files of every format read here."""
    struck = (
        "<w:p><w:r><w:t>He </w:t></w:r><w:del><w:r><w:delText>ran</w:delText></w:r></w:del></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    letter = mail("Hi\n\nthere", attached={"a.docx": raw_docx(struck), "b.csv": b"a,b\n1,2\n"})
    line = b"From a@b.example Tue Jan 20 10:03:11 2026\n"
    return [
        word("One", "Statement of: A B", rows=(("a", "b"),), title="T"),
        raw_docx(struck),
        pdf("One\n\nTwo", "Three"),
        b"NOTE\n\nStatement of: A B\nDate: 3 May 2026\n\nHe said so.\n",
        page("<h1>A</h1><p>b<br>c<table><tr><td>1<td>2</table><script>x</script>", "T"),
        letter,
        line + letter + b"\n" + line + mail("two", Message_ID="<2@x>"),
        FORM.encode(),
        word(*FORM.split("\n")),
        REPORTS,
        b"URN,Grading,Information\nL/1,B24,x\n",
        RECORDS,
    ]


def check(data: bytes, folder: Path) -> None:
    """Read any bytes as a load would. Raises what must never be raised, and `AssertionError`."""
    path = folder / "fuzzed"
    path.write_bytes(data)
    try:
        plan = preview(path, yes=True, zone="Europe/London", sample=2)
        before = 0
        mappers = {part.table.part: part.mapper() for part in plan.parts}
        for part, pos, row in plan.rows():
            assert pos > before, "positions rise"
            before = pos
            if isinstance(row, Fault):
                assert row.reason
                cells = row.raw
            else:
                cells = part.kept(row)
                try:
                    mappers[part.table.part].row(pos, cells)
                except BadInput as wrong:
                    assert wrong.reason  # noqa: PT017 - one of the two right answers
            for name, cell in cells.items():
                f"{name}{cell}".encode()
        for mapper in mappers.values():
            mapper.notes()
    except (BadInput, Misuse) as refused:
        assert str(refused)  # noqa: PT017 - one of the two right answers
