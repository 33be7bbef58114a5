"""Phone downloads: every value accepted is the one written; what is hostile is refused."""

import stat
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.phones.reports import DEVICE, IMEI, NUMBER, planned, write
from tests.sources.tables import mapped

from remit.errors import BadInput
from remit.sources.previewing import preview
from remit.sources.readers import Limits, open_tables
from remit.store.drafts import LinkDraft, RowDraft
from remit.world.ufdr import DELETED, Kept, Report, Time

OTHER = "+447700900456"
NOON = "2026-03-01T12:00:00.000+00:00"


def _report() -> Report:
    report = Report()
    report.device(DEVICE)
    return report


def _rows(folder: Path, report: Report | bytes, **answers: object) -> list[RowDraft]:
    rows, rejected = mapped(planned(folder, report, **answers))
    assert rejected == []
    return rows


def _ends(row: RowDraft) -> tuple[str | None, str | None]:
    (event,) = row.events
    assert event.between is not None
    keys = {mention.slot: mention.key for mention in row.mentions}
    return keys[event.between[0]], keys[event.between[1]]


def test_the_device_is_the_first_row(tmp_path: Path) -> None:
    (row,) = _rows(tmp_path, _report())
    assert {m.kind: m.key for m in row.mentions} == {"handset": IMEI[:14], "phone": NUMBER}
    assert [link.kind for link in row.links] == ["number-in-handset"]


@pytest.mark.parametrize(
    ("direction", "role", "ends"),
    [("Outgoing", "To", (NUMBER, OTHER)), ("Incoming", "From", (OTHER, NUMBER))],
)
def test_the_end_that_a_call_does_not_name_is_the_devices_own_and_says_so(
    tmp_path: Path, direction: str, role: str, ends: tuple[str, str]
) -> None:
    report = _report()
    party = {"Identifier": "07700 900456", "Role": role, "Name": "Tink"}
    report.model(
        "Call",
        {"TimeStamp": Time(NOON), "Duration": "00:01:05", "Direction": direction,
         "Parties": [party]},
    )  # fmt: skip
    row = _rows(tmp_path, report)[1]
    assert _ends(row) == ends
    said = row.events[0].attributes
    assert said["duration"] == "65 s"
    assert said["own_number"] == "from the report's metadata"
    assert "Tink" in said.values()
    assert not [m for m in row.mentions if m.kind == "person"]


def test_a_report_without_a_number_invents_none(tmp_path: Path) -> None:
    report = Report()
    report.device({"IMEI": IMEI})
    party = {"Identifier": OTHER, "Role": "To"}
    report.model("Call", {"TimeStamp": Time(NOON), "Direction": "Outgoing", "Parties": [party]})
    row = _rows(tmp_path, report)[1]
    assert row.events[0].between is None
    assert {m.key for m in row.mentions} == {IMEI[:14], OTHER}


def test_two_numbers_are_nobodys_own(tmp_path: Path) -> None:
    report = Report()
    report.device({"IMEI": IMEI, "MSISDN": NUMBER, "MSISDN2": OTHER})
    party = {"Identifier": "+447700900789", "Role": "To"}
    report.model("Call", {"TimeStamp": Time(NOON), "Direction": "Outgoing", "Parties": [party]})
    assert _rows(tmp_path, report)[1].events[0].between is None


def test_an_address_book_says_what_is_saved_and_never_who_knows_whom(tmp_path: Path) -> None:
    report = _report()
    entries = [
        {"Category": "Mobile", "Value": OTHER},
        {"Category": "Email", "Value": "t@x.example"},
    ]
    report.model("Contact", {"Name": "Tink", "Entries": entries}, Kept("Deleted"))
    row = _rows(tmp_path, report)[1]
    assert {link.kind for link in row.links} == {"contact-of", "saved-as"}
    assert LinkDraft("saved-as", "entry", "contact") in row.links
    assert {m.key for m in row.mentions} == {IMEI[:14], None, OTHER, "t@x.example"}
    assert row.raw["(deleted)"] == "Deleted"


