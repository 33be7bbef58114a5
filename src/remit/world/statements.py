"""Bank statements of a few accounts: one layout as a text file, another as a workbook.

The rows are the payments that the payments files hold, seen from one side, with a running balance.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from remit.world.city import City
from remit.world.clock import moment
from remit.world.containers import Cell, workbook
from remit.world.out import Output
from remit.world.planted import Payment

__all__ = ["Statement", "holder", "statement", "statements", "wanted"]

BANK = "Larkhithe Savings Bank"


@dataclass(frozen=True, slots=True)
class Statement:
    """One account's payments in order of time, with the balance brought forward in pence."""

    account: int
    brought: int
    lines: tuple[tuple[Payment, int, int], ...]
    """Payment, pence in (negative for out), balance after it."""


def wanted(city: City) -> dict[str, int]:
    """Accounts that have a statement, by the name of its file."""
    members, have = city.crew.members, city.have
    mules = [int(have.account[member.person]) for member in members if member.phones is None]
    organiser = int(have.account[members[0].person])
    couriers = city.draws("statement of somebody else")
    other = couriers.one(have.first_firm_account)
    return {
        "bank/statement-1.csv": mules[0],
        "bank/statement-2.xlsx": mules[1],
        "bank/statement-3.xlsx": organiser,
        "bank/statement-4.csv": other,
    }


def statements(city: City, payments: Sequence[Payment], out: Output) -> None:
    """Write the statements from the payments kept while the payments files were written."""
    for name, account in wanted(city).items():
        found = statement(city, payments, account)
        if name.endswith(".csv"):
            out.whole(name, _text(city, found))
        else:
            out.whole(name, workbook({"Statement": list(_rows(city, found))}))


def statement(city: City, payments: Sequence[Payment], account: int) -> Statement:
    """One account's statement."""
    brought = balance = 20_000 + city.draws("brought forward", account).one(90_000)
    lines = []
    for paid in sorted(payments, key=lambda payment: payment.at):
        if account in (paid.payer, paid.payee):
            pence = paid.pence if paid.payee == account else -paid.pence
            balance += pence
            lines.append((paid, pence, balance))
    return Statement(account, brought, tuple(lines))


def _text(city: City, found: Statement) -> bytes:
    """As downloaded from a web page: byte order mark, carriage returns, lines before and after."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    code, number = city.accounts[found.account]
    writer.writerow([BANK])
    writer.writerow(["Account holder", holder(city, found.account)])
    writer.writerow(["Sort code", code, "Account number", number])
    writer.writerow([])
    writer.writerow(["Date", "Type", "Description", "Paid out", "Paid in", "Balance"])
    opened = f"{city.start:%d %b %Y}"
    writer.writerow([opened, "", "BALANCE BROUGHT FORWARD", "", "", _pounds(found.brought)])
    for paid, pence, balance in found.lines:
        sums = (_pounds(-pence) if pence < 0 else "", _pounds(pence) if pence > 0 else "")
        day = f"{moment(paid.at):%d %b %Y}"
        words = _words(city, found.account, paid)
        writer.writerow([day, _kind(paid, pence), words, *sums, _pounds(balance)])
    last = f"{city.start + timedelta(days=city.days - 1):%d %b %Y}"
    end = found.lines[-1][2] if found.lines else found.brought
    writer.writerow([last, "", "BALANCE CARRIED FORWARD", "", "", _pounds(end)])
    spent = -sum(pence for _, pence, _ in found.lines if pence < 0)
    gained = sum(pence for _, pence, _ in found.lines if pence > 0)
    writer.writerow(["", "", "Totals", _pounds(spent), _pounds(gained), ""])
    writer.writerow(["Made-up bank, made-up account. Page 1 of 1"])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _rows(city: City, found: Statement) -> Iterator[Sequence[Cell]]:
    """As a business export: one signed amount, dates as dates, the account in each row."""
    code, number = city.accounts[found.account]
    yield (BANK, None, f"Statement for {holder(city, found.account)}")
    yield ()
    yield ("Sort code", "Account", "Date", "Narrative", "Amount", "DR/CR", "Balance")
    # The sort code has lost its leading zeros, as a number in a workbook does.
    bare = int(code.replace("-", ""))
    yield (bare, number, city.start, "Brought forward", None, None, found.brought / 100)
    for paid, pence, balance in found.lines:
        side = "DR" if pence < 0 else "CR"
        day = moment(paid.at).date()
        words = _words(city, found.account, paid)
        yield (bare, number, day, words, abs(pence) / 100, side, balance / 100)
    yield (None, None, None, "End of statement", None, None, None)


def _words(city: City, account: int, paid: Payment) -> str:
    other = paid.payee if paid.payer == account else paid.payer
    if paid.reference.startswith("CARD"):
        return paid.reference
    return f"{holder(city, other)} {paid.reference}".upper()


def _kind(paid: Payment, pence: int) -> str:
    if paid.reference.startswith("CARD"):
        return "DEB"
    return "FPO" if pence < 0 else "FPI"


def holder(city: City, account: int) -> str:
    """A person as initial and surname, a firm by its name."""
    first = city.have.first_firm_account
    if account >= first:
        return city.have.firms[account - first].name
    person = int((city.have.account == account).argmax())
    forename, surname = city.people.name(person)
    return f"{forename[0]} {surname}"


def _pounds(pence: int) -> str:
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100:,}.{abs(pence) % 100:02}"
