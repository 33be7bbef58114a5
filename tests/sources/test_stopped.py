"""Feeds that stop: seen in the list, said in the answers that lack them, and to nobody else."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import update
from tests.authority.office import DAYTIME, a_remit
from tests.sources.yard import Yard, reads, register

from remit.authority.remit_document import Volume
from remit.authority.rows import stamp
from remit.inquiry.lacking import lacking
from remit.sources import standing
from remit.store import tables
from remit.store.view import View

ANN = "1,Ann Archer,14/03/1981,07700 900101,one"
READ = "r1,AB12 CDE,2026-03-01T12:00:00Z,C1,-0.1,51.5"


def ago(yard: Yard, hours: float) -> datetime:
    """Let every feed have received what it did some hours ago; that moment."""
    then = DAYTIME - timedelta(hours=hours)
    table = tables.standing_feed
    with yard.engine.begin() as conn:
        conn.execute(update(table).values(set_at=stamp(then)))
        received = table.c.received_at.is_not(None)
        conn.execute(update(table).where(received).values(received_at=stamp(then)))
    return then


def said(yard: Yard, case: str, **asked: Any) -> list[str]:
    with yard.view(case) as view:
        return [one["text"] for one in lacking(view, **asked)]


def test_a_feed_that_stops_is_seen_and_said(yard: Yard, case: str, tmp_path: Path) -> None:
    folder = tmp_path / "anpr"
    yard.set(case, "ANPR-North", folder, source="plate-reads", key=["read_id"], every="1h")
    yard.take(case, "ANPR-North", reads(folder / "1.csv", [READ]))
    assert said(yard, case) == []
    then = ago(yard, 3.75)
    (one,) = yard.do(case, "feeds", standing.listed)["feeds"]
    assert one["missing"] == 3
    assert one["watermark"] == "2026-03-01T12:00:00+00:00"
    assert said(yard, case) == [
        f"plate-reads from feed ANPR-North: nothing since {then:%d %b %Y %H:%M} UTC, "
        "3 deliveries are missing; what it would have brought is missing here"
    ]
    assert said(yard, case, about_people=True) == [], "it names no people"
    assert said(yard, case, until=then - timedelta(hours=1)) == [], "what was before is there"
    yard.take(case, "ANPR-North", reads(folder / "2.csv", [READ, READ.replace("r1", "r2")]))
    assert said(yard, case) == []


def test_a_delivery_that_waits_is_missing_at_once(yard: Yard, case: str, tmp_path: Path) -> None:
    folder = tmp_path / "register"
    yard.set(case, "register", folder)
    yard.take(case, "register", register(folder / "1.csv", ANN))
    (folder / "2.csv").write_text("id,name\n1,Ann Archer\n", encoding="utf-8")
    yard.take(case, "register", folder / "2.csv")
    (text,) = said(yard, case, about_people=True)
    assert "a delivery waits for an answer" in text


def test_an_ended_feed_is_missed_by_nobody(yard: Yard, case: str, tmp_path: Path) -> None:
    yard.set(case, "register", tmp_path / "register")
    ago(yard, 100)
    assert len(said(yard, case)) == 1
    yard.do(case, "feed-end", standing.end, "register")
    assert said(yard, case) == []


def test_nobody_learns_of_a_feed_outside_their_scope(yard: Yard, case: str, tmp_path: Path) -> None:
    narrow = a_remit(
        id="remit-a-read",
        capability="test-read",
        sources=frozenset({"plate-reads"}),
        handling=frozenset({"P", "C"}),
        volume=Volume(None, None),
    )
    yard.grant(narrow)
    yard.set(case, "register", tmp_path / "register")
    ago(yard, 100)

    def seen(case: str, remit: str) -> int:
        with yard.gate.act(
            yard["analyst-1"], "test-read.any", case=case, purpose="investigation",
            justification="To see what is missing", remit=remit,
        ) as act:  # fmt: skip
            assert isinstance(act.hand, View)
            return len(act.hand.missing())

    assert seen(case, "remit-read") == 1
    assert seen(case, "remit-a-read") == 0, "another source"
    assert seen(yard.furnish_another(), "remit-read") == 0, "another case"


def test_what_is_said_depends_on_no_row(yard: Yard, case: str, tmp_path: Path) -> None:
    """Whatever stands in what came last, shown or hidden, the same is said of the feed."""
    texts = set()
    for number, row in enumerate((READ, READ.replace("2026", "2019"), "r1,,,,,")):
        folder = tmp_path / f"anpr-{number}"
        name = f"feed {number}"
        yard.set(case, name, folder, source="plate-reads", key=["read_id"], every="1h")
        yard.take(case, name, reads(folder / "1.csv", [row, f"{READ}{number}"]))
        ago(yard, 2)
        (text,) = (one for one in said(yard, case) if name in one)
        texts.add(text.replace(name, ""))
        yard.do(case, "feed-end", standing.end, name)
    assert len(texts) == 1


def test_times_that_overlap_are_said(yard: Yard, case: str, tmp_path: Path) -> None:
    folder = tmp_path / "anpr"
    yard.set(case, "anpr", folder, source="plate-reads", mode="append", key=None, every="1h")
    yard.take(case, "anpr", reads(folder / "1.csv", [READ]))
    later = READ.replace("r1", "r2").replace("T12", "T13")
    done = yard.take(case, "anpr", reads(folder / "2.csv", [later]))
    assert not any("overlap" in note for note in done["notes"])
    done = yard.take(case, "anpr", reads(folder / "3.csv", [READ.replace("r1", "r3")]))
    assert any("overlap" in note for note in done["notes"])
    same = yard.take(case, "anpr", reads(folder / "again.csv", [READ]))
    assert same["delivery"] == "repeated"
    assert [one["defect"] for one in same["defects"]] == ["repeated"]