@pytest.mark.parametrize(
    ("fields", "own"),
    [
        ({"Origin": "Device"}, True),
        ({"Origin": "Account"}, False),
        ({}, False),
        ({"Origin": "Device", "DeviceLocationAffiliation": "OtherDevice"}, False),
    ],
)
def test_a_position_is_this_devices_only_where_it_says_so(
    tmp_path: Path, fields: dict[str, str], own: bool
) -> None:
    report = _report()
    where = {"Latitude": "51.500000", "Longitude": "-0.120000"}
    report.model("Location", {"TimeStamp": Time(NOON), "Position": where, **fields})
    plan = planned(tmp_path, report)
    rows, _ = mapped(plan)
    (event,) = rows[1].events
    assert (event.lon, event.lat) == (-0.12, 51.5)
    assert ("device" in event.things) is own
    assert event.attributes["origin"] == fields.get("Origin", "not stated")


def test_a_message_of_a_chat_keeps_its_thread_its_text_and_its_state(tmp_path: Path) -> None:
    report = _report()
    chat = {
        "Id": "T-9",
        "Source": "WhatsApp",
        "Participants": [
            {"Identifier": "447700900123@s.whatsapp.net", "IsPhoneOwner": "True"},
            {"Identifier": "447700900456@s.whatsapp.net"},
        ],
        "Messages": [
            {"From": {"Identifier": "447700900456@s.whatsapp.net"}, "TimeStamp": Time(NOON),
             "Body": "by the <steps> & out", DELETED: "Deleted"},
        ],
    }  # fmt: skip
    report.model("Chat", chat)
    rows = _rows(tmp_path, report)
    assert [row.raw["(model)"] for row in rows] == ["(device)", "InstantMessage", "Chat"]
    message = rows[1]
    assert _ends(message) == (OTHER, NUMBER)
    assert message.events[0].attributes["chat"] == "T-9"
    assert message.events[0].attributes["deleted"] == "Deleted"
    text = next(m for m in message.mentions if m.kind == "document")
    assert text.claims[0][1:3] == ("by the <steps> & out",) * 2


def test_users_of_an_application_are_accounts_of_it(tmp_path: Path) -> None:
    report = _report()
    fields = {"Source": "Telegram", "TimeStamp": Time(NOON), "Body": "hi",
              "From": {"Identifier": "5550001"}, "To": [{"Identifier": "dot_dot"}]}  # fmt: skip
    report.model("InstantMessage", fields)
    row = _rows(tmp_path, report)[1]
    assert _ends(row) == ("telegram: 5550001", "telegram: dot_dot")


def test_secrets_are_masked_before_anything_keeps_them(tmp_path: Path) -> None:
    report = _report()
    report.model("Password", {"Data": "hunter22", "Service": "mail"})
    report.model("CreditCard", {"CreditCardNumber": "4111111111111111", "CVV": "123"})
    report.model("WirelessNetwork", {"SSId": "cafe", "Password": "hunter22"})
    plan = planned(tmp_path, report)
    rows, _ = mapped(plan)
    everything = repr(rows)
    assert "hunter22" not in everything
    assert "4111111111111111" not in everything
    assert "411111******1111" in everything
    assert rows[1].mentions == ()


def test_types_that_nobody_maps_are_records_and_counted(tmp_path: Path) -> None:
    report = _report()
    report.model("Cookie", {"Domain": "shop.example"})
    plan = planned(tmp_path, report)
    mapper = plan.mapper()
    for pos, row in plan.table.rows():
        mapper.row(pos, row)  # type: ignore[arg-type]
    assert any("Cookie 1" in note for note in mapper.notes())


def test_files_are_listed_with_their_hash_and_never_opened(tmp_path: Path) -> None:
    report = Report()
    report.device(DEVICE)
    report.file("a.png", "ab" * 32, 7)
    path = write(tmp_path, report, {"files/Image/a.png": b"not a picture"})
    rows, _ = mapped(preview(path))
    assert rows[1].raw["SHA256"] == "ab" * 32
    assert rows[1].mentions == ()


def test_a_time_whose_offset_the_report_does_not_know_is_asked_once(tmp_path: Path) -> None:
    report = _report()
    for n in range(3):
        report.model(
            "PoweringEvent", {"TimeStamp": Time(f"2026-07-0{n + 1}T12:00:00", known=False)}
        )
    plan = planned(tmp_path, report)
    assert [question.column for question in plan.questions] == ["TimeStamp"]
    rows = _rows(tmp_path, report, zone="Europe/London")
    assert [row.events[0].begin for row in rows[1:]] == [
        datetime(2026, 7, n, 11, tzinfo=UTC) for n in (1, 2, 3)
    ]
    _, rejected = mapped(planned(tmp_path, report, yes=True))
    assert len(rejected) == 3
    assert "does not say its zone" in rejected[0][1]


