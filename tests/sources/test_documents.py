"""Documents become rows that cite paragraph and page, and nothing in them is taken as a fact."""

from pathlib import Path

import pytest
from tests.sources.papers import W, page, pdf, picture, raw_docx, word
from tests.sources.tables import mapped

from remit.sources.plan import Plan
from remit.sources.previewing import preview
from remit.sources.readers import ocr
from remit.store.drafts import RowDraft

CAN_RECOGNISE = pytest.mark.skipif(
    ocr.missing() is not None, reason=f"no text is recognised: {ocr.missing()}"
)


def plan_of(path: Path, data: bytes, **options: str) -> Plan:
    path.write_bytes(data)
    return preview(path, sample=0, zone=options.get("zone"))


def texts(rows: list[RowDraft], column: str = "Text") -> list[str | None]:
    return [row.raw[column] for row in rows]


def claimed(row: RowDraft) -> dict[str, str | None]:
    return {prop: value for prop, _, value, _ in row.mentions[0].claims}


def test_a_word_document_gives_its_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    data = word("One", "Two 07700 900123", rows=(("Item", "Kept"), ("Coat", "Yes")), title="List")
    plan = plan_of(tmp_path / "a.bin", data)
    rows, rejected = mapped(plan)
    assert (plan.profile.id, plan.survey.format, rejected, plan.questions) == (
        "documents", "docx", [], (),
    )  # fmt: skip
    assert texts(rows) == ["One", "Two 07700 900123", "Item | Kept", "Coat | Yes"]
    assert texts(rows, "Kind") == ["paragraph", "paragraph", "table row", "table row"]
    assert [row.pos for row in rows] == [1, 2, 3, 4]
    assert claimed(rows[1])["text"] == "Two 07700 900123"
    assert claimed(rows[1])["title"] == "List"
    assert not any(row.events or row.links for row in rows)
    assert len({row.mentions[0].key for row in rows}) == 1


def test_struck_out_text_headers_and_comments_say_what_they_are(tmp_path: Path) -> None:
    head = "<w:hdr {}><w:p><w:r><w:t>OFFICIAL</w:t></w:r></w:p></w:hdr>"
    note = (
        '<w:comments {}><w:comment w:author="DC Lee" w:date="2026-01-20T09:00:00Z"><w:p><w:r>'
        "<w:t>Check this</w:t></w:r></w:p></w:comment></w:comments>"
    )
    body = (
        "<w:p><w:r><w:t>He drove a </w:t></w:r><w:del><w:r><w:delText>red</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>blue</w:t></w:r></w:ins><w:r><w:t> car</w:t></w:r></w:p>"
    )
    data = raw_docx(
        body,
        **{"word__header1.xml": head.format(W), "word__comments.xml": note.format(W)},
        **{"word__media__image1.png": b"\x89PNG", "word__embeddings__a.xlsx": b"PK"},
    )
    rows, _ = mapped(plan_of(tmp_path / "a.docx", data))
    kinds = [(row.raw["Part"], row.raw["Kind"], row.raw["Text"]) for row in rows]
    assert kinds == [
        (None, "paragraph", "He drove a blue car"),
        (None, "deleted text", "red"),
        ("header", "paragraph", "OFFICIAL"),
        ("comment", "paragraph", "[DC Lee, 2026-01-20T09:00:00Z] Check this"),
        (None, "embedded object", "word/media/image1.png (4 bytes): named, not opened"),
        (None, "embedded object", "word/embeddings/a.xlsx (2 bytes): named, not opened"),
    ]
    assert rows[1].mentions[0].label == "[struck out] red"
    assert "text" not in claimed(rows[4])


def test_pages_of_a_word_document_are_those_of_its_last_layout(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>First</w:t></w:r></w:p>"
        "<w:p><w:r><w:lastRenderedPageBreak/><w:t>Second</w:t></w:r></w:p>"
    )
    rows, _ = mapped(plan_of(tmp_path / "a.docx", raw_docx(body)))
    assert texts(rows, "Page") == ["1", "2"]


