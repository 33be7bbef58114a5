"""Statements of accounts in the layouts that British banks give out, untidy on purpose.

A layout is a function: an account and its lines, and what is to be wrong, become rows of cells,
with what is true of each row beside them. `casebank.py` writes those of the planted crew; tests
write others.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from remit.world.containers import Cell

__all__ = ["LAYOUTS", "Dirt", "Held", "Line", "Said", "Sheet", "swappable"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it really was."""

    day: date
    pence: int
    """What came in; negative for what went out."""
    words: str
    kind: str = "DEB"


@dataclass(frozen=True, slots=True)
class Held:
    """An account with its holder and its lines in order of time."""

    code: str
    """Sort code, `12-34-56`."""
    number: str
    holder: str
    brought: int
    """Pence before the first line."""
    lines: tuple[Line, ...]

    @property
    def account(self) -> str:
        """Sort code and number."""
        return f"{self.code} {self.number}"

    def balances(self) -> list[int]:
        """The balance after each line."""
        found, balance = [], self.brought
        for line in self.lines:
            balance += line.pence
            found.append(balance)
        return found


@dataclass(frozen=True, slots=True)
class Dirt:
    """What is wrong with a statement, by number of its lines, from 0."""

    missing: tuple[int, int] | None = None
    """First line left out, and the first after it that is there."""
    swapped: tuple[int, ...] = ()
    """Lines whose date is written with day and month changed places."""
    repeated: tuple[int, ...] = ()
    """Lines that stand twice."""
    balance: int | None = None
    """A line whose balance is off by a pound."""
    totals: bool = False
    """Whether the totals are off by a pound."""
    backwards: bool = False
    """Whether the newest line comes first, which is not wrong."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is true of one row of a file."""

    row: int
    """Counted from 1 in the file as received."""
    account: str
    day: date
    pence: int
    words: str
    balance: int | None
    """None where the row states none, or a wrong one."""
    fate: str = "payment"
    """`payment`, `again` for a row that stands twice, `rejected` for one not to be let in."""


@dataclass
class Sheet:
    """Rows of cells, and what is true of them."""

    rows: list[Sequence[Cell]] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    defects: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)
    """Name of a defect, and rows that it must name."""

    def add(self, *cells: Cell) -> int:
        """One row; its number."""
        self.rows.append(cells)
        return len(self.rows)


Layout = Callable[[Sequence[Held], Dirt], Sheet]
_Write = Callable[[Sheet, Held, Line, str, int | None], int]
"""Writes the rows of one line, its date as a text and its balance; the row of the sum."""


def swappable(held: Held, at: int, form: str = "%d/%m/%Y") -> bool:
    """Whether a swapped date of that line stands out among the lines about it."""
    if not 0 < at < len(held.lines) - 1:
        return False
    before, line, after = (held.lines[n].day for n in (at - 1, at, at + 1))
    if line.day == line.month or not before < line < after:
        return False
    if line.day > 12:
        return True
    other = date(line.year, line.day, line.month)
    return not before <= other <= after


def _body(
    sheet: Sheet,
    held: Held,
    dirt: Dirt,
    form: str,
    write: _Write,
    *,
    balances: bool = True,
    page: Callable[[int], None] | None = None,
) -> None:
    """The lines of one account, and what is true of them.

    Without balances nothing shows that a line stands twice or a balance is off: so none does.
    """
    if not balances:
        dirt = Dirt(dirt.missing, dirt.swapped, backwards=dirt.backwards)
    whole = held.balances()
    there = [n for n in range(len(held.lines)) if not _left_out(dirt, n)]
    there = [n for n in there for _ in range(1 + (n in dirt.repeated))]
    order = there[::-1] if dirt.backwards else there
    seen: set[int] = set()
    rows: dict[int, int] = {}
    for place, n in enumerate(order):
        if page is not None:
            page(place)
        line = held.lines[n]
        text = f"{line.day:{form}}"
        if n in dirt.swapped:
            text = f"{line.day:{form.replace('%d', '%_').replace('%m', '%d').replace('%_', '%m')}}"
        balance = whole[n] + 100 if n == dirt.balance else whole[n]
        row = write(sheet, held, line, text, balance if balances else None)
        fate = "again" if n in seen else "payment"
        if n in dirt.swapped:
            if not balances:
                fate = "rejected"
            sheet.defects.append(("swapped-date", (row,)))
        if n in seen:
            sheet.defects.append(("repeated", (row,)))
        if n == dirt.balance:
            sheet.defects.append(("balance", (row,)))
        told = balance if balances else None
        sheet.said.append(Said(row, held.account, line.day, line.pence, line.words, told, fate))
        seen.add(n)
        rows[n] = row
    if dirt.missing is not None and balances:
        before, after = dirt.missing[0] - 1, dirt.missing[1]
        sheet.defects.append(("missing-page", tuple(sorted((rows[before], rows[after])))))


