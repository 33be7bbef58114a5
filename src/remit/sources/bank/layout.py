"""Which layout a statement has: told by a header, which may stand lower down, or by the content of
columns whose places a bank documents.

A header is looked for among the first lines. Where none is, each line must read as a layout says:
an account where an account stands, a date, a currency, a sum. Nearly all lines must, so that a
table of something else is not taken for a statement.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from remit.errors import BadInput
from remit.ontology.types import money
from remit.sources.bank import accounts, days, sums
from remit.sources.detect import detect
from remit.sources.profile import Profile, profiles
from remit.sources.readers.table import Limits, Table, named

__all__ = ["Layout", "headed"]

_HEADER_WITHIN = 40
"""Lines among which a header is looked for: a statement has an address and terms above it."""

_WEIGHED = 200
"""Lines whose content is weighed."""

_NEARLY = 0.95
"""Share of lines that must read as a layout says."""

_ABOVE = 3
"""Lines that may stand above those of a layout without a header."""

_CURRENCY = re.compile("[A-Z]{3}")


@dataclass(frozen=True)
class Layout:
    """The columns of a statement by what they are read as."""

    profile: Profile
    header: tuple[str, ...]
    column: Mapping[str, str]
    """By reading: the column that has it."""
    attributes: Mapping[str, str]
    """By column: name of what else is said of a payment."""

    @classmethod
    def of(cls, profile: Profile, header: tuple[str, ...]) -> "Layout":
        """The layout of a table with that header."""
        found = profile.match(header)
        specs = {found[name]: spec for name, spec in profile.columns.items() if name in found}
        return cls(
            profile,
            header,
            {spec.reading: one for one, spec in specs.items() if spec.reading != "attribute"},
            {one: spec.name or one for one, spec in specs.items() if spec.reading == "attribute"},
        )

    @property
    def own(self) -> tuple[str, ...]:
        """The columns that name the account: sort code and number, both in one, or none."""
        return tuple(self.column[one] for one in ("thing_code", "thing") if one in self.column)

    @property
    def other(self) -> tuple[str, ...]:
        """The columns that name the account of the other party."""
        return tuple(self.column[one] for one in ("other_code", "other") if one in self.column)

    @property
    def six(self) -> bool:
        """Whether dates are six digits: year, month, day."""
        said = self.profile.statement
        return said is not None and said.six_digits


def headed(table: Table, source: str | None) -> Table:
    """The table with the header of a statement, or the places of its columns; else as it is.

    `source` is the profile that was named, None where it is to be told.
    """
    known = {name: one for name, one in profiles().items() if one.statement is not None}
    if table.top is None or (source is not None and source not in known):
        return table
    if source is None and detect(table.header, None, table.file).id != "table":
        return table
    asked = [known[source]] if source is not None else list(known.values())
    lines = table.top(_HEADER_WITHIN + _WEIGHED)
    for number, (pos, cells) in enumerate(lines[:_HEADER_WITHIN]):
        header = named([*cells], table.file, Limits())
        if any(not one.positional and not one.missing(header) for one in asked):
            above = tuple(tuple(text) for _, text in lines[:number])
            why = f"header in row {pos}: the first line with the columns of a statement"
            return table if pos == table.after else table.headed(header, pos, above, why)
    return _by_place(table, lines, [one for one in asked if one.positional])


def _by_place(
    table: Table, lines: Sequence[tuple[int, Sequence[str]]], asked: Sequence[Profile]
) -> Table:
    best: tuple[int, Profile, int, str] | None = None
    for profile in asked:
        for first in range(min(_ABOVE + 1, len(lines))):
            if not _fits(profile, lines[first][1]):
                continue
            weighed = [cells for _, cells in lines[first : first + _WEIGHED]]
            good = sum(_fits(profile, cells) for cells in weighed)
            columns = sum(spec.at is not None for spec in profile.columns.values())
            if good >= _NEARLY * len(weighed) and (best is None or columns > best[0]):
                why = f"{good:,} of {len(weighed):,} lines looked at read as {_says(profile)}"
                best = columns, profile, first, why
            break
    if best is None:
        return table
    _, profile, first, why = best
    width = Counter(len(cells) for _, cells in lines[first:]).most_common(1)[0][0]
    names = [""] * max(width, 1)
    for name, spec in profile.columns.items():
        if spec.at is not None and spec.at <= width:
            names[spec.at - 1] = name
    above = tuple(tuple(cells) for _, cells in lines[:first])
    after = lines[first][0] - 1
    header = named(names, table.file, Limits())
    told = f"{profile.title}, told by the places of its columns and no header: {why}"
    return table.headed(header, after, above, told).told(profile.id)


def _says(profile: Profile) -> str:
    """What the layout has in which column."""
    places = sorted((spec.at, name) for name, spec in profile.columns.items() if spec.at)
    return ", ".join(f"{at} {name.lower()}" for at, name in places)


def _fits(profile: Profile, cells: Sequence[str]) -> bool:
    """Whether a line reads as a layout by place says."""
    said = profile.statement
    least = max(s.at or 0 for s in profile.columns.values() if not s.optional)
    if len(cells) < least or said is None:
        return False
    moved = False
    for spec in profile.columns.values():
        text = cells[(spec.at or 1) - 1].strip() if (spec.at or 0) <= len(cells) else ""
        if not text:
            if spec.filled:
                return False
            continue
        try:
            good = _reads(spec.reading, spec.type, text, said.six_digits)
        except BadInput:
            return False
        moved |= spec.reading in ("amount", "paid_out", "paid_in")
        if not good:
            return False
    return moved


def _reads(reading: str, kind: str | None, text: str, six: bool) -> bool:
    if reading == "time":
        today = date.today()  # noqa: DTZ011 - a year more or less does not matter here
        first, second = days.ways(text, today, six=six)
        return (first or second) is not None and (not six or len(text) == 6)
    if reading == "thing":
        own = accounts.pair(None, text) if kind == "bank_account" else accounts.number(text)
        return own is not None
    if reading == "thing_code":
        return accounts.code(text) is not None
    if reading == "currency":
        return bool(_CURRENCY.fullmatch(text)) and money.known(text)
    if reading in ("amount", "paid_out", "paid_in"):
        return sums.one(text, "GBP") is not None
    return True
