"""Statements of the planted crew's accounts for the case folder, one in each layout, untidy.

`truth/case-bank.csv` says of each row what is true of it, `truth/case-bank-defects.csv` what is
wrong with a file and which rows must be named.
"""

import csv
import io
from collections.abc import Sequence
from datetime import date

from remit.world.city import City
from remit.world.clock import moment
from remit.world.containers import workbook
from remit.world.ledgers import LAYOUTS, Dirt, Held, Line, Sheet, swappable
from remit.world.out import Output
from remit.world.planted import Payment
from remit.world.statements import holder, statement

__all__ = ["case_accounts", "case_bank"]

_SEVERAL = ("bank-hsbcnet", "bank-bankline", "bank-lloyds-commercial", "bank-clydesdale")
"""Layouts whose file has all the accounts."""

_UNNAMED = ("bank-natwest", "bank-monzo", "bank-starling")
"""Layouts of which only the name of the file has the account."""

_WRONG = {
    "bank-hsbcnet": "swapped",
    "bank-hsbc": "missing",
    "bank-barclays": "missing",
    "bank-santander": "swapped",
    "bank-monzo": "repeated",
    "bank-starling": "balance",
    "bank-statement": "totals",
    "bank-export": "missing",
}
"""What is wrong with the file of a layout, besides what its layout brings with it."""

_BACKWARDS = ("bank-santander", "bank-monzo")
"""Layouts that have the newest line first."""

_BUSY = 4
"""Accounts with most lines, of which each layout for one account takes one."""

POTS = 3
"""Transfers to a pot or space among the lines, in the layouts that have them."""


def case_accounts(city: City) -> list[int]:
    """The accounts of the crew and of its shop."""
    crew = [int(city.have.account[member.person]) for member in city.crew.members]
    return [*crew, city.firm_account(city.crew.shop)]


def case_bank(city: City, payments: Sequence[Payment], out: Output) -> None:
    """Write a statement in each layout, and what is true of them."""
    accounts = [_held(city, payments, account) for account in case_accounts(city)]
    busy = sorted(accounts, key=lambda held: -len(held.lines))[:_BUSY]
    said = out.truth_table(
        "case-bank.csv",
        ("file", "row", "account", "day", "pence", "balance", "words", "fate"),
    )
    wrong = out.truth_table("case-bank-defects.csv", ("file", "defect", "rows"))
    with said as rows, wrong as defects:
        for n, (profile, layout) in enumerate(LAYOUTS.items()):
            some = accounts if profile in _SEVERAL else [busy[n % _BUSY]]
            some = [held for held in some if held.lines]
            sheet = layout(_potted(some, profile), _dirt(profile, some[0]))
            name = _name(profile, some[0])
            out.whole(name, _bytes(profile, sheet))
            for one in sheet.said:
                row = (one.row, one.account, one.day, one.pence, one.balance, one.words, one.fate)
                rows.row((name, *row))
            for what, which in sheet.defects:
                defects.row((name, what, " ".join(map(str, which))))


def _name(profile: str, held: Held) -> str:
    form = "xlsx" if profile == "bank-export" else "csv"
    named = f"-{held.code}-{held.number}" if profile in _UNNAMED else ""
    return f"case/bank/{profile.removeprefix('bank-')}{named}.{form}"


def _held(city: City, payments: Sequence[Payment], account: int) -> Held:
    found = statement(city, payments, account)
    code, number = city.accounts[account]
    lines = []
    for paid, pence, _ in found.lines:
        other = paid.payee if paid.payer == account else paid.payer
        words = f"{holder(city, other)} {paid.reference}".upper()
        if paid.reference.startswith("CARD"):
            words = paid.reference
        kind = "DEB" if paid.reference.startswith("CARD") else "FPO" if pence < 0 else "FPI"
        lines.append(Line(moment(paid.at).date(), pence, words, kind))
    return Held(code, number, holder(city, account), found.brought, tuple(lines))


def _potted(accounts: Sequence[Held], profile: str) -> list[Held]:
    """With transfers to a pot or space, where the layout has them."""
    if profile not in ("bank-monzo", "bank-starling"):
        return list(accounts)
    found = []
    for held in accounts:
        lines = list(held.lines)
        for n in range(0, len(lines), max(len(lines) // POTS, 1)):
            pot = Line(lines[n].day, -1_000 - n, "To the holiday pot", "Pot transfer")
            lines.insert(n + 1, pot)
        found.append(Held(held.code, held.number, held.holder, held.brought, tuple(lines)))
    return found


def _dirt(profile: str, held: Held) -> Dirt:
    """What is wrong with a file, as far as its lines allow."""
    count = len(held.lines)
    wrong, back = _WRONG.get(profile, ""), profile in _BACKWARDS
    able = [at for at in range(count) if swappable(held, at)]
    if wrong == "missing" and count > 5:
        ends = (end for end in (4, 5) if sum([line.pence for line in held.lines[2:end]]))
        return Dirt(missing=(2, next(ends, 4)), backwards=back)
    if wrong == "swapped" and able:
        return Dirt(swapped=(able[len(able) // 2],), backwards=back)
    if wrong == "repeated" and count > 2:
        return Dirt(repeated=(count // 2,), backwards=back)
    if wrong == "balance" and count > 4:
        return Dirt(balance=2, backwards=back)
    return Dirt(totals=wrong == "totals", backwards=back)


def _bytes(profile: str, sheet: Sheet) -> bytes:
    if profile == "bank-export":
        return workbook({"Statement": sheet.rows})
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in sheet.rows:
        writer.writerow([f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for cell in row])
    return out.getvalue().encode()