def test_an_offset_printed_with_a_time_that_has_none_is_not_believed(tmp_path: Path) -> None:
    report = _report()
    said = Time("2026-07-01T12:00:00+00:00", known=False)
    report.model("PoweringEvent", {"TimeStamp": said})
    row = _rows(tmp_path, report, zone="Europe/London")[1]
    assert row.events[0].begin == datetime(2026, 7, 1, 11, tzinfo=UTC)


def test_a_message_delivered_whole_hours_before_it_was_sent_is_named(tmp_path: Path) -> None:
    report = _report()
    for sent in ("2026-04-10T14:00:00+00:00", "2026-04-10T13:00:00+00:00"):
        report.model(
            "InstantMessage",
            {"TimeStamp": Time(sent), "DateDelivered": Time("2026-04-10T13:00:04+00:00"),
             "From": {"Identifier": OTHER}, "Body": "x", "Id": sent},
        )  # fmt: skip
    plan = planned(tmp_path, report)
    mapper = plan.mapper()
    for pos, row in plan.table.rows():
        mapper.row(pos, row)  # type: ignore[arg-type]
    (defect,) = mapper.defects()  # type: ignore[attr-defined]
    assert (defect.defect, list(defect.rows)) == ("wrong-zone", [2])


def test_a_report_cut_short_keeps_what_came_before_and_says_where(tmp_path: Path) -> None:
    report = _report()
    for n in range(50):
        report.model("Cookie", {"Name": f"{n}"})
    plan = planned(tmp_path, report.bytes()[:-2_000])
    rows, rejected = mapped(plan)
    assert 20 < len(rows) < 51
    ((_, reason),) = rejected
    assert "cannot be read after line" in reason


def test_a_report_by_itself_is_read_like_one_in_its_archive(tmp_path: Path) -> None:
    path = tmp_path / "report.xml"
    path.write_bytes(_report().bytes())
    assert preview(path).profile.id == "phone-download"


def test_an_archive_cut_short_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, _report())
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(BadInput, match="cut short"):
        preview(path)


@pytest.mark.parametrize("name", ["../evil.txt", "/secrets", "C:/x.txt", "files\\..\\..\\x"])
def test_names_that_point_out_of_the_archive_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="outside itself"):
        preview(write(tmp_path, _report(), {name: b""}))


def test_an_entry_without_a_name_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, _report())
    with zipfile.ZipFile(path, "a") as archive:
        nameless = zipfile.ZipInfo("x")
        nameless.filename = ""
        archive.writestr(nameless, "whose?")
    with pytest.raises(BadInput, match="without a name"):
        preview(path)


def test_a_link_in_the_archive_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, _report())
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("files/link")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/secrets")
    with pytest.raises(BadInput, match="links are not followed"):
        preview(path)


def test_an_archive_with_a_password_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, _report())
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(BadInput, match="password"):
        preview(path)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.ufdr"
    head = _report().bytes().removesuffix(b"</project>\n")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("report.xml", head + b" " * (80 << 20) + b"</project>")
    with pytest.raises(BadInput, match="packed as tightly"):
        preview(path)


@pytest.mark.parametrize(
    "prolog",
    [b'<!DOCTYPE project [<!ENTITY a "aaaa">]>', b'<!DOCTYPE project SYSTEM "secrets.dtd">'],
)
def test_entities_are_refused(tmp_path: Path, prolog: bytes) -> None:
    head, _, rest = _report().bytes().partition(b"?>\n")
    with pytest.raises(BadInput, match="document type"):
        preview(write(tmp_path, head + b"?>\n" + prolog + rest))


def test_a_value_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    report = _report()
    report.model("Note", {"Body": "x" * 5_000})
    with pytest.raises(BadInput, match="longer than"):
        open_tables(write(tmp_path, report), limits=Limits(line=4_096))


