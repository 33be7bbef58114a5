"""An agreed scope: what lies outside it is not received, and nothing of it is kept anywhere."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.authority.office import a_remit
from tests.sources.phones.reports import DEVICE, write
from tests.sources.tables import BULK, STREET, street
from tests.sources.tables import write as write_lines
from tests.sources.test_load import Yard

from remit.authority.remit_document import Volume
from remit.errors import BadInput, Misuse
from remit.ledger.entry import canonical
from remit.world.ufdr import Report, Time

OTHER = "+447700900456"


@pytest.fixture
def yard(tmp_path: Path) -> Iterator[Yard]:
    made = Yard(tmp_path / "workspace")
    yield made
    made.close()


@pytest.fixture
def case(yard: Yard) -> str:
    found = yard.furnish(handling=frozenset({"P", "C"}))
    wide = a_remit(
        id="remit-load",
        capability="load",
        handling=frozenset({"P", "C"}),
        volume=Volume(None, None),
    )
    yard.grant(wide)
    return found


@pytest.fixture
def download(tmp_path: Path) -> Path:
    """A device, messages on three days, a call, a contact."""
    report = Report()
    report.device(DEVICE)
    for day in (1, 2, 3):
        report.model(
            "InstantMessage",
            {"TimeStamp": Time(f"2026-03-0{day}T12:00:00+00:00"), "Body": f"secret of day {day}",
             "From": {"Identifier": OTHER}},
        )  # fmt: skip
    report.model("Call", {"TimeStamp": Time("2026-03-02T13:00:00+00:00"), "Duration": "00:00:01"})
    report.model("InstantMessage", {"TimeStamp": Time("no time at all"), "Body": "secret, undated"})
    report.model("Contact", {"Name": "Tink", "Entries": [{"Value": OTHER}]})
    return write(tmp_path, report)


def _bodies(yard: Yard, kind: str) -> list[dict[str, Any]]:
    """What the ledger keeps beside its entries of a kind."""
    entries = yard.log.entries(0, yard.log.head().size - 1)
    found = [yard.log.body(seq) for seq, entry in entries if entry["kind"] == kind]
    return [body for body in found if body]


def _records(yard: Yard, case: str) -> str:
    with yard.view(case) as view:
        return json.dumps(view.run("SELECT raw FROM record ORDER BY pos").to_pylist())


def _archived(yard: Yard, load: str, case: str) -> bytes:
    room = yard.store._room
    (part,) = [p for p in room.catalogue.parts([load], "final") if p.relation == "archive"]
    with yard.act("load.file", case) as act, room.file(act, part).open() as sealed:
        return bytes(sealed.read())


def test_only_what_was_agreed_is_received_and_the_rest_is_counted(
    yard: Yard, case: str, download: Path
) -> None:
    agreed = {"from": "2026-03-02", "to": "2026-03-02", "types": ["InstantMessage"]}
    done = yard.load(case, download, **BULK, agreed=agreed, zone="UTC")
    assert (done["received"], done["accepted"], done["rejected"]) == (2, 2, 0)
    assert done["left_out"] == {
        "InstantMessage": 2, "Call": 1, "cannot be told": 1, "Contact": 1,
    }  # fmt: skip
    kept = _records(yard, case)
    assert "secret of day 2" in kept
    assert "secret of day 1" not in kept
    assert "undated" not in kept


def test_the_archive_holds_the_agreed_rows_and_not_the_file(
    yard: Yard, case: str, download: Path
) -> None:
    done = yard.load(case, download, **BULK, agreed={"types": ["Contact"]})
    archive = _archived(yard, done["load"], case)
    assert b"Tink" in archive
    assert b"secret" not in archive
    assert b"PK\x03\x04" not in archive


def test_without_a_range_types_alone_decide_and_contacts_need_to_be_named(
    yard: Yard, case: str, download: Path
) -> None:
    done = yard.load(case, download, **BULK, agreed={"from": "2026-03-01T00:00:00Z"})
    assert done["left_out"] == {"cannot be told": 1, "Contact": 1}
    done = yard.load(case, download, **BULK, agreed={"types": ["contact", "call"]})
    assert (done["received"], done["left_out"]["InstantMessage"]) == (3, 3)


def test_other_terms_are_another_load_and_the_same_terms_the_same(
    yard: Yard, case: str, download: Path
) -> None:
    one = yard.load(case, download, **BULK, agreed={"types": ["Call"]})
    same = yard.load(case, download, **BULK, agreed={"types": ["Call"]})
    more = yard.load(case, download, **BULK, agreed={"types": ["Call", "Contact"]})
    assert one["load"] == same["load"] != more["load"]
    assert same["left_out"] == one["left_out"]


def test_the_ledger_says_what_was_agreed_and_how_much_it_left_out(
    yard: Yard, case: str, download: Path
) -> None:
    done = yard.load(case, download, **BULK, agreed={"types": ["Call"]})
    bodies = _bodies(yard, "load.agreed")
    assert [body["load"] for body in bodies] == [done["load"]]
    assert bodies[0]["left_out"] == done["left_out"]
    assert bodies[0]["agreed"]["types"] == ["call"]
    assert canonical(bodies[0])


def test_nothing_agreed_in_the_file_loads_nothing(yard: Yard, case: str, download: Path) -> None:
    done = yard.load(case, download, **BULK, agreed={"from": "2030-01-01T00:00:00Z"})
    assert (done["load"], done["received"]) == (None, 0)
    assert sum(done["left_out"].values()) == 6
    assert len(_bodies(yard, "load.agreed")) == 1


def test_a_file_whose_rows_cannot_be_told_apart_is_refused(
    yard: Yard, case: str, tmp_path: Path
) -> None:
    path = write_lines(tmp_path / "a.csv", STREET, street())
    with pytest.raises(BadInput, match="for phone downloads and tracks"):
        yard.load(case, path, agreed={"types": ["crime"]})


@pytest.mark.parametrize(
    ("agreed", "said"),
    [
        ({"since": "2026"}, "not since"),
        ({"types": []}, "say what was agreed"),
        ({"from": "2026-03-02"}, "in which zone"),
        ({"from": "2026-03-02T00:00:00Z", "to": "2026-03-01T00:00:00Z"}, "ends before it begins"),
        ({"from": "the day before"}, "agreed from"),
    ],
)
def test_terms_that_say_nothing_are_misuse(
    yard: Yard, case: str, download: Path, agreed: dict[str, Any], said: str
) -> None:
    with pytest.raises(Misuse, match=said):
        yard.load(case, download, **BULK, agreed=agreed)


def test_what_may_be_privileged_is_held_wherever_it_stands_in_a_model(
    yard: Yard, case: str, tmp_path: Path
) -> None:
    report = Report()
    report.device(DEVICE)
    for n in range(1_200):
        report.model("Cookie", {"Name": f"{n}"})
    late = {"TimeStamp": Time("2026-03-01T12:00:00+00:00"), "Body": "ask my solicitor first"}
    report.model("InstantMessage", {**late, "From": {"Identifier": OTHER}})
    done = yard.load(case, write(tmp_path, report), **BULK)
    assert done["held"] == 1
    assert "solicitor" not in _records(yard, case)


def test_rows_of_a_handset_that_the_authority_names_are_about_its_subject(
    yard: Yard, case: str, download: Path
) -> None:
    named = yard.load(case, download, **{**BULK, "subject": [DEVICE["MSISDN"]]})
    assert (named["accepted"], named["held"]) == (6, 0)
    assert [one["reason"] for one in named["rejects"]]