def _left_out(dirt: Dirt, n: int) -> bool:
    return dirt.missing is not None and dirt.missing[0] <= n < dirt.missing[1]


def _pounds(pence: int) -> str:
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02}"


def _commas(pence: int) -> str:
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100:,}.{abs(pence) % 100:02}"


def _two(pence: int, write: Callable[[int], str] = _commas) -> tuple[str, str]:
    """Columns of sums out and in."""
    return (write(-pence) if pence < 0 else "", write(pence) if pence >= 0 else "")


def _whole(held: Held, mark: str = "-") -> str:
    return held.code.replace("-", "") + mark + held.number


def hsbcnet(accounts: Sequence[Held], dirt: Dirt) -> Sheet:
    """Columns by place: account, date, currency, sum, description, type."""
    sheet = Sheet()

    def write(to: Sheet, held: Held, line: Line, day: str, _: int | None) -> int:
        return to.add(_whole(held), day, "GBP", _pounds(line.pence), line.words, line.kind)

    for n, held in enumerate(accounts):
        _body(sheet, held, dirt if n == 0 else Dirt(), "%d/%m/%Y", write, balances=False)
    return sheet


def natwest(accounts: Sequence[Held], dirt: Dirt) -> Sheet:
    """A line of its own on top, then columns by place; dates of six digits."""
    (held,) = accounts
    sheet = Sheet()
    sheet.add("TRANSACTIONS", held.holder, "", "")

    def write(to: Sheet, _: Held, line: Line, day: str, __: int | None) -> int:
        return to.add(day, "", "", _pounds(line.pence), line.words, line.kind, "", "")

    _body(
        sheet, held, Dirt(dirt.missing, backwards=dirt.backwards), "%y%m%d", write, balances=False
    )
    return sheet


def bankline(accounts: Sequence[Held], dirt: Dirt) -> Sheet:
    """Eighteen columns by place, sort codes that lost their zeros, debit and credit."""
    sheet = Sheet()

    def write(to: Sheet, held: Held, line: Line, day: str, _: int | None) -> int:
        bare = held.code.replace("-", "").lstrip("0")
        first = (
            bare,
            held.number,
            "ALIAS",
            held.holder,
            "GBP",
            "A BANK",
            "",
            "",
            "",
            day,
            line.words,
        )
        row = to.add(*first, "", "", "", "", line.kind, *_two(line.pence, _pounds))
        if len(bare) < 6:
            to.defects.append(("lost-zeros", (row,)))
        return row

    for n, held in enumerate(accounts):
        _body(sheet, held, dirt if n == 0 else Dirt(), "%d/%m/%y", write, balances=False)
    return sheet


def lloyds(accounts: Sequence[Held], dirt: Dirt) -> Sheet:
    """Seven columns by place, dates with two digits of the year."""
    sheet = Sheet()

    def write(to: Sheet, held: Held, line: Line, day: str, _: int | None) -> int:
        return to.add(day, _whole(held), "", line.kind, _pounds(line.pence), "REF", line.words)

    for n, held in enumerate(accounts):
        _body(sheet, held, dirt if n == 0 else Dirt(), "%d/%m/%y", write, balances=False)
    return sheet


def clydesdale(accounts: Sequence[Held], dirt: Dirt) -> Sheet:
    """Nine columns by place, the year first, the account in fourteen digits."""
    sheet = Sheet()

    def write(to: Sheet, held: Held, line: Line, day: str, _: int | None) -> int:
        row = (day, "", _whole(held, ""), "", "", "", line.words, _pounds(line.pence), line.kind)
        return to.add(*row)

    for held in accounts:
        _body(sheet, held, Dirt(dirt.missing), "%Y/%m/%d", write, balances=False)
    return sheet


