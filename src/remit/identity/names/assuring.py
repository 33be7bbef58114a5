"""The verb `assure.names`: pairs of names compared, and measured where truth is given."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from remit.errors import BadInput, Misuse
from remit.identity.capability import ASSURE
from remit.identity.names.compare import SAME, Compared, compare
from remit.identity.names.measured import measured
from remit.store.transient import Sheet

__all__ = ["names"]

_KIND = ("schema", "kind")
_TRUE = frozenset({"true", "yes", "y", "1", "t", "same", "match"})
_FALSE = frozenset({"false", "no", "n", "0", "f", "different", "non-match"})

LOOKED_AT = 256
"""Pairs between two looks at whether the act may go on."""


class Transient(Protocol):
    """What the measuring uses of the hand that reads a file."""

    def check(self) -> None:
        """Raise `Stopped` when the act is over."""

    def table(self, path: Path) -> Sheet:
        """A file as one table."""


@ASSURE.verb("names", hand="transient")
def names(
    transient: Transient,
    path: str,
    *,
    left: str = "left",
    right: str = "right",
    truth: str | None = None,
) -> dict[str, Any]:
    """Whether each pair of names in a file writes one name, and why. Nothing of it is kept.

    `left` and `right` name its columns; a column `schema` or `kind` says what is named (person,
    organisation, vessel), else people are. `truth` names the column that tells which pairs are
    the same (`same`, where there is one): then precision, recall and F1 are measured at the
    shipped threshold, which is never tuned on the file.
    """
    sheet = transient.table(Path(path))
    columns = {column.strip().lower(): column for column in sheet.columns}
    one, other = (_column(sheet, columns, name) for name in (left, right))
    known = _column(sheet, columns, truth) if truth else columns.get("same")
    kind = next((columns[name] for name in _KIND if name in columns), None)
    pairs: list[dict[str, Any]] = []
    judged: list[tuple[str, bool, bool]] = []
    for at, row in sheet.rows():
        if len(pairs) % LOOKED_AT == 0:
            transient.check()
        sort = (row.get(kind) or "") if kind else "person"
        left_name, right_name = row.get(one) or "", row.get(other) or ""
        found = _compared(sheet, at, left_name, right_name, sort)
        pairs.append(_told(at, left_name, right_name, found))
        if known is not None and (stated := _truth(sheet, at, row.get(known))) is not None:
            judged.append((sort or "entity", found.same, stated))
    return {"file": sheet.file, "threshold": SAME, "pairs": pairs, "measured": _measured(judged)}


def _compared(sheet: Sheet, at: int, left: str, right: str, kind: str) -> Compared:
    try:
        return compare(left, right, kind)
    except Misuse as misuse:
        raise BadInput(str(misuse), file=sheet.file, row=at) from None


def _told(at: int, left: str, right: str, found: Compared) -> dict[str, Any]:
    why = [{**asdict(reason), "weight": round(reason.weight, 4)} for reason in found.why]
    return {
        "row": at,
        "left": left,
        "right": right,
        "same": found.same,
        "score": found.score,
        "why": why,
    }


def _measured(judged: Sequence[tuple[str, bool, bool]]) -> dict[str, Any] | None:
    if not judged:
        return None
    kinds = sorted({kind for kind, _, _ in judged})
    by_kind = {kind: asdict(measured(list(_of(judged, kind)))) for kind in kinds}
    return {**asdict(measured(list(_of(judged)))), "kinds": by_kind}


def _of(
    judged: Sequence[tuple[str, bool, bool]], kind: str | None = None
) -> Iterator[tuple[bool, bool]]:
    yield from ((said, true) for of, said, true in judged if kind in (None, of))


def _column(sheet: Sheet, columns: dict[str, str], name: str) -> str:
    found = columns.get(name.strip().lower())
    if found is None:
        there = ", ".join(sheet.columns)
        raise BadInput(f"there is no column {name!r}; there are {there}", file=sheet.file)
    return found


def _truth(sheet: Sheet, at: int, cell: str | None) -> bool | None:
    """What a cell says of a pair; None where it says nothing."""
    text = (cell or "").strip().lower()
    if not text:
        return None
    if text not in _TRUE | _FALSE:
        raise BadInput(f"{text[:40]!r} is neither true nor false", file=sheet.file, row=at)
    return text in _TRUE
