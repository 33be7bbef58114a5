"""Messages: who wrote to whom and when, as the headers say it, and what was attached."""

from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sources.papers import mail, pdf, word
from tests.sources.tables import mapped

from remit.errors import BadInput
from remit.sources.defects import Defect
from remit.sources.mailrows import MailRows, sent
from remit.sources.mapping import Checking
from remit.sources.plan import Plan
from remit.sources.previewing import preview
from remit.sources.readers import Fault
from remit.store.drafts import RowDraft


def plan_of(path: Path, data: bytes, zone: str | None = None) -> Plan:
    path.write_bytes(data)
    return preview(path, sample=0, zone=zone)


def rows_of(path: Path, data: bytes, zone: str | None = None) -> list[RowDraft]:
    rows, rejected = mapped(plan_of(path, data, zone))
    assert rejected == []
    return rows


def box(*messages: bytes) -> bytes:
    line = b"From dana@example.org Tue Jan 20 10:03:11 2026\n"
    return b"".join(line + message + b"\n" for message in messages)


def found(plan: Plan) -> list[Defect]:
    mapper = plan.mapper()
    for pos, row in plan.table.rows():
        if not isinstance(row, Fault):
            mapper.row(pos, row)
    assert isinstance(mapper, Checking)
    return mapper.defects()


def test_a_message_is_an_event_from_sender_to_each_recipient(tmp_path: Path) -> None:
    data = mail("Hi\n\nThe car is AB12 CDE", Cc="Sam <SAM@example.org>, jo@example.org")
    rows = rows_of(tmp_path / "a.eml", data)
    first = rows[0]
    ends = {m.slot: m.key for m in first.mentions if m.kind == "email"}
    assert ends == {
        "from": "dana@example.org", "to": "jo@example.org", "cc": "sam@example.org",
        "cc-2": "jo@example.org",
    }  # fmt: skip
    assert [event.between for event in first.events] == [
        ("from", "to"), ("from", "cc"), ("from", "cc-2"),
    ]  # fmt: skip
    event = first.events[0]
    assert event.begin == datetime(2026, 1, 20, 10, 3, 11, tzinfo=UTC)
    assert (event.kind, event.attributes["text"], event.means) == ("message", "Phones", "at")
    assert [row.raw["Text"] for row in rows[1:]] == ["Hi", "The car is AB12 CDE"]
    assert len({row.mentions[0].key for row in rows}) == 1


def test_documents_attached_are_read_and_tables_are_listed(tmp_path: Path) -> None:
    attached = {
        "../../etc/a.docx": word("In the letter"),
        "b.pdf": pdf("On the page"),
        "c.csv": b"a,b\n1,2\n3,4\n",
        "d.exe": b"MZ\x90",
        "e.docx": word("x")[:600],
        "f.txt": b"A line of words in a note.\n",
    }
    rows, rejected = mapped(plan_of(tmp_path / "a.eml", mail("Hello", attached=attached)))
    by_part = [(row.raw["Part"], row.raw["Kind"], row.raw["Page"]) for row in rows[2:]]
    assert by_part == [
        ("../../etc/a.docx", "attachment", None),
        ("../../etc/a.docx", "paragraph", None),
        ("b.pdf", "attachment", None),
        ("b.pdf", "paragraph", "1"),
        ("c.csv", "attachment", None),
        ("d.exe", "attachment", None),
        ("e.docx", "attachment", None),
        ("f.txt", "attachment", None),
        ("f.txt", "paragraph", None),
    ]
    said = {
        row.raw["Part"]: row.raw["Text"] or "" for row in rows if row.raw["Kind"] == "attachment"
    }
    assert "listed, not read: csv, of another source" in said["c.csv"]
    assert "a program: nothing in a file is ever run" in said["d.exe"]
    assert "a damaged archive" in said["e.docx"]
    assert rejected == []
    assert [p.name for p in tmp_path.iterdir()] == ["a.eml"]


def test_a_message_within_a_message_is_listed_with_its_own_headers(tmp_path: Path) -> None:
    outer, inner = EmailMessage(), EmailMessage()
    for message, name in ((outer, "x@example.org"), (inner, "y@example.org")):
        message["From"], message["To"] = name, "z@example.org"
        message["Date"] = "Tue, 20 Jan 2026 10:03:11 +0000"
        message.set_content(f"from {name}")
    outer.add_attachment(inner)
    rows = rows_of(tmp_path / "a.eml", bytes(outer))
    assert [row.raw["Kind"] for row in rows] == [
        "message", "paragraph", "forwarded message", "paragraph",
    ]  # fmt: skip
    assert "From: y@example.org" in (rows[2].raw["Text"] or "")
    assert rows[3].raw["Text"] == "from y@example.org"
    assert len(rows[0].events) == 1


