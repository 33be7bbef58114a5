"""The verb `assure.identity`: a labelled table resolved as shipped, and measured."""

import re
import resource
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from remit.errors import BadInput, Misuse
from remit.identity.capability import ASSURE
from remit.identity.engines import opened
from remit.identity.firm_weighing import WeighedFirms, weigh_firms
from remit.identity.firms import of_organisations
from remit.identity.groups import by_group
from remit.identity.meanings import meanings
from remit.identity.measuring import clusters, pairs_in, scores
from remit.identity.names.assuring import Transient
from remit.identity.resolving import Resolved, resolve
from remit.identity.swapped import swapped
from remit.identity.waterfall import waterfall
from remit.store.transient import Sheet

__all__ = ["identity"]

Ints = npt.NDArray[np.int64]
Columns = dict[str, list[str | None]]

LOOKED_AT = 4_096
"""Rows between two looks at whether the act may go on."""

SHOWN = 20
"""Mixed entities and withheld steps that are shown."""

_FEBRL = re.compile(r"(rec-\d+)-(?:org|dup-\d+)")
"""Ids of the FEBRL sets (Christen 2005): the record's own id begins with its person's."""


@ASSURE.verb("identity", hand="transient")
def identity(
    transient: Transient,
    path: str,
    *,
    truth: str,
    by: str | None = None,
    columns: Mapping[str, str] | None = None,
    engine: str = "process",
) -> dict[str, Any]:
    """How well the shipped way tells who is who, on a table whose truth is known. Nothing is kept.

    `truth` names the column that has the same value for records of the same person; `by` one whose
    values part the records into groups, for rates and the name-swap test: neither is compared.
    `columns` says what a column means where its heading does not. Thresholds are the shipped ones,
    never tuned on the file; how common values are is counted on it, its truth unseen. `engine` is
    what finds and compares the pairs, `process` (this one), `duckdb` or `spark`: the figures are
    the same. A table of organisations (a column of their names, none of people's) is weighed as
    organisations are, in this process.
    """
    began = time.perf_counter()
    sheet = transient.table(Path(path))
    found_truth = _column(sheet, truth)
    found_by = _column(sheet, by) if by else None
    given = {_column(sheet, name): meaning for name, meaning in (columns or {}).items()}
    meant = meanings(sheet.columns, truth=found_truth, given=given)
    if found_by:
        meant[found_by] = "ignored"
    if set(meant.values()) == {"ignored"}:
        raise Misuse("no column can be compared: say what they mean with --column NAME=MEANING")
    table = _table(transient, sheet, [found_truth, found_by, *meant])
    people = _people(table[found_truth])
    if of_organisations(meant):
        if engine != "process":
            raise Misuse("organisations are weighed in this process alone: leave the engine out")
        found: Resolved | WeighedFirms = weigh_firms(
            _compared(table, meant), meant, measured=True, check=transient.check
        )
    else:
        with opened(engine, transient.check) as chosen:
            found = resolve(_compared(table, meant), meant, engine=chosen, check=transient.check)
    seconds = round(time.perf_counter() - began, 3)
    told = _told(people, found, meant, seconds)
    if found_by:
        groups = table[found_by]
        told["groups"] = by_group(people, found.entity, groups)
        if isinstance(found, Resolved):
            told["counterfactual"] = swapped(_compared(table, meant), meant, found, people, groups)
    return {"file": sheet.file, "engine": engine, **told, "entities": found.entity.tolist()}


def _told(
    people: Ints, found: Resolved | WeighedFirms, meant: Mapping[str, str], seconds: float
) -> dict[str, Any]:
    same = people[found.left] == people[found.right]
    above = found.weight >= found.model.caps.join
    true = pairs_in(people)
    return {
        "records": len(people),
        "people": len(np.unique(people)),
        "pair": scores(float((same & above).sum()), float(above.sum()), true),
        **clusters(people, found.entity),
        "blocking": {
            "recall": round(float(same.sum() / true), 6) if true else None,
            "pairs": len(found.left),
        },
        "threshold": found.model.caps.join,
        "columns": dict(meant),
        "profile": found.model.about["profile"],
        "model": found.model.hash,
        "withheld": _withheld(found),
        "false": _worst(found, same, above),
        "seconds": seconds,
        "peak_mb": round(_peak(), 1),
        "groups": [],
        "counterfactual": None,
    }


def _withheld(found: Resolved | WeighedFirms) -> dict[str, int]:
    """How many steps were left to a person, by reason."""
    reasons = [step.reason for step in found.clustered.withheld]
    return {reason: reasons.count(reason) for reason in sorted(set(reasons))}


def _worst(
    found: Resolved | WeighedFirms, same: npt.NDArray[np.bool_], above: npt.NDArray[np.bool_]
) -> list[Any]:
    """The strongest pairs of two people that stand above the threshold, with why."""
    wrong = np.flatnonzero(above & ~same)
    wrong = wrong[np.argsort(-found.weight[wrong], kind="stable")][:SHOWN]
    return [
        {
            "rows": [int(found.left[at]), int(found.right[at])],
            "weight": round(float(found.weight[at]), 3),
            "why": [
                {"feature": step.feature, "weight": round(step.weight, 3), "words": step.words}
                for step in waterfall(
                    found.model,
                    found.comparisons,
                    found.titles,
                    {name: int(levels[at]) for name, levels in found.levels.items()},
                    found.whose,
                )
            ],
        }
        for at in wrong.tolist()
    ]


def _table(transient: Transient, sheet: Sheet, wanted: Sequence[str | None]) -> Columns:
    columns: Columns = {name: [] for name in wanted if name}
    for count, (_, row) in enumerate(sheet.rows()):
        if count % LOOKED_AT == 0:
            transient.check()
        for name, cells in columns.items():
            cells.append((row.get(name) or "").strip() or None)
    return columns


def _compared(table: Columns, meant: Mapping[str, str]) -> Columns:
    return {name: table[name] for name, meaning in meant.items() if meaning != "ignored"}


def _people(truth: Sequence[str | None]) -> Ints:
    """For each record the number of its person; a record without a truth is of somebody alone."""
    said = [value if value is not None else f"\0{at}" for at, value in enumerate(truth)]
    if len(set(said)) == len(said) and all(_FEBRL.fullmatch(value) for value in said):
        said = [_FEBRL.sub(r"\1", value) for value in said]
    return np.unique(said, return_inverse=True)[1].astype(np.int64)


def _column(sheet: Sheet, name: str) -> str:
    """A column by its heading, spaces and case aside."""
    plain = {column.strip().lower(): column for column in sheet.columns}
    found = plain.get(name.strip().lower())
    if found is None:
        there = ", ".join(column.strip() for column in sheet.columns)
        raise BadInput(f"there is no column {name!r}; there are {there}", file=sheet.file)
    return found


def _peak() -> float:
    """Most memory that this process has held, in MB (10^6 bytes)."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / 1e6 if sys.platform == "darwin" else held * 1024 / 1e6
