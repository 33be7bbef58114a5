"""A case folder with hostile files in it: each says why it is not read, and stops no other."""

from pathlib import Path

from tests.cli.conftest import Run
from tests.sources.papers import mail, page, pdf, raw_docx, rezipped, word

from remit.exercise import Exercise

PARAGRAPH = "<w:p><w:r><w:t>x</w:t></w:r></w:p>"
BAD = {
    "bomb.docx": rezipped(raw_docx(PARAGRAPH), {"word/document.xml": b" " * (64 << 20)}),
    "cut.docx": word("One")[:3_000],
    "cut.pdf": b"%PDF-1.7\nnothing more",
    "old.doc": b"\xd0\xcf\x11\xe0" + b"\0" * 90 + "EncryptedPackage".encode("utf-16-le"),
    "note.rtf": b"{\\rtf1 hello}",
    "long.txt": b"A note of some words.\n\n" + b"x" * (2 << 20),
    "empty.eml": b"",
}
GOOD = {
    "letter.docx": word("A letter about AB12 CDE"),
    "report.pdf": pdf("A page about it"),
    "page.html": page("<p>A page of the web</p>"),
    "mail.eml": mail("A message", attached={"bomb.docx": BAD["bomb.docx"]}),
    "note.txt": b"NOTE\n\nStatement of: Ana Lund\n\nShe saw it happen.\n",
}


def test_a_folder_with_hostile_files_loads_all_the_others(
    run: Run, at_work: Exercise, tmp_path: Path
) -> None:
    for name, data in (BAD | GOOD).items():
        (tmp_path / name).write_bytes(data)
    ran = run("load", tmp_path, "--json")
    assert ran.code == 1
    lines = {line["file"]: line for line in ran.lines()}
    assert lines.keys() == (BAD | GOOD).keys()
    for name in BAD:
        assert (lines[name]["load"], lines[name]["received"]) == (None, 0), name
        assert lines[name]["error"].startswith(name)
    assert "protected by a password" in lines["old.doc"]["error"]
    for name in GOOD:
        one = lines[name]
        assert one["received"] == one["accepted"] + one["rejected"] > 0
    (reject,) = lines["mail.eml"]["rejects"]
    assert reject["reason"].startswith("what is attached")
    found = run("search", "people", "Ana Lund", "--json").lines()
    assert [one["label"] for one in found] == ["Ana Lund"]
