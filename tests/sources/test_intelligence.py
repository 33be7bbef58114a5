"""Intelligence reports: a grade for each item, and never who the source is."""

import io
import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sources.papers import page, pdf, raw_docx, word
from tests.sources.tables import mapped

from remit.errors import BadInput
from remit.sources.defects import Defect
from remit.sources.intelligence import WITHHELD
from remit.sources.mapping import Checking
from remit.sources.plan import Plan
from remit.sources.previewing import preview
from remit.sources.readers import Fault
from remit.store.drafts import RowDraft

FORM = """INTELLIGENCE REPORT 3x5x2
OFFICIAL-SENSITIVE
URN: LHI/26/0101
Force: Larkhithe Police
Reporting officer: 4412
Date/time of report: 03/04/2026 10:20
Date of information: 02/04/2026
Protective marking: OFFICIAL-SENSITIVE
Source reference: ISR 42
Operation: Sandglass
Review date: 03/04/2027

Item 1
Source evaluation: 2 - Untested
Intelligence assessment: C
Handling code: P
Text: Dash rides a moped.
He keeps it in a yard: behind the shop.

Item 2 [1AC]
Conditions: A1 S2
Subjects: N0012345 Peter Atkins; N77
Text: Peter Atkins was stopped.

End of report
"""


YARD = "He keeps it in a yard: behind the shop."


def plan_of(path: Path, data: bytes, **options: Any) -> Plan:
    path.write_bytes(data)
    return preview(path, sample=0, **options)


def lines(*rows: dict[str, str]) -> bytes:
    base = {"URN": "LHI/26/1", "Source": "2", "Intelligence": "C", "Handling": "P", "Text": "x"}
    return "".join(json.dumps(base | row) + "\n" for row in rows).encode()


def defects(plan: Plan) -> list[Defect]:
    mapper = plan.mapper()
    for pos, row in plan.table.rows():
        if not isinstance(row, Fault):
            with suppress(BadInput):
                mapper.row(pos, plan.kept(row))
    assert isinstance(mapper, Checking)
    return mapper.defects()


def check_form(rows: Sequence[RowDraft]) -> None:
    first, second = rows
    assert (first.grading, first.handling) == ("2C", "P")
    assert (second.grading, second.handling) == ("1A", "C")
    assert first.raw["Text"] == "Dash rides a moped.\nHe keeps it in a yard: behind the shop."
    assert (second.raw["Text"] or "").startswith("Peter Atkins was stopped.")
    event = first.events[0]
    assert (event.reference, event.attributes["item"]) == ("LHI/26/0101", "1")
    assert event.begin is not None
    assert f"{event.begin:%d %b %Y %H:%M}" == "03 Apr 2026 09:20"
    assert event.attributes["operation"] == "Sandglass"
    assert event.attributes["source_reference"] == "ISR 42"
    assert second.events[0].attributes["conditions"] == "A1 S2"
    people = [m for m in second.mentions if m.kind == "person"]
    assert [(m.label, m.key) for m in people] == [("Peter Atkins", None), ("N77", None)]
    assert people[0].claims[0][:2] == ("reference", "N0012345")
    assert {link.kind for link in second.links if not isinstance(link, tuple)} == {"subject-of"}


@pytest.mark.parametrize("kind", ["txt", "docx", "html", "pdf", "table"])
def test_a_form_gives_its_items_each_with_its_own_grade(tmp_path: Path, kind: str) -> None:
    text = FORM.strip().split("\n")
    made = {
        "txt": lambda: FORM.encode(),
        "docx": lambda: word(*[line for line in text if line]),
        "html": lambda: page("".join(f"<p>{line}</p>" for line in text)),
        "pdf": lambda: pdf(FORM),
        "table": _tabled,
    }
    plan = plan_of(tmp_path / f"a.{kind}", made[kind]())
    rows, rejected = mapped(plan)
    assert (plan.profile.id, plan.questions, rejected) == ("intelligence-reports", (), [])
    assert [row.pos for row in rows] == sorted({row.pos for row in rows})
    check_form(rows)


def _tabled() -> bytes:
    """The same with its fields and items in tables."""
    fields = [line.partition(": ")[::2] for line in FORM.split("\n")[2:11]]
    items = (
        ("Item", "Information", "S", "I", "H", "Conditions", "Subjects"),
        (
            "1",
            "Dash rides a moped.\nHe keeps it in a yard: behind the shop.",
            "2",
            "C",
            "P",
            "",
            "",
        ),
        ("2", "Peter Atkins was stopped.", "1", "A", "C", "A1 S2", "N0012345 Peter Atkins; N77"),
    )

    def table(rows: Sequence[Sequence[str]]) -> str:
        def cell(text: str) -> str:
            said = "".join(f"<w:p><w:r><w:t>{t}</w:t></w:r></w:p>" for t in text.split("\n"))
            return f"<w:tc>{said}</w:tc>"

        return "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)

    return raw_docx(f"<w:tbl>{table(fields)}</w:tbl><w:tbl>{table(items)}</w:tbl>")