def test_a_model_with_too_many_values_is_rejected_by_itself(tmp_path: Path) -> None:
    report = _report()
    report.model("Note", {"Body": "before"})
    report.model("Note", {f"Field{n}": "x" for n in range(60)})
    report.model("Note", {"Body": "after"})
    (table,), _ = open_tables(write(tmp_path, report), limits=Limits(values=40))
    kinds = [type(row).__name__ for _, row in table.rows()]
    assert kinds == ["dict", "dict", "Fault", "dict"]


_texts = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="]"), max_size=40
)
_moments = st.datetimes(datetime(2020, 1, 1), datetime(2026, 12, 31)).map(
    lambda at: at.replace(microsecond=0)
)
_offsets = st.integers(-12, 14)
_numbers = st.integers(0, 999).map(lambda n: f"+447700900{n:03}")
_states = st.sampled_from(["Intact", "Deleted", "Trash", "Unknown"])


@st.composite
def _models(draw: st.DrawFn) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """A model, and what is true of it."""
    at, hours, state = draw(_moments), draw(_offsets), draw(_states)
    zone = timezone(timedelta(hours=hours))
    written = Time(f"{at.isoformat()}.000{'-' if hours < 0 else '+'}{abs(hours):02}:00")
    true: dict[str, Any] = {"at": at.replace(tzinfo=zone).astimezone(UTC), "deleted": state}
    kind = draw(st.sampled_from(["Call", "InstantMessage", "Location", "SearchedItem"]))
    one, other = draw(_numbers), draw(_numbers)
    if kind == "Call":
        seconds = draw(st.integers(0, 86_399))
        clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        parties = [{"Identifier": one, "Role": "From"}, {"Identifier": other, "Role": "To"}]
        true |= {"ends": (one, other), "duration": f"{seconds} s"}
        return kind, {"TimeStamp": written, "Duration": clock, "Parties": parties}, true
    if kind == "InstantMessage":
        body = draw(_texts)
        fields = {"From": {"Identifier": one}, "To": [{"Identifier": other}], "Body": body}
        true |= {"ends": (one, other), "body": body}
        return kind, {"TimeStamp": written, **fields}, true
    if kind == "Location":
        lon = draw(st.floats(-179, 179).map(lambda x: round(x, 6)))
        lat = draw(st.floats(1, 89).map(lambda x: round(x, 6)))
        true |= {"point": (lon, lat)}
        where = {"Latitude": f"{lat:.6f}", "Longitude": f"{lon:.6f}"}
        return kind, {"TimeStamp": written, "Position": where, "Origin": "Device"}, true
    text = draw(_texts)
    return kind, {"TimeStamp": written, "Value": text}, true | {"body": text}


@given(made=st.lists(_models(), min_size=1, max_size=8))
@settings(max_examples=60)
def test_every_value_accepted_is_the_one_written(tmp_path: Path, made: list[Any]) -> None:
    report = _report()
    expected = {
        report.model(kind, fields, Kept(true["deleted"])): (kind, true)
        for kind, fields, true in sorted(made, key=lambda one: one[0])
    }
    rows, rejected = mapped(planned(tmp_path, report))
    assert rejected == []
    assert [row.pos for row in rows] == [1, *sorted(expected)]
    for row in rows[1:]:
        kind, true = expected[row.pos]
        assert row.raw["(model)"] == kind
        (event,) = row.events
        assert (event.begin, event.attributes["deleted"]) == (true["at"], true["deleted"])
        if "ends" in true and true["ends"][0] != true["ends"][1]:
            assert _ends(row) == true["ends"]
        if "duration" in true:
            assert event.attributes["duration"] == true["duration"]
        if "point" in true:
            assert (event.lon, event.lat) == true["point"]
        if true.get("body", "").strip():
            (claim,) = next(m for m in row.mentions if m.kind == "document").claims
            assert claim[1] == true["body"]


def test_a_model_that_comes_twice_is_named(tmp_path: Path) -> None:
    report = _report()
    for n in range(3):
        report.model("Cookie", {"Name": f"{n}"})
    data = report.bytes().replace(b'id="00000003"', b'id="00000001"')
    plan = planned(tmp_path, data)
    mapper = plan.mapper()
    for pos, row in plan.table.rows():
        mapper.row(pos, row)  # type: ignore[arg-type]
    (defect,) = mapper.defects()  # type: ignore[attr-defined]
    assert (defect.defect, list(defect.rows)) == ("repeated", [4])