def test_a_text_box_said_twice_for_older_programs_is_read_once(tmp_path: Path) -> None:
    compatible = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = "<w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent>"
    body = (
        f"<w:p><w:r><w:t>Before</w:t><mc:AlternateContent {compatible}><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    rows, _ = mapped(plan_of(tmp_path / "a.docx", raw_docx(body)))
    assert texts(rows) == ["In a box", "Before"]


def test_macros_are_named_and_not_run(tmp_path: Path) -> None:
    data = raw_docx("<w:p><w:r><w:t>x</w:t></w:r></w:p>", **{"word__vbaProject.bin": b"Sub x"})
    plan = plan_of(tmp_path / "a.docm", data)
    assert any("macros" in note for note in plan.notes)
    rows, _ = mapped(plan)
    assert "not opened" in (rows[-1].raw["Text"] or "")


def test_a_pdf_gives_paragraphs_with_their_page(tmp_path: Path) -> None:
    first = "STATEMENT\n\nI was on the corner when the\nblue car went by.\n\nIt was ten."
    plan = plan_of(tmp_path / "a.pdf", pdf(first, "Page two"))
    rows, rejected = mapped(plan)
    assert rejected == []
    assert [(row.raw["Page"], row.raw["Text"]) for row in rows] == [
        ("1", "STATEMENT"),
        ("1", "I was on the corner when the\nblue car went by."),
        ("1", "It was ten."),
        ("2", "Page two"),
    ]


@CAN_RECOGNISE
def test_a_page_that_is_a_picture_is_recognised_and_says_so(tmp_path: Path) -> None:
    scanned = picture("WITNESS STATEMENT", "A moped AB12 CDE took my phone.")
    plan = plan_of(tmp_path / "a.pdf", pdf("Typed", scanned))
    mapper_rows, _ = mapped(plan)
    assert mapper_rows[0].raw["Kind"] == "paragraph"
    read = [row for row in mapper_rows if row.raw["Kind"] == "recognised text"]
    assert "AB12 CDE" in " ".join(row.raw["Text"] or "" for row in read)
    assert all(row.raw["Page"] == "2" for row in read)
    assert all(0.5 < float(row.raw["Confidence"] or 0) <= 1 for row in read)


@CAN_RECOGNISE
def test_a_page_is_recognised_once_however_often_it_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    before = ocr.recognised
    monkeypatch.setattr(ocr, "recognised", lambda c, n: drawn.append(n) or before(c, n))
    plan = plan_of(tmp_path / "a.pdf", pdf(picture("ONE LINE OF TEXT")))
    assert mapped(plan)[0]
    assert mapped(plan)[0]
    assert drawn == [1]


def test_without_tesseract_a_picture_is_rejected_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "found", lambda _: None)
    rows, rejected = mapped(plan_of(tmp_path / "a.pdf", pdf("Typed", picture("x"))))
    assert texts(rows) == ["Typed"]
    assert len(rejected) == 1
    assert "page 2 has no text of its own" in rejected[0][1]
    assert "apt-get install poppler-utils tesseract-ocr" in rejected[0][1]


def test_a_text_gives_paragraphs_by_their_first_line(tmp_path: Path) -> None:
    text = "NOTE\n\nCrime number: 01/2/26\nStatement of: Zoë Abel\n\nI saw it.\nIt was red.\n"
    plan = plan_of(tmp_path / "a.txt", text.encode("cp1252"))
    rows, _ = mapped(plan)
    assert plan.survey.format == "text"
    assert [(row.pos, row.raw["Text"]) for row in rows] == [
        (1, "NOTE"),
        (3, "Crime number: 01/2/26"),
        (4, "Statement of: Zoë Abel"),
        (6, "I saw it.\nIt was red."),
    ]


def test_a_line_of_a_form_says_whose_statement_it_is(tmp_path: Path) -> None:
    text = "Crime number: 01/2/26\nStatement of: Zoë Abel\nDate: 3 May 2026\nAge if under 18: 15\n"
    rows, _ = mapped(plan_of(tmp_path / "a.txt", text.encode()))
    assert claimed(rows[0])["reference"] == "01/2/26"
    (person,) = (m for m in rows[1].mentions if m.kind == "person")
    assert (person.label, person.role, person.key) == ("Zoë Abel", "witness", None)
    assert claimed(rows[2])["date"] == "3 May 2026"


def test_a_line_with_a_protected_attribute_stays_in_the_record(tmp_path: Path) -> None:
    rows, _ = mapped(plan_of(tmp_path / "a.txt", b"Date: 3 May 2026\nEthnicity: W1\n"))
    assert rows[1].raw["Text"] == "Ethnicity: W1"
    assert "text" not in claimed(rows[1])


def test_a_web_page_gives_the_text_of_its_blocks(tmp_path: Path) -> None:
    body = (
        "<script>steal()</script><h1>Phones</h1><p>Ring <b>07700 900123</b>\nnow<br>or later"
        '<img src="http://a.example/x.png"><table><tr><th>Model<th>Price<tr><td>A<td>£1</table>'
        "<style>p{}</style>&lt;end&gt;"
    )
    plan = plan_of(tmp_path / "a.html", page(body, "For sale"))
    rows, _ = mapped(plan)
    assert texts(rows) == [
        "For sale", "Phones", "Ring 07700 900123 now\nor later", "Model | Price", "A | £1", "<end>",
    ]  # fmt: skip
    assert set(texts(rows, "Title")) == {"For sale"}


@pytest.mark.parametrize(
    ("name", "data", "format_"),
    [
        ("a.txt", b"a\tb\n1\t2\n3\t4\n", "csv"),
        ("a.txt", b"name\nx\ny\nz\n", "csv"),
        ("a.csv", b"I saw a man there, he ran.\n\nThen he was gone for good.\n", "csv"),
        ("a", b"I saw a man at the corner of the street.\n\nThen he was gone for good.\n", "text"),
        (
            "a.txt",
            b"From: a@b.example\nTo: c\nSubject: x\nMIME-Version: 1.0\n\nx",
            "email",
        ),
        (
            "a.txt",
            b"From: Sergeant Lee\nDate: 3 May 2026\nTo: all officers\n\nNote.\n",
            "text",
        ),
        ("a", b"From dana@a.example Tue Jan 20 10:03:11 2026\nFrom: x\n\ny", "mbox"),
        ("a", b"<p>One</p><p>Two</p>", "html"),
    ],
)
def test_texts_are_told_apart_by_content(
    tmp_path: Path, name: str, data: bytes, format_: str
) -> None:
    assert plan_of(tmp_path / name, data).survey.format == format_