def test_a_table_in_a_workbook_is_read_like_any_other(tmp_path: Path) -> None:
    book, box = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Report URN", "Item", "Grading", "Information"])
    book.active.append(["LHI/26/9", 1, "3EP", "It was Tuesday"])
    book.active.append(["LHI/24/1", 1, "B24", "It was Monday"])
    book.save(box)
    plan = plan_of(tmp_path / "a.xlsx", box.getvalue())
    rows, rejected = mapped(plan)
    assert (plan.profile.id, rejected) == ("intelligence-reports", [])
    assert [(row.grading, row.handling) for row in rows] == [("3E", "P"), ("5x5x5 B2", "C")]
    assert rows[1].events[0].attributes["legacy_handling"] == "4"


def test_a_row_that_names_the_source_is_not_let_in_and_the_name_is_masked(tmp_path: Path) -> None:
    data = lines({"Source name": "Peter Atkins"}, {"Source name": "", "Text": "y"})
    plan = plan_of(tmp_path / "a.jsonl", data)
    rows, rejected = mapped(plan)
    assert [(pos, "names the source" in why) for pos, why in rejected] == [(1, True)]
    assert [row.raw["Text"] for row in rows] == ["y"]
    kept = [plan.kept(row) for _, row in plan.table.rows() if not isinstance(row, Fault)]
    assert [row["Source name"] for row in kept] == [WITHHELD, None]
    assert "Atkins" not in str(kept)
    assert [(one.defect, list(one.rows)) for one in defects(plan)] == [("source-identity", [1])]


def test_a_line_of_a_form_that_names_the_source_is_masked_too(tmp_path: Path) -> None:
    text = FORM.replace("Source reference: ISR 42", "Name of source: Peter Atkins")
    plan = plan_of(tmp_path / "a.txt", text.encode())
    rows, rejected = mapped(plan)
    assert (rows, len(rejected)) == ([], 2)
    kept = [plan.kept(row) for _, row in plan.table.rows() if not isinstance(row, Fault)]
    assert {row["Source identity"] for row in kept} == {WITHHELD}


def test_an_item_delivered_twice_is_named(tmp_path: Path) -> None:
    plan = plan_of(tmp_path / "a.jsonl", lines({"Item": "1"}, {"Item": "2"}, {"Item": "1"}))
    assert [(one.defect, list(one.rows)) for one in defects(plan)] == [("repeated", [3])]


def test_a_report_without_a_grade_is_a_document(tmp_path: Path) -> None:
    plan = plan_of(tmp_path / "a.txt", b"URN: LHI/26/1\n\nSomething was seen by the gate.\n")
    assert plan.profile.id == "documents"


def test_american_dates_that_show_it_are_read_so(tmp_path: Path) -> None:
    data = lines({"Reported": "03/25/2026 10:00"}, {"Reported": "04/03/2026 10:00", "Text": "y"})
    rows, _ = mapped(plan_of(tmp_path / "a.jsonl", data))
    assert [f"{row.events[0].begin:%d %b}" for row in rows] == ["25 Mar", "03 Apr"]


ITEM = st.fixed_dictionaries(
    {
        "Source": st.sampled_from("123"),
        "Intelligence": st.sampled_from("ABCDE"),
        "Handling": st.sampled_from("PC"),
        "Text": st.text("abc 0123,.é", min_size=3).filter(lambda t: t.strip(" ,.0123") != ""),
    }
)


@given(items=st.lists(ITEM, min_size=1, max_size=6), data=st.data())
def test_every_item_of_every_layout_has_the_text_and_the_grade_it_was_given(
    tmp_path: Path, items: list[dict[str, str]], data: st.DataObject
) -> None:
    layout = data.draw(st.sampled_from(["jsonl", "txt", "joined"]))
    if layout == "jsonl":
        made = "".join(json.dumps({"URN": "L/1", **item}) + "\n" for item in items)
    else:
        made = "URN: L/1\n\n"
        for n, item in enumerate(items, 1):
            grade = "".join(item[c] for c in ("Source", "Intelligence", "Handling"))
            three = f"S: {item['Source']}\nI: {item['Intelligence']}\nH: {item['Handling']}\n"
            head = f"Item {n} [{grade}]\n" if layout == "joined" else f"Item {n}\n{three}"
            made += f"{head}Text: {item['Text']}\n\n"
    rows, rejected = mapped(plan_of(tmp_path / "a.txt", made.encode()))
    assert rejected == []
    assert [(r.grading, r.handling) for r in rows] == [
        (item["Source"] + item["Intelligence"], item["Handling"]) for item in items
    ]
    said = [{p: v for p, _, v, _ in r.mentions[0].claims}["text"] for r in rows]
    assert said == [" ".join(item["Text"].split()) for item in items]