def hsbc(accounts: Sequence[Held], dirt: Dirt) -> Sheet:
    """One column of sums, DR or CR; a date once a day; descriptions on two lines, the sum last."""
    (held,) = accounts
    sheet = _titled(held)
    sheet.add("Date", "Payment type", "Payment details", "Amount", "DR/CR", "Balance")
    shown: list[str] = []

    def write(to: Sheet, _: Held, line: Line, day: str, balance: int | None) -> int:
        told = "" if shown and shown[-1] == day else day
        shown.append(day)
        side = "DR" if line.pence < 0 else "CR"
        first, _space, rest = line.words.partition(" ")
        sums = (_commas(abs(line.pence)), side, "" if balance is None else _commas(balance))
        if not rest:
            return to.add(told, line.kind, first, *sums)
        to.add(told, line.kind, first, "", "", "")
        return to.add("", "", rest, *sums)

    _body(sheet, held, Dirt(dirt.missing, balance=dirt.balance), "%d %b %y", write)
    return sheet


def barclays(accounts: Sequence[Held], dirt: Dirt) -> Sheet:
    """Money out and in; pages that begin with a balance, and from the second on no year."""
    (held,) = accounts
    sheet = _titled(held)
    header = ("Date", "Description", "Money out", "Money in", "Balance")
    sheet.add(*header)
    start = held.lines[0].day if held.lines else date(2026, 1, 1)
    sheet.add(f"{start:%d %b %Y}", "Start balance", "", "", _commas(held.brought))
    year = [" %Y"]
    last = [held.brought]

    def page(place: int) -> None:
        if place and place % 6 == 0:
            sheet.add(*header)
            year[0] = ""
            sheet.add("", "Balance brought forward from previous page", "", "", _commas(last[0]))

    def write(to: Sheet, _: Held, line: Line, __: str, balance: int | None) -> int:
        last[0] = balance or 0
        day = f"{line.day:%d %b}" + (f"{line.day:%Y}".rjust(5) if year[0] else "")
        row = to.add(day, line.words, *_two(line.pence), _commas(last[0]))
        if not year[0]:
            to.defects.append(("lost-year", (row,)))
        return row

    _body(sheet, held, Dirt(dirt.missing), "%d %b", write, page=page)
    return sheet


def santander(accounts: Sequence[Held], dirt: Dirt) -> Sheet:
    """Debit and credit, dates in digits."""
    (held,) = accounts
    sheet = _titled(held)
    sheet.add("Date", "Description", "Debit", "Credit", "Balance")

    def write(to: Sheet, _: Held, line: Line, day: str, balance: int | None) -> int:
        return to.add(day, line.words, *_two(line.pence), _commas(balance or 0))

    _body(sheet, held, dirt, "%d/%m/%Y", write)
    return sheet


_MONZO = (
    "Transaction ID", "Date", "Time", "Type", "Name", "Emoji", "Category", "Amount", "Currency",
    "Local amount", "Local currency", "Notes and #tags", "Address", "Receipt", "Description",
    "Category split", "Balance",
)  # fmt: skip


def monzo(accounts: Sequence[Held], dirt: Dirt) -> Sheet:
    """Seventeen columns, among them transfers to and from pots."""
    (held,) = accounts
    sheet = Sheet()
    sheet.add(*_MONZO)

    def write(to: Sheet, _: Held, line: Line, day: str, balance: int | None) -> int:
        pot = line.kind == "Pot transfer"
        kind = "Pot transfer" if pot else "Faster payment"
        sums = (_pounds(line.pence), "GBP", _pounds(line.pence), "GBP")
        row = (f"tx_{len(to.rows):06}", day, "09:00:00", kind, "Holiday pot" if pot else "")
        rest = ("", "", "", line.words, "", _pounds(balance or 0))
        return to.add(*row, "", "General", *sums, *rest)

    _body(sheet, held, dirt, "%d/%m/%Y", write)
    return sheet


