"""The papers of the case: statements, letters, web pages and reports as a case folder holds them.

Each victim's statement comes in another shape: Word with a passage struck out, a PDF, a scanned
page of capitals. Intelligence comes as forms and as an old table, with a grade for each item.
Messages of the shop have a clock an hour wrong, a message twice, and a document attached. What is
true of all of it is put down beside it, paragraph by paragraph.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from textwrap import wrap
from typing import Any

from anyascii import anyascii

from remit.world.city import City
from remit.world.clock import moment, shift, to_utc, zulu
from remit.world.containers import Cell, workbook
from remit.world.out import Output
from remit.world.papers import letter, mailbox, message, paper, web_page
from remit.world.phones import NICKNAMES
from remit.world.reports import crime_number
from remit.world.scanned import page_of

__all__ = ["Papers", "casework"]

FORCE = "Larkhithe Police"
_SCAN = 38
"""Capitals in a line of a scanned page."""

_LETTERS = 88
"""Letters in a line of a page of a PDF."""


@dataclass
class Papers:
    """What is true of the papers, by file."""

    documents: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Paragraphs in order: `page` (or null), `kind`, `text`."""
    messages: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Messages in order: `from`, `to`, `sent` (UTC, as their headers say), `subject`."""
    items: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Items in order: `urn`, `item`, `scheme`, `grading`, `handling`, `text`, `reported`."""
    defects: dict[str, list[str]] = field(default_factory=dict)
    """What is wrong with a file as a whole, by the name of the defect."""

    def as_bytes(self) -> bytes:
        """The bytes of `papers.json`."""
        said = {
            "documents": self.documents, "messages": self.messages, "items": self.items,
            "defects": self.defects,
        }  # fmt: skip
        return (json.dumps(said, indent=1, ensure_ascii=False) + "\n").encode()


def casework(city: City, out: Output) -> None:
    """Write the case folder's papers, and what is true of them."""
    papers = Papers()
    _statements(city, out, papers)
    _web(city, out, papers)
    _letters(city, out, papers)
    _forms(city, out, papers)
    (out.truth / "papers.json").write_bytes(papers.as_bytes())


