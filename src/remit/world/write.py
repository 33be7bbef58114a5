"""Writes the city as a stream: each block is drawn, written and forgotten.

FOLDER/files/geography/…         boundaries, streets, cameras, cells (GeoJSON, CSV)
FOLDER/files/crime/YYYY-MM/…     recorded crime, outcomes, stop and search
FOLDER/files/…                   registers, reports, custody, intelligence, statements
FOLDER/files/anpr/…              plate reads, by month, or by day in a large city
FOLDER/files/calls/…             calls and messages, by month
FOLDER/files/bank/…              accounts, payments by month, a few statements
FOLDER/files/billing/…           bills of a few phones; downloads/ one handset
FOLDER/files/records/…           warrants, addresses, property; incidents in the Standard Data Model
FOLDER/files/case/…              a phone download, tracks and a chart about the crew
FOLDER/files/records/…           warrants, addresses, property; incidents in the Standard Data Model
FOLDER/files/case/…              statements, letters, messages and reports about the crew
FOLDER/files/case/…              what a case folder has besides: statements in every layout
FOLDER/truth/…                   what is true
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Protocol

from remit.world import calls, payments, plates
from remit.world.acts import acts
from remit.world.casebank import case_accounts, case_bank
from remit.world.casework import casework
from remit.world.city import City
from remit.world.communications import TAKEN
from remit.world.delivered import delivered
from remit.world.extracts import extracts
from remit.world.geography import geography
from remit.world.herrings import herrings
from remit.world.intelligence import intelligence, witnesses
from remit.world.out import Output, Table
from remit.world.outages import register
from remit.world.phones import asked_for, phones
from remit.world.recorded import Recorded
from remit.world.registers import registers
from remit.world.reports import reports
from remit.world.statements import statements, wanted
from remit.world.truth import tables, truth

__all__ = ["BY_DAY", "Written", "write"]

BY_DAY = 20_000
"""Residents from whom on plate reads come in a file for each day."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written."""

    files: tuple[Path, ...]
    """The files to load, in a good order: places first, then registers, then events."""
    truth: Path


class _Stream(Protocol):
    def day(self, day: date, table: Table) -> int: ...


def write(city: City, folder: Path, progress: Callable[[Path], None] | None = None) -> Written:
    """Write the city below `folder`, which should be empty. The same city writes the same bytes.

    `progress` is told each file that is done.
    """
    out = Output(folder, progress)
    likenesses, recorded = herrings(city), Recorded(city)
    planted = acts(city)
    planted.add(likenesses.done)
    planted = planted.within(city.first, city.end)
    reads = plates.Plates(city, planted)
    talk = calls.Calls(city, planted, asked_for(city, *TAKEN))
    kept = frozenset([*wanted(city).values(), *case_accounts(city)])
    money = payments.Payments(city, planted, kept)
    with out.aside():
        geography(city, out)
        register(city, reads.outages, out)
        recorded.write(out)
        registers(city, out, likenesses.family)
        reports(city, out, likenesses.family)
        intelligence(city, likenesses, out)
        witnesses(city, out)
        each = "%Y-%m-%d" if city.residents >= BY_DAY else "%Y-%m"
        _events(city, out, reads, plates.COLUMNS, "anpr/anpr", each)
        _events(city, out, talk, calls.COLUMNS, "calls/calls", "%Y-%m")
        out.cut_short(out.files[-1])
        _events(city, out, money, payments.COLUMNS, "bank/payments", "%Y-%m")
        phones(city, talk.kept, out)
        statements(city, money.kept, out)
        delivered(city, talk.kept, out)
        casework(city, out)
        extracts(city, out)
        case_bank(city, money.kept, out)
        tables(city, likenesses, out)
    path = out.truth / "truth.json"
    path.write_bytes(truth(city, likenesses, recorded, out.rows, out.counted))
    return Written(tuple(out.files), path)


def _events(
    city: City, out: Output, stream: _Stream, columns: tuple[str, ...], name: str, form: str
) -> None:
    """A file for each stretch of days that the form names alike."""
    for part, days in groupby(city.dates, key=lambda day: day.strftime(form)):
        with out.table(f"{name}-{part}.csv", columns) as table:
            for day in days:
                stream.day(day, table)