def starling(accounts: Sequence[Held], dirt: Dirt) -> Sheet:
    """Eight columns, among them transfers to and from spaces."""
    (held,) = accounts
    sheet = Sheet()
    names = ("Date", "Counter Party", "Reference", "Type", "Amount (GBP)", "Balance (GBP)")
    sheet.add(*names, "Spending Category", "Notes")

    def write(to: Sheet, _: Held, line: Line, day: str, balance: int | None) -> int:
        kind = "SPACE TRANSFER" if line.kind == "Pot transfer" else "FASTER PAYMENT"
        sums = (_pounds(line.pence), _pounds(balance or 0))
        return to.add(day, "Somebody", line.words, kind, *sums, "GENERAL", "")

    _body(sheet, held, dirt, "%d/%m/%Y", write)
    return sheet


def statement(accounts: Sequence[Held], dirt: Dirt) -> Sheet:
    """Lines above the header; balances brought and carried forward; totals."""
    (held,) = accounts
    sheet = _titled(held)
    sheet.add("Date", "Type", "Description", "Paid out", "Paid in", "Balance")
    first, last = (held.lines[n].day if held.lines else date(2026, 1, 1) for n in (0, -1))
    sheet.add(f"{first:%d %b %Y}", "", "BALANCE BROUGHT FORWARD", "", "", _commas(held.brought))

    def write(to: Sheet, _: Held, line: Line, day: str, balance: int | None) -> int:
        return to.add(day, line.kind, line.words, *_two(line.pence), _commas(balance or 0))

    dirt = Dirt(dirt.missing, (), dirt.repeated, dirt.balance, dirt.totals)
    _body(sheet, held, dirt, "%d %b %Y", write)
    end = held.balances()[-1] if held.lines else held.brought
    sheet.add(f"{last:%d %b %Y}", "", "BALANCE CARRIED FORWARD", "", "", _commas(end))
    paid = [said.pence for said in sheet.said if said.fate == "payment"]
    out, into = -sum(p for p in paid if p < 0), sum(p for p in paid if p > 0)
    row = sheet.add("", "", "Totals", _commas(out + 100 * dirt.totals), _commas(into), "")
    if dirt.totals:
        sheet.defects.append(("totals", (row,)))
    return sheet


def export(accounts: Sequence[Held], dirt: Dirt) -> Sheet:
    """A workbook: the account in each row as numbers, which have lost their zeros."""
    sheet = Sheet()
    sheet.add("A Bank", None, f"Statement for {accounts[0].holder}")
    sheet.add()
    sheet.add("Sort code", "Account", "Date", "Narrative", "Amount", "DR/CR", "Balance")

    def write(to: Sheet, held: Held, line: Line, day: str, balance: int | None) -> int:
        side = "DR" if line.pence < 0 else "CR"
        bare, number = int(held.code.replace("-", "")), int(held.number)
        when = line.day
        sums = (abs(line.pence) / 100, side, (balance or 0) / 100)
        row = to.add(bare, number, when, line.words, *sums)
        if len(str(bare)) < 6 or len(str(number)) < 8:
            to.defects.append(("lost-zeros", (row,)))
        return row

    for n, held in enumerate(accounts):
        some = Dirt(dirt.missing, (), dirt.repeated, dirt.balance) if n == 0 else Dirt()
        _body(sheet, held, some, "%d/%m/%Y", write)
    return sheet


def _titled(held: Held) -> Sheet:
    sheet = Sheet()
    sheet.add("A Bank")
    sheet.add("Account holder", held.holder)
    sheet.add("Sort code", held.code, "Account number", held.number)
    sheet.add()
    return sheet


LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        "bank-hsbcnet": hsbcnet,
        "bank-natwest": natwest,
        "bank-bankline": bankline,
        "bank-lloyds-commercial": lloyds,
        "bank-clydesdale": clydesdale,
        "bank-hsbc": hsbc,
        "bank-barclays": barclays,
        "bank-santander": santander,
        "bank-monzo": monzo,
        "bank-starling": starling,
        "bank-statement": statement,
        "bank-export": export,
    }
)
"""By profile: what writes a statement in its layout. The workbook is the last."""
