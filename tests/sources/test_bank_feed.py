"""Statements say the same whether their lines come in blocks or one by one."""

import re
from pathlib import Path
from typing import Any

import pytest
from tests.authority.office import a_remit
from tests.sources.test_load import Yard
from tests.store.feeding import answers

from remit.authority.remit_document import Volume
from remit.sources.bank import delivered
from remit.sources.readers import plain

HSBCNET = [
    "123456-01234567,02/03/2026,GBP,-12.50,CARD  SHOP ONE,DEB",
    '123456-01234567,02/03/2026,GBP,"1,200.00",WAGES,CR',
    "123456-01234567,03/03/2026,EUR,7,SMALL,DEB",
    "123456-01234567,13/03/2026,JPY,700,LARGE,DEB",
    "12-34-56-01234567,14/03/2026,gbp,-0.01,a \\ back,",
    "123457-11234567,14/03/2026,,5.00,,n/a",
    '123457-11234567,15/03/2026,GBP,£3.00,"says ""so""",DEB',
]
BAD = [
    "123457-1123456,15/03/2026,GBP,3.00,short,DEB",
    ",15/03/2026,GBP,3.00,nobody,DEB",
    "123457-11234567,31/02/2026,GBP,3.00,no day,DEB",
    "123457-11234567,15/03/2026,GBP,x,no sum,DEB",
    "123457-11234567,15/03/2026,XYZ,3.00,no currency,DEB",
    "123457-11234567,,GBP,3.00,no date,DEB",
    "123457-11234567,15/03/2026,GBP,,no sum,DEB",
    "123457-11234567,15/03/2026",
    "   ",
]
PAID = [
    "01 Mar 2026,,BALANCE BROUGHT FORWARD,,,100.00",
    "01 Mar 2026,DEB,SHOP,10.00,,90.00",
    "02 Mar 2026,FPI,SOMEBODY,,20.00,110.00",
    "03 Mar 2026,FPO,SOMEBODY ELSE,1.00,,109.00",
    "03 Mar 2026,DEB,SHOP,1.00,2.00,109.00",
    "04 Mar 2026,FPO,SOMEBODY ELSE,-1.00,,108.00",
    "04 Mar 2026,FPO,AND MORE,1.00,,108.00",
    ",,of the same,,,",
    "05 Mar 2026,DEB,REFUND SHOP,,10.00,118.00",
    "31 Mar 2026,,BALANCE CARRIED FORWARD,,,118.00",
    ",,Totals,13.00,30.00,",
]
ABOVE = [
    "A Bank",
    "Account holder,J Smith",
    "Sort code,12-34-56,Account number,12345678",
    "",
    "Date,Type,Description,Paid out,Paid in,Balance",
]
STARLING = [
    "Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes",
    "02/03/2026,Corner Shop,CARD 1,CONTACTLESS,-4.50,95.50,SHOPPING,",
    "14/03/2026,Holiday,,SPACE TRANSFER,-20.00,75.50,SAVING,for the sea",
    "15/03/2026,Änne Ö,thanks,FASTER PAYMENT,5.00,80.50,INCOME, spaced  out ",
]

UNDER = {"authority": "PO 7", "subject": ["any"], "from_": "2026-03-01", "to": "2026-03-03"}
"""An authority that ends within the statements: what is after it is held back."""

FILES: dict[str, list[str]] = {
    "by place": [*HSBCNET[:2] * 80, *HSBCNET],
    "by place, dirty": [*HSBCNET[:2] * 200, *HSBCNET, *BAD, *HSBCNET],
    "under a header": [*ABOVE, *PAID],
    "cut off": [*ABOVE, *PAID, "31 Mar 2026,DEB"],
    "with names": STARLING,
}


@pytest.fixture
def yards(tmp_path: Path) -> Any:
    made = []
    for name in ("one", "two"):
        yard = Yard(tmp_path / name)
        case = yard.furnish(handling=frozenset({"P", "C"}))
        wide = {"handling": frozenset({"P", "C"}), "volume": Volume(None, None)}
        yard.grant(a_remit(id="remit-load", capability="load", **wide))
        made.append((yard, case))
    yield made
    for yard, _ in made:
        yard.close()


@pytest.mark.parametrize("size", [300, 1 << 20])
@pytest.mark.parametrize("name", FILES)
def test_a_statement_gives_the_same_in_blocks_and_row_by_row(
    yards: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, size: int
) -> None:
    monkeypatch.setattr(plain, "_BYTES", size)
    path = tmp_path / "lines.csv"
    path.write_bytes("\n".join([*FILES[name], ""]).encode())
    found = []
    for (yard, case), apart in zip(yards, (0, 1 << 40), strict=True):
        monkeypatch.setattr(delivered, "_APART", apart)
        done = yard.load(case, path, choices={"account": "12-34-56 12345678"}, **UNDER)
        assert not done["questions"]
        assert done["received"] == done["accepted"] + done["rejected"]
        with yard.view(case) as view:
            found.append((done, answers(view)))
    (fast, fast_shown), (done, shown) = found
    assert {**fast, "load": None} == {**done, "load": None}
    for relation, rows in shown.items():
        assert _named(fast_shown[relation]) == _named(rows), relation
    assert shown["event_by_thing"]
    assert done["held"]


def _named(rows: list[str]) -> list[str]:
    """The rows without the ids of people and their links, which are of each load alone."""
    return sorted(re.sub(r"(person|link|mention)-[0-9a-f]+", r"\1", str(row)) for row in rows)
