"""Statements of every layout: what is accepted is true, and what is wrong is found and named."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.tables import mapped

from remit.sources.defects import ROWS_NAMED, Defect
from remit.sources.mapping import Checking
from remit.sources.plan import Plan
from remit.sources.previewing import preview
from remit.store.drafts import RowDraft
from remit.world.containers import workbook
from remit.world.ledgers import LAYOUTS, Dirt, Held, Line, Said, Sheet, swappable

TODAY = date(2026, 11, 20)
NAMED = frozenset({"hsbcnet", "bankline", "lloyds-commercial", "clydesdale", "export"})
"""Layouts that name the account in each line, so that a file may hold several."""

words = st.sampled_from(
    ["CORNER SHOP", "RENT", "CARD 0042 TAXI RANK", "A N OTHER THANKS", "CASH TILL 7", "WAGES MARCH"]
)


@st.composite
def accounts(draw: st.DrawFn, *, several: bool, least: int = 1) -> tuple[Held, ...]:
    """Accounts whose days run over the turn of a year."""
    found = []
    for n in range(draw(st.integers(1, 3)) if several else 1):
        day = date(2025, 10, 1) + timedelta(days=draw(st.integers(0, 60)))
        lines = []
        for _ in range(draw(st.integers(least, 30))):
            day += timedelta(days=draw(st.integers(0, 9)))
            pence = draw(st.integers(-300_000, 300_000).filter(bool))
            kind = draw(st.sampled_from(["DEB", "FPI", "FPO", "Pot transfer"]))
            lines.append(Line(day, pence, draw(words), kind))
        code = draw(st.integers(1, 99))
        held = Held(f"00-1{n}-{code:02}", f"0{draw(st.integers(10**6, 10**7 - 1))}", "J Smith",
                    draw(st.integers(-50_000, 500_000)), tuple(lines))  # fmt: skip
        found.append(held)
    return tuple(found)


@st.composite
def dirts(draw: st.DrawFn, held: Held) -> Dirt:
    """What may be wrong with a statement so that its balances show it."""
    count = len(held.lines)
    wrong = draw(st.sampled_from(["", "missing", "swapped", "repeated", "balance", "totals"]))
    backwards = draw(st.booleans())
    if wrong == "missing" and count > 4:
        first = draw(st.integers(1, count - 3))
        after = draw(st.integers(first + 1, count - 2))
        if sum(line.pence for line in held.lines[first:after]):
            return Dirt(missing=(first, after), backwards=backwards)
    if wrong == "swapped" and (able := [n for n in range(count) if swappable(held, n)]):
        return Dirt(swapped=(draw(st.sampled_from(able)),), backwards=backwards)
    if wrong == "repeated" and count > 2:
        return Dirt(repeated=(draw(st.integers(0, count - 1)),), backwards=backwards)
    if wrong == "balance" and count > 4:
        return Dirt(balance=draw(st.integers(2, count - 3)), backwards=backwards)
    return Dirt(totals=wrong == "totals", backwards=backwards)


def written(folder: Path, source: str, sheet: Sheet, held: Held) -> Path:
    """The file of a sheet; the account in its name where nothing in it has it."""
    named = f" {held.account}" if source in ("bank-natwest", "bank-monzo", "bank-starling") else ""
    path = folder / f"{source}{named}.{'xlsx' if source == 'bank-export' else 'csv'}"
    if source == "bank-export":
        path.write_bytes(workbook({"Sheet": sheet.rows}))
    else:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(sheet.rows)
        path.write_text(out.getvalue(), encoding="utf-8")
    return path


def planned(path: Path) -> Plan:
    """The plan of a statement, the one question that there may be answered."""
    plan = preview(path, today=TODAY)
    if plan.questions:
        assert len(plan.questions) == 1
        plan = preview(path, day_first=True, today=TODAY)
    assert not plan.questions
    return plan


def told(row: RowDraft) -> tuple[str, date, int, str | None]:
    """Account, day, pence and description of the payment of a row."""
    (event,) = row.events
    (own, *_) = row.mentions
    assert event.begin is not None
    assert event.time_text is not None
    currency, _, number = event.attributes["amount"].partition(" ")
    assert currency == "GBP"
    pence = round(float(number) * 100)
    signed = -pence if event.attributes["direction"] == "out" else pence
    return own.key or "", date.fromisoformat(event.time_text), signed, event.reference


def check(path: Path, source: str, sheet: Sheet) -> Plan:
    """Everything accepted is true, and every defect planted is found, with its rows."""
    plan = planned(path)
    assert plan.profile.id == source
    accepted, rejected = mapped(plan)
    by_row = {row.pos: row for row in accepted}
    refused = {pos for pos, _ in rejected}
    assert not refused & by_row.keys()
    for said in sheet.said:
        if said.fate == "rejected":
            assert said.row in refused
            continue
        row = by_row[said.row]
        if said.fate == "again":
            assert not row.events
            continue
        assert told(row) == (said.account, said.day, said.pence, said.words)
        balance = row.events[0].attributes.get("balance")
        if said.balance is not None and balance is not None:
            assert round(float(balance.removeprefix("GBP ")) * 100) == said.balance
    told_of = {said.row for said in sheet.said if said.fate == "payment"}
    assert {row.pos for row in accepted if row.events} == told_of
    mapper = plan.mapper()
    assert isinstance(mapper, Checking)
    found = mapper.defects()
    for name, rows in sheet.defects:
        same = [one for one in found if one.defect == name]
        assert any(_names(one, rows) for one in same), (name, rows, found)
    assert {one.defect for one in found} == {name for name, _ in sheet.defects}, found
    return plan


def _names(one: Defect, rows: tuple[int, ...]) -> bool:
    """Whether a defect names the rows planted; of a gap, rows within those about it."""
    if one.defect == "missing-page":
        return rows[0] <= min(one.rows) and max(one.rows) <= rows[-1]
    return set(rows) <= set(one.rows) or len(one.rows) == ROWS_NAMED


@pytest.mark.parametrize("source", LAYOUTS)
@settings(max_examples=25)
@given(data=st.data())
def test_what_is_accepted_is_true_and_what_is_wrong_is_named(
    tmp_path: Path, source: str, data: st.DataObject
) -> None:
    several = source.removeprefix("bank-") in NAMED
    held = data.draw(accounts(several=several, least=2))
    dirt = data.draw(dirts(held[0]))
    sheet = LAYOUTS[source](held, dirt)
    path = written(tmp_path, source, sheet, held[0])
    check(path, source, sheet)


def test_said_is_what_a_test_may_rely_on() -> None:
    """The truth of a made-up statement adds up by itself."""
    held = Held("00-11-22", "01234567", "J Smith", 1_000, (Line(date(2026, 3, 13), -5, "X"),))
    sheet = LAYOUTS["bank-santander"]((held,), Dirt())
    assert sheet.said == [Said(6, held.account, date(2026, 3, 13), -5, "X", 995)]