def _statements(city: City, out: Output, papers: Papers) -> None:
    thefts = city.crew.thefts
    for n, number in enumerate((0, len(thefts) // 2, len(thefts) - 1)):
        theft = thefts[number]
        # Of the letters with marks, typewriters and the fonts of a PDF have but a few.
        name = " ".join(city.people.name(theft.victim))
        name = name if n == 0 else anyascii(name)
        at = moment(theft.at)
        day = f"{at + timedelta(days=2):%d %B %Y}"
        station = city.stations[theft.station].name
        line = city.numbers[int(city.have.sim[theft.victim])]
        fields = [f"Crime number: {crime_number(city, number)}", f"Statement of: {name}"]
        fields.append(f"Date: {day}")
        told = [
            f"On {at:%A %d %B %Y} at about {at:%H:%M} I came out of {station} station.",
            f"My number is {line} and my phone is the one with IMEI {city.imeis[theft.handset]}.",
            f"The moped had the plate {_spaced(city.marks[theft.vehicle])} on the back of it.",
        ]
        made = at + timedelta(days=2)
        if n == 0:
            struck = "I think the rider was a neighbour."
            data = letter(
                ["WITNESS STATEMENT", *fields, *told], title="Witness statement",
                made=f"{made:%Y-%m-%dT%H:%M:%SZ}", header="OFFICIAL", struck={6: struck},
            )  # fmt: skip
            said: list[tuple[str, int | None, str]] = [
                ("paragraph", None, text) for text in ("WITNESS STATEMENT", *fields, *told)
            ]
            said.append(("deleted text", None, struck))
            said.append(("paragraph", None, "OFFICIAL"))
            name_ = "case/statement-1.docx"
        elif n == 1:
            second = ["I would not know either of them again.", "I have read this and it is true."]
            pages = [_typed(["WITNESS STATEMENT", "\n".join(fields), *told]), _typed(second)]
            data = paper(pages, title="Witness statement", made=f"{made:%Y%m%d%H%M%S}")
            said = [("paragraph", 1, text) for text in ("WITNESS STATEMENT", *fields, *told)]
            said += [("paragraph", 2, text) for text in second]
            name_ = "case/statement-2.pdf"
        else:
            lines: list[str] = []
            whole = ["WITNESS STATEMENT", *fields, *told]
            for text in whole:
                lines += [*wrap(text.upper(), _SCAN), ""]
            data = paper([page_of(lines)], title="Scan", made=f"{made:%Y%m%d%H%M%S}")
            said = [("recognised text", 1, text.upper()) for text in whole]
            name_ = "case/statement-3-scanned.pdf"
        out.whole(name_, data)
        papers.documents[name_] = [{"kind": k, "page": p, "text": t} for k, p, t in said]


def _typed(paragraphs: Sequence[str]) -> list[str]:
    """Paragraphs as lines of a page, with an empty line between them."""
    lines: list[str] = []
    for text in paragraphs:
        for line in text.split("\n"):
            lines += wrap(line, _LETTERS)
        lines.append("")
    return lines


def _web(city: City, out: Output, papers: Papers) -> None:
    shop = city.have.firms[city.crew.shop]
    landline = city.numbers[city.landline(city.crew.shop)]
    rows = [("Model", "Price"), ("Used handset, unlocked", "£120"), ("Screen", "£45")]
    said = [f"{shop.name}: phones bought for cash, no questions.", f"Ring {landline} any day."]
    name = "case/shop-page.html"
    out.whole(name, web_page(shop.name, [*said, rows]))
    papers.documents[name] = [{"kind": "title", "page": None, "text": shop.name}]
    papers.documents[name] += [{"kind": "paragraph", "page": None, "text": one} for one in said]
    papers.documents[name] += [
        {"kind": "table row", "page": None, "text": " | ".join(row)} for row in rows
    ]


def _letters(city: City, out: Output, papers: Papers) -> None:
    """A mailbox of the shop, and one message with a document attached."""
    crew = city.crew
    people = [" ".join(city.people.name(member.person)) for member in crew.members]
    shop, uncle = "counter@example.net", "uncle.j@example.org"
    inspector = "inspector@example.com"
    begun = crew.thefts[0].bought if crew.thefts[0].buyer is not None else crew.thefts[0].at
    said = [
        (uncle, [shop], "Stock", 0, "Two more tonight.\n\nSame price as before.", ""),
        (shop, [uncle], "Re: Stock", 1, "Bring them round the back.", ""),
        (shop, [uncle, inspector], "Receipts", 2, "From now on no receipts.", "clock"),
        (uncle, [shop], "New number", 3, f"{NICKNAMES[4]} has a new number, ask me.", ""),
    ]
    box: list[tuple[str, bytes]] = []
    name = "case/shop-mailbox.mbox"
    truth = papers.messages.setdefault(name, [])
    for number, (sender, to, subject, day, text, wrong) in enumerate(said):
        sent = begun + day * 86_400 + 3_600 * number
        stated = sent + 3_600 if wrong else sent
        headers = {
            "Received": f"from mail by mx.example.org with ESMTP; {_stamp(sent + 4)}",
            "From": sender,
            "To": ", ".join(to),
            "Date": _stamp(stated),
            "Subject": subject,
            "Message-ID": f"<{number + 1}.{city.seed}@example.org>",
        }
        data = message(headers, text)
        line = f"{sender} {moment(sent):%a %b %d %H:%M:%S %Y}"
        for _ in range(2 if number == 1 else 1):
            box.append((line, data))
            truth.append({"from": sender, "to": to, "sent": zulu(stated), "subject": subject})
    out.whole(name, mailbox(box))
    papers.defects[name] = ["repeated", "wrong-zone"]
    note = letter(
        ["Takings", [["Week", "Sum"], ["1", "£1,900"], ["2", "£2,240"]]], title="Takings",
        made=f"{moment(begun):%Y-%m-%dT%H:%M:%SZ}",
    )  # fmt: skip
    sent = begun + 5 * 86_400
    headers = {
        "From": f'"{people[7]}" <{shop}>', "To": uncle, "Date": _stamp(sent),
        "Subject": "Takings", "Message-ID": f"<takings.{city.seed}@example.net>",
    }  # fmt: skip
    name = "case/takings.eml"
    attached = {"takings.docx": note, "sold.csv": b"IMEI,Price\n350000000000000,120\n"}
    out.whole(name, message(headers, "As asked.", attached))
    papers.messages[name] = [
        {"from": shop, "to": [uncle], "sent": zulu(sent), "subject": "Takings"}
    ]


def _stamp(utc: int) -> str:
    """A moment as the header of a message has it, in the zone of England then."""
    hours = shift(utc) // 3_600
    return f"{moment(utc):%a, %d %b %Y %H:%M:%S} +{hours:02}00"


def _forms(city: City, out: Output, papers: Papers) -> None:
    """Reports as forms in 3x5x2, and older ones as a table in 5x5x5."""
    crew = city.crew
    names = [" ".join(city.people.name(member.person)) for member in crew.members]
    station = city.stations[crew.thefts[0].station].name
    shop = city.have.firms[crew.shop].name
    half = moment(city.first + city.days // 2 * 86_400 + 34_200)
    first = [
        ("2", "C", "P", "", f"A male called {NICKNAMES[0]} collects phones from {shop}."),
        ("1", "A", "C", "A1 S2", f"{names[1]} was stopped outside {station} and let go."),
        ("3", "E", "P", "", f"{names[2]} has left the country."),
    ]
    second = [
        ("2", "B", "C", "A2", f"{NICKNAMES[3]} and {NICKNAMES[4]} share a lock-up."),
        ("3", "D", "P", "", f"There is a quarrel over money at {shop}."),
    ]
    _word_form(out, papers, "case/intelligence-1.docx", "LHI/26/9001", half, first)
    later = half + timedelta(days=1)
    _text_form(out, papers, "case/intelligence-2.txt", "LHI/26/9002", later, second)
    old = [
        ("B", "2", "1", f"{names[0]} drives for a living."),
        ("E", "4", "4", f"{names[0]} has money in {shop}."),
    ]
    name = "case/intelligence-old.xlsx"
    when = datetime(half.year - 3, half.month, 14, 9, 30)  # noqa: DTZ001 - a local time
    rows: list[Sequence[Cell]] = [
        ("5x5x5 log", None, "kept for reference"),
        (),
        ("URN", "Item", "Date of report", "Source", "Intelligence", "Handling", "Information"),
    ]
    for n, (source, grade, handling, text) in enumerate(old, 1):
        rows.append((f"LHI/23/{n:04}", 1, f"{when:%d/%m/%Y %H:%M}", source, grade, handling, text))
        papers.items.setdefault(name, []).append(
            _item(f"LHI/23/{n:04}", "1", when, f"5x5x5 {source}{grade}", "C", text)
        )
    out.whole(name, workbook({"Log": rows, "Notes": [["Note"], ["Copied from the old system"]]}))


Grades = Sequence[tuple[str, str, str, str, str]]


def _word_form(
    out: Output, papers: Papers, name: str, urn: str, when: datetime, items: Grades
) -> None:
    fields = _fields(urn, when)
    header = ("Item", "Information", "S", "I", "H", "Conditions")
    rows = [header]
    for n, (source, grade, handling, conditions, text) in enumerate(items, 1):
        rows.append((str(n), text, source, grade, handling, conditions))
    data = letter(
        ["INTELLIGENCE REPORT (3x5x2)", fields, rows], title=urn,
        made=f"{when:%Y-%m-%dT%H:%M:%SZ}", header="OFFICIAL-SENSITIVE",
    )  # fmt: skip
    out.whole(name, data)
    papers.items[name] = _items(urn, when, items)


def _text_form(
    out: Output, papers: Papers, name: str, urn: str, when: datetime, items: Grades
) -> None:
    lines = [
        "INTELLIGENCE REPORT (3x5x2)",
        "",
        *(": ".join(pair) for pair in _fields(urn, when)),
        "",
    ]
    for n, (source, grade, handling, conditions, text) in enumerate(items, 1):
        lines += [f"Item {n} [{source}{grade}{handling}]"]
        lines += [f"Conditions: {conditions}"] if conditions else []
        lines += [f"Text: {text}", ""]
    out.whole(name, "\n".join(lines).encode())
    papers.items[name] = _items(urn, when, items)


def _fields(urn: str, when: datetime) -> list[tuple[str, str]]:
    return [
        ("URN", urn),
        ("Force", FORCE),
        ("Reporting officer", "4412"),
        ("Date/time of report", f"{when:%d/%m/%Y %H:%M}"),
        ("Date of information", f"{when - timedelta(days=1):%d/%m/%Y}"),
        ("Protective marking", "OFFICIAL-SENSITIVE"),
        ("Source reference", "ISR 42"),
        ("Priority", "Medium"),
        ("Review date", f"{when + timedelta(days=365):%d/%m/%Y}"),
    ]


def _items(urn: str, when: datetime, items: Grades) -> list[dict[str, Any]]:
    return [
        _item(urn, str(n), when, f"{source}{grade}", handling, text)
        for n, (source, grade, handling, _, text) in enumerate(items, 1)
    ]


def _item(
    urn: str, item: str, when: datetime, grading: str, handling: str, text: str
) -> dict[str, Any]:
    local = int((when - datetime(1970, 1, 1)).total_seconds())  # noqa: DTZ001 - a local time
    return {
        "urn": urn, "item": item, "grading": grading, "handling": handling, "text": text,
        "reported": zulu(to_utc(local)),
    }  # fmt: skip


def _spaced(mark: str) -> str:
    return f"{mark[:4]} {mark[4:]}"
