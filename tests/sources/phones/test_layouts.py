"""The other layouts of a download say the same, and know the device that another part names."""

from pathlib import Path

from tests.sources.tables import mapped

from remit.sources.plan import Plan
from remit.sources.previewing import preview
from remit.store.drafts import RowDraft
from remit.world.containers import Cell, archive, workbook

IMEI, NUMBER, OTHER = "490154203237518", "+447700900123", "+447700900456"
DEVICE = f'{{"number": "{NUMBER}", "imei": "{IMEI}"}}'.encode()
CALLS = f"Time,From,To,Seconds\n2026-03-01T12:00:00+00:00,{NUMBER},{OTHER},65\n".encode()
MESSAGES = (
    f'[{{"id": 7, "time": "2026-03-01T13:00:00+01:00", "from": "{OTHER}", "to": "{NUMBER}",'
    f' "direction": "received", "body": "call me", "deleted": true}}]'
).encode()


def _archive(folder: Path) -> Path:
    entries = {"device.json": DEVICE, "calls.csv": CALLS, "messages.json": MESSAGES}
    path = folder / "phone.zip"
    path.write_bytes(archive({**entries, "contacts.csv": f"Name,Number\nTink,{OTHER}\n".encode()}))
    return path


def _by_part(plan: Plan) -> dict[str, list[RowDraft]]:
    found = {}
    for part in plan.parts:
        rows, rejected = mapped(part)
        assert rejected == []
        found[part.table.part] = rows
    return found


def test_an_archive_of_tables_is_one_load_of_four_parts(tmp_path: Path) -> None:
    plan = preview(_archive(tmp_path))
    assert (plan.profile.id, plan.profile.synthetic, plan.profile.authority) == (
        "phone-archive", True, "handset",
    )  # fmt: skip
    rows = _by_part(plan)
    (call,), (message,), (contact,) = (
        rows[name] for name in ("calls.csv", "messages.json", "contacts.csv")
    )
    for row in (call, message, contact):
        assert IMEI[:14] in {mention.key for mention in row.mentions}
    assert call.events[0].attributes["duration"] == "65 s"
    assert message.events[0].attributes["deleted"] == "Deleted"
    assert {link.kind for link in contact.links} == {"contact-of", "saved-as"}


def _workbook(folder: Path) -> Path:
    sheets: dict[str, list[tuple[Cell, ...]]] = {
        "Device Information": [
            ("Device Information (2)",), ("#", "Name", "Value"),
            (1, "IMEI", IMEI), (2, "MSISDN", NUMBER),
        ],
        "Call Log": [
            ("Call Log (1)",),
            ("#", "Direction", "Party", "Name", "Time", "Duration", "Deleted"),
            (1, "Outgoing", OTHER, "Tink", "25/03/2026 20:51:33(UTC+1)", "00:01:05", "Yes"),
        ],
        "Passwords": [
            ("Passwords (1)",), ("#", "Service", "Data", "Deleted"), (1, "mail", "hunter22", None),
        ],
        "Cookies": [("Cookies (1)",), ("#", "Domain", "Deleted"), (1, "shop.example", None)],
    }  # fmt: skip
    path = folder / "report.xlsx"
    path.write_bytes(workbook(sheets))
    return path


def test_a_workbook_has_a_sheet_for_each_type_and_its_header_in_row_two(tmp_path: Path) -> None:
    plan = preview(_workbook(tmp_path))
    assert (plan.profile.id, len(plan.parts), plan.questions) == ("phone-report", 4, ())
    rows = _by_part(plan)
    (call,) = rows["Call Log"]
    assert call.pos == 3
    (event,) = call.events
    assert event.begin is not None
    assert event.begin.isoformat() == "2026-03-25T19:51:33+00:00"
    assert event.attributes["deleted"] == "Deleted"
    keys = {mention.slot: mention.key for mention in call.mentions}
    assert event.between is not None
    assert [keys[slot] for slot in event.between] == [NUMBER, OTHER]
    assert "hunter22" not in repr(rows["Passwords"])
    assert rows["Cookies"][0].mentions == ()


def test_a_date_of_a_workbook_that_reads_two_ways_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    rows: list[tuple[Cell, ...]] = [
        ("Searched Items (1)",),
        ("#", "Value", "Time", "Deleted"),
        (1, "trains", "03/04/2026 10:00:00(UTC+0)", None),
    ]
    path.write_bytes(workbook({"Searched Items": rows}))
    assert [q.choices for q in preview(path).questions] == [("day-first", "month-first")]
    (row,), _ = mapped(preview(path, day_first=True))
    assert row.events[0].begin is not None
    assert row.events[0].begin.month == 4
