"""Statements: what is asked, what a payment is between, and what lines show about each other."""

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sources.tables import mapped, write

from remit.errors import BadInput, Misuse
from remit.sources.bank import accounts, days, sums
from remit.sources.coded import coded
from remit.sources.mapping import Checking
from remit.sources.plan import Plan
from remit.sources.previewing import preview
from remit.sources.profile import profiles
from remit.store.drafts import LinkDraft, RowDraft

ABOVE = (
    "A Bank",
    "Account holder,Northgate Motors Ltd",
    "Sort code,12-34-56,Account number,1234567",
)
PAID = "Date,Type,Description,Paid out,Paid in,Balance"
EXPORT = "Sort code,Account,Date,Narrative,Amount,DR/CR,Balance"


def _rows(plan: Plan) -> list[RowDraft]:
    assert not plan.questions
    return mapped(plan)[0]


def _defects(plan: Plan) -> dict[str, list[int]]:
    mapper = plan.mapper()
    assert isinstance(mapper, Checking)
    return {one.defect: list(one.rows) for one in mapper.defects()}


def test_an_account_that_nothing_names_is_asked(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", PAID, "13/03/2026,DEB,SHOP,1.00,,9.00")
    (asked,) = preview(path).questions
    assert (asked.column, asked.choices) == ("account", ("unknown",))
    plan = preview(path, choices={"account": "12-34-56 12345678"})
    (row,) = _rows(plan)
    assert [m.key for m in row.mentions] == ["12-34-56 12345678"]
    (row,) = _rows(preview(path, choices={"account": "unknown"}))
    assert not row.mentions
    assert row.events[0].things == ()
    accepted, rejected = mapped(preview(path, yes=True))
    assert not accepted
    assert rejected == [(2, "nothing says which account it is of")]
    assert preview(path, choices={"account": "mine"}).questions
    with pytest.raises(Misuse, match="no such column"):
        preview(path, choices={"acount": "unknown"})


def test_the_name_of_the_file_may_have_the_account(tmp_path: Path) -> None:
    path = write(tmp_path / "12-34-56 12345678.csv", PAID, "13/03/2026,DEB,SHOP,1.00,,9.00")
    (row,) = _rows(preview(path))
    assert row.mentions[0].key == "12-34-56 12345678"


def test_dates_that_can_be_read_two_ways_are_asked(tmp_path: Path) -> None:
    lines = (*ABOVE, PAID, "03/04/2026,DEB,SHOP,1.00,,9.00")
    path = write(tmp_path / "a.csv", *lines)
    (asked,) = preview(path).questions
    assert (asked.column, asked.choices) == ("Date", ("day-first", "month-first"))
    (row,) = _rows(preview(path, choices={"Date": "month-first"}))
    assert row.events[0].time_text == "2026-03-04"
    (row,) = _rows(preview(path, day_first=True))
    assert row.events[0].time_text == "2026-04-03"


def test_the_order_of_lines_may_show_which_of_day_and_month_comes_first(tmp_path: Path) -> None:
    days_ = ("01/02", "02/02", "03/02", "04/03", "05/03", "06/03", "01/04")
    lines = (f"{day}/2026,DEB,SHOP,1.00,,{9 - n}.00" for n, day in enumerate(days_))
    plan = preview(write(tmp_path / "a.csv", *ABOVE, PAID, *lines))
    assert [row.events[0].time_text for row in _rows(plan)][-1] == "2026-04-01"
    assert any("in order of time" in note for note in plan.notes)


def test_a_firm_holds_its_account_and_is_told_once(tmp_path: Path) -> None:
    lines = ("13/03/2026,DEB,SHOP,1.00,,9.00", "14/03/2026,DEB,SHOP,1.00,,8.00")
    plan = preview(write(tmp_path / "a.csv", *ABOVE, PAID, *lines))
    first, second = _rows(plan)
    assert [m.kind for m in first.mentions] == ["account", "organisation"]
    assert first.links == (LinkDraft("holds-account", "holder", "thing"),)
    assert "Northgate Motors Ltd" in (first.raw["(above)"] or "")
    assert [m.kind for m in second.mentions] == ["account"]
    assert second.raw["(account)"] == "12-34-56 01234567"
    assert {m.key for m in (*first.mentions, *second.mentions) if m.kind == "person"} == set()


def test_names_of_two_on_one_account_make_nobody(tmp_path: Path) -> None:
    above = (ABOVE[0], "Account holder,Mr A Smith and Mrs B Smith", ABOVE[2])
    lines = (*above, PAID, "13/03/2026,DEB,SHOP,1.00,,9.00")
    (row,) = _rows(preview(write(tmp_path / "a.csv", *lines)))
    assert [m.kind for m in row.mentions] == ["account"]
    assert ("holder", "Mr A Smith and Mrs B Smith") in [c[:2] for c in row.mentions[0].claims]


def test_a_payment_to_an_account_that_a_column_names_is_between_the_two(tmp_path: Path) -> None:
    header = f"{EXPORT},Counterparty,Counterparty sort code,Counterparty account,Card"
    path = write(
        tmp_path / "a.csv",
        header,
        "12-34-56,12345678,2026-03-13,RENT,5.00,DR,95.00,L Lord,65-43-21,87654321,",
        "12-34-56,12345678,2026-03-14,BACK,5.00,CR,100.00,L Lord,65-43-21,87654321,",
        "12-34-56,12345678,2026-03-14,SHOP,5.00,DR,95.00,,,,4111111111111111",
    )
    out, back, shop = _rows(preview(path))
    assert out.events[0].between == ("thing", "other")
    assert back.events[0].between == ("other", "thing")
    assert [m.key for m in out.mentions] == ["12-34-56 12345678", "65-43-21 87654321"]
    assert out.events[0].attributes["counterparty"] == "L Lord"
    assert shop.events[0].between is None
    assert shop.events[0].attributes["card"] == shop.raw["Card"] == "411111******1111"


def test_a_reversal_and_the_sides_of_a_transfer_are_found_and_marked(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        EXPORT,
        "12-34-56,12345678,2026-03-13,CARD SHOP,5.00,DR,95.00",
        "12-34-56,12345678,2026-03-14,TRANSFER TO 87654321,20.00,DR,75.00",
        "12-34-56,12345678,2026-03-15,REVERSAL CARD SHOP,5.00,CR,80.00",
        "65-43-21,87654321,2026-03-14,TRANSFER,20.00,CR,120.00",
        "65-43-21,87654321,2026-03-14,WAGES,20.00,CR,140.00",
    )
    plan = preview(path)
    assert _defects(plan) == {"reversal": [4], "own-transfer": [3, 5]}
    marks = {row.pos: row.events[0].attributes for row in _rows(plan)}
    assert marks[4]["reversal"] == "row 2"
    assert marks[3]["own_transfer"] == "65-43-21 87654321, row 5"
    assert marks[5]["own_transfer"] == "12-34-56 12345678, row 3"
    assert "own_transfer" not in marks[6]


def test_years_turn_over_where_no_line_says_them(tmp_path: Path) -> None:
    above = (*ABOVE[:2], "Sort code,12-34-56,Account number,12345678", "Statement of Dec 2025")
    header = "Date,Description,Money out,Money in,Balance"
    lines = ("30 Dec,SHOP,1.00,,9.00", "31 Dec,SHOP,1.00,,8.00", "2 Jan,SHOP,1.00,,7.00")
    plan = preview(write(tmp_path / "a.csv", *above, header, *lines))
    assert [row.events[0].time_text for row in _rows(plan)] == [
        "2025-12-30", "2025-12-31", "2026-01-02",
    ]  # fmt: skip
    assert _defects(plan) == {"lost-year": [6, 7, 8]}
    (asked,) = preview(write(tmp_path / "b.csv", *ABOVE, header, *lines)).questions
    assert asked.column == "Date"
    plan = preview(write(tmp_path / "b.csv", *ABOVE, header, *lines), choices={"Date": "2024"})
    assert _rows(plan)[2].events[0].time_text == "2025-01-02"


def test_a_sum_that_contradicts_its_column_is_rejected(tmp_path: Path) -> None:
    lines = (
        "13/03/2026,DEB,SHOP,-1.00,,9.00",
        "14/03/2026,DEB,SHOP,1.00,,8.00",
        "14/03/2026,DEB,SHOP,1.00,2.00,8.00",
        "14/03/2026,DEB,SHOP,,,8.00",
        "14/03/2026,DEB,SHOP,1.005,,8.00",
        "31/02/2026,DEB,SHOP,1.00,,7.00",
    )
    plan = preview(write(tmp_path / "a.csv", *ABOVE, PAID, *lines))
    accepted, rejected = mapped(plan)
    assert [row.pos for row in accepted] == [6]
    assert [pos for pos, _ in rejected] == [5, 7, 8, 9, 10]
    assert all(reason for _, reason in rejected)


def test_a_table_of_something_else_is_no_statement(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "Date,Description,Amount", "13/03/2026,A knife,1")
    assert preview(path).profile.id == "table"
    lines = [f"26031{n},a,b,c,d,e,f,g" for n in range(9)]
    assert preview(write(tmp_path / "b.csv", *lines)).profile.id == "table"


def test_statements_name_their_authority_and_say_where_their_layout_is_from() -> None:
    banks = [one for one in profiles().values() if one.statement is not None]
    assert len(banks) == 12
    for one in banks:
        assert one.authority == "bank"
        assert ("made up" in one.licence) == one.synthetic


texts = st.one_of(
    st.decimals(-(10**9), 10**9, places=2).map(str),
    st.integers(-(10**9), 10**9).map(lambda n: f"{n:,}.00"),
    st.text(alphabet="0123456789.,-£ DRC()+", max_size=12),
)


@given(cells=st.lists(texts, min_size=1, max_size=20), currency=st.sampled_from(["GBP", "JPY"]))
def test_a_column_of_sums_reads_as_its_cells_do(cells: list[str], currency: str) -> None:
    found = sums.several(coded(pa.array(cells)).filled(), currency)
    for text, value in zip(cells, found.tolist(), strict=True):
        try:
            alone = sums.one(text, currency)
        except BadInput:
            alone = sums.BAD
        assert value == (sums.NONE if alone is None else alone), text


@given(pence=st.lists(st.integers(-(10**14), 10**14), min_size=1))
def test_sums_are_written_as_they_are_read(pence: list[int]) -> None:
    for currency in ("GBP", "JPY", "KWD"):
        for said, value in zip(
            sums.written(np.array(pence), currency).to_pylist(), pence, strict=True
        ):
            assert sums.one(said, currency) == value


@given(day=st.dates(date(1960, 1, 1), date(2027, 12, 31)))
def test_short_dates_are_the_day_that_was_written(day: date) -> None:
    today = date(2026, 11, 20)
    for form in ("%d/%m/%y", "%d-%m-%Y", "%d %b %y", "%d %B %Y", "%Y/%m/%d"):
        assert days.read(f"{day:{form}}", True, today) == day
    assert days.read(f"{day:%y%m%d}", None, today, six=True) == day
    part = days.read(f"{day:%d %b}", True, today)
    assert isinstance(part, tuple)
    assert days.nearest(part, day) == day


@given(code=st.integers(1, 999_999), number=st.integers(10_000, 99_999_999))
def test_zeros_lost_in_front_are_put_back(code: int, number: int) -> None:
    if code < 1000:
        with pytest.raises(BadInput):
            accounts.pair(str(code), str(number))
        return
    own = accounts.pair(str(code), str(number))
    whole = f"{code:06}"
    assert own is not None
    assert own.account == f"{whole[:2]}-{whole[2:4]}-{whole[4:]} {number:08}"
    assert own.padded == (code < 100_000 or number < 10_000_000)