def test_a_mailbox_is_read_message_by_message(tmp_path: Path) -> None:
    rows = rows_of(
        tmp_path / "a.mbox",
        box(mail("One\n\n>From here it was quoted"), mail("Two", Message_ID="<2@example.org>")),
    )
    assert [row.raw["Message"] for row in rows] == ["1", "1", "1", "2", "2"]
    assert rows[2].raw["Text"] == "From here it was quoted"
    assert [row.pos for row in rows] == [1, 2, 3, 4, 5]


def test_a_date_without_a_zone_is_asked(tmp_path: Path) -> None:
    data = mail(Date="Tue, 20 Jul 2026 10:03:11")
    plan = plan_of(tmp_path / "a.eml", data)
    (question,) = plan.questions
    assert question.choices == ("Europe/London", "UTC")
    rows = rows_of(tmp_path / "a.eml", data, "Europe/London")
    begin = rows[0].events[0].begin
    assert begin is not None
    assert begin.hour == 9


def test_a_date_that_is_none_rejects_the_message_and_not_its_text(tmp_path: Path) -> None:
    rows, rejected = mapped(plan_of(tmp_path / "a.eml", mail(Date="Sometime in May")))
    assert [pos for pos, _ in rejected] == [1]
    assert [row.raw["Text"] for row in rows] == ["Hello"]


def test_an_address_nested_without_end_leaves_its_message_readable(tmp_path: Path) -> None:
    sender, sep, rest = mail("Hello there").partition(b"\nTo: ")
    assert sep
    head, _, _ = sender.partition(b"From: ")
    data = head + b"From: a" + b"(" * 3_000 + sep + rest
    rows, _ = mapped(plan_of(tmp_path / "a.eml", data))
    assert [row.raw["Text"] for row in rows][1:] == ["Hello there"]


def test_a_clock_that_is_an_hour_wrong_is_named(tmp_path: Path) -> None:
    late = mail(
        Date="Tue, 20 Jan 2026 11:03:11 +0000",
        Received="from a by b with SMTP; Tue, 20 Jan 2026 10:03:15 +0000",
    )
    (defect,) = found(plan_of(tmp_path / "a.mbox", box(mail(Message_ID="<2@x>"), late)))
    assert (defect.defect, list(defect.rows)) == ("wrong-zone", [3])
    assert "+1 h: 1" in defect.text


def test_a_message_delivered_twice_is_named(tmp_path: Path) -> None:
    (defect,) = found(plan_of(tmp_path / "a.mbox", box(mail(), mail())))
    assert (defect.defect, list(defect.rows)) == ("repeated", [3])


def test_of_plain_text_and_its_copy_in_html_one_is_read(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["MIME-Version"] = "a@b.example", "c@d.example", "1.0"
    message["Subject"] = "x"
    message.set_content("Same text")
    message.add_alternative("<p>Same text</p>", subtype="html")
    rows = rows_of(tmp_path / "a.eml", bytes(message))
    assert [row.raw["Text"] for row in rows[1:]] == ["Same text"]


@given(
    minutes=st.integers(-12 * 60, 14 * 60),
    second=st.integers(100_000, 4_000_000_000),
)
def test_every_date_of_a_message_is_read_in_the_zone_it_states(minutes: int, second: int) -> None:
    moment = datetime.fromtimestamp(second, timezone(timedelta(minutes=minutes)))
    read = sent(format_datetime(moment), None)
    assert read is not None
    assert read.begin == moment.astimezone(UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Tue, 31 Feb 2026 10:00:00 +0000",
        "Tue, 20 Jan 2026 25:00:00 +0000",
        "20 Jan 1026 1:00 +0000",
        f"Tue, 20 Jan 2{'9' * 400} 10:03:11 +0000",
    ],
)
def test_a_day_that_never_was_is_no_date(text: str) -> None:
    with pytest.raises(BadInput):
        sent(text, None)


def test_rows_of_a_message_need_no_zone_where_it_is_stated() -> None:
    assert MailRows("0" * 64, None).notes() == []
