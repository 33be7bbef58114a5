"""Writes the town: the files a force would receive, and apart from them what was planted.

FOLDER/files/2026-09/2026-09-larkhithe-street.csv
FOLDER/files/2026-09/2026-09-larkhithe-outcomes.csv
FOLDER/files/2026-09/2026-09-larkhithe-stop-and-search.csv
FOLDER/files/people-and-vehicles.csv
FOLDER/truth/truth.json
"""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from remit.world import rows
from remit.world.crimes import CHANGE, HOT
from remit.world.people import CHAIN
from remit.world.town import Town

__all__ = ["Written", "write"]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written."""

    files: tuple[Path, ...]
    """The files to load, in order of time; the register of people last."""
    truth: Path


def write(town: Town, folder: Path) -> Written:
    """Write the town below `folder`. The same town writes the same bytes."""
    files: list[Path] = []
    untidy: dict[str, Any] = {}
    for month in town.months:
        street, faults = rows.street_rows(town, month)
        tables = {
            "street": (rows.STREET_COLUMNS, street),
            "outcomes": (rows.OUTCOME_COLUMNS, rows.outcome_rows(town, month)),
            "stop-and-search": (rows.SEARCH_COLUMNS, rows.search_rows(town, month)),
        }
        for name, (header, body) in tables.items():
            path = folder / "files" / month / f"{month}-larkhithe-{name}.csv"
            files.append(_write(path, _csv(header, body)))
        untidy[f"{month}-larkhithe-street.csv"] = [asdict(fault) for fault in faults]
    register = _csv(rows.PEOPLE_COLUMNS, rows.people_rows(town.people))
    files.append(_write(folder / "files" / "people-and-vehicles.csv", register))
    truth = json.dumps(_truth(town, untidy), indent=1, ensure_ascii=False) + "\n"
    return Written(tuple(files), _write(folder / "truth" / "truth.json", truth))


def _truth(town: Town, untidy: dict[str, Any]) -> dict[str, Any]:
    names = [street.name for street in town.streets]
    return {
        "seed": town.seed,
        "months": town.months,
        "hot": [
            {"street": names[hot.street], "crime_type": hot.crime_type, "extra_a_month": hot.extra}
            for hot in HOT
        ],
        "change": {
            "streets": [names[street] for street in CHANGE.streets],
            "crime_type": CHANGE.crime_type,
            "from": town.months[-CHANGE.last_months :][0],
            "extra_a_month_and_street": CHANGE.extra,
        },
        "path": CHAIN,
        "untidy": untidy,
    }


def _csv(header: Iterable[str], body: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(body)
    return out.getvalue()


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path
