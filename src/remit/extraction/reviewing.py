"""Candidates of what is loaded: shown in their text, promoted or rejected by a person.

Promoting makes a row of its own that says what was found, where, by what and who decided; it is
graded and handled as the row it was found in, and goes when that goes. A rejected candidate stays
listed as rejected. Both can be decided anew.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from remit.authority.act import Act
from remit.errors import BadInput, Misuse
from remit.extraction.candidate import Candidate
from remit.extraction.capability import EXTRACT, as_told
from remit.extraction.extract import extract
from remit.extraction.promotable import PROMOTABLE, mention
from remit.ontology.types import date as dates
from remit.store.candidates import Decided, Decision
from remit.store.drafts import LinkDraft, MentionDraft, RowDraft
from remit.store.promoting import Promotion

__all__ = ["MOST_DECIDED", "candidates", "promote", "reject", "texts"]

MOST_DECIDED = 2_000
"""Candidates decided on in one act."""

MOST_ROWS = 200
"""Rows whose candidates are shown in one answer."""

_BETWEEN = "\n\n"
_WIDE_VIEW = 10_000
"""Rows looked through when a rule decides."""


class Reviewed(Protocol):
    """What a review uses of a View."""

    act: Act

    def run(self, sql: str, params: Any = ()) -> Any:
        """The answer to one SELECT, as an Arrow table."""

    def cite(self, rows: Any) -> list[dict[str, Any]]:
        """Rows as `{source, file, row, load}`."""

    def check(self) -> None:
        """Raise `Stopped` when the act is over."""

    def decided(self, load_id: str) -> Mapping[tuple[int, int, int, str], Decided]:
        """What was decided about the texts of a load."""

    def decide(self, load_id: str, made: Sequence[Decision], state: str) -> None:
        """Keep decisions with the act's outcome."""

    def promote(self, load_id: str, made: Sequence[Promotion]) -> str:
        """Seal rows that were promoted."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One row with text in it."""

    pos: int
    text: str
    document: str
    """Entity of the document."""
    label: str | None
    grading: str | None
    handling: str
    dated: date | None


@EXTRACT.verb("texts")
def texts(view: Reviewed) -> dict[str, Any]:
    """Loads in view with text in them, the longest texts first, and what was decided about them."""
    found = view.run(_TEXTS).to_pylist()
    for one in found:
        seen = frozenset(one.pop("positions"))  # of rows out of view no decision is counted
        decided = view.decided(one["load"])
        states = Counter(made.state for place, made in decided.items() if place[0] in seen)
        one |= {"promoted": states["promoted"], "rejected": states["rejected"]}
    return {"texts": found}


@EXTRACT.verb("candidates")
def candidates(
    view: Reviewed,
    load: str,
    *,
    after: int = 0,
    rows: int = 20,
    type: str | None = None,
    rules_only: bool = False,
) -> dict[str, Any]:
    """What the texts of a load may name, row by row after a row, with what was decided."""
    if not 1 <= rows <= MOST_ROWS:
        raise Misuse(f"rows is 1 to {MOST_ROWS}")
    decided = view.decided(load)
    shown = []
    found = list(_rows(view, load, after, rows + 1))
    for row in found[:rows]:
        view.check()
        told = [
            _told(one, row, decided)
            for one in _proposed(row, rules_only)
            if type is None or one.type == type
        ]
        shown.append({"row": row.pos, "text": row.text, "label": row.label, "candidates": told})
    cited = view.cite([(load, row.pos) for row in found[:rows]])
    return {
        "load": load,
        "rows": shown,
        "cited": cited,
        "next": found[rows - 1].pos if len(found) > rows else None,
        "promotable": sorted(PROMOTABLE),
    }


@EXTRACT.verb("promote", operation="alteration")
def promote(
    view: Reviewed,
    load: str,
    *,
    candidates: Sequence[str] | None = None,
    type: str | None = None,
    by: str | None = None,
    text: str | None = None,
    min_score: float | None = None,
) -> dict[str, Any]:
    """Promote candidates of a load: each is a row of its own from then on, and can be searched.

    Named singly (`ROW:BEGIN:END:TYPE`), or by a rule: every undecided candidate of that type, by
    that rule or model, of that very text, of at least that score.
    """
    chosen = _chosen(view, load, candidates, type, by, text, min_score, promotable=True)
    made = [_promotion(view, load, n, row, one) for n, (row, one) in enumerate(chosen, 1)]
    _decided_on(view, load, chosen, "promoted")
    return {"load": load, "promoted": len(made), "as": view.promote(load, made)}


@EXTRACT.verb("reject", operation="alteration")
def reject(
    view: Reviewed,
    load: str,
    *,
    candidates: Sequence[str] | None = None,
    type: str | None = None,
    by: str | None = None,
    text: str | None = None,
    min_score: float | None = None,
) -> dict[str, Any]:
    """Reject candidates of a load: they are listed as rejected. Chosen as `promote` says."""
    chosen = _chosen(view, load, candidates, type, by, text, min_score, promotable=False)
    _decided_on(view, load, chosen, "rejected")
    return {"load": load, "rejected": len(chosen)}


_Chosen = list[tuple[_Row, Candidate]]


def _chosen(
    view: Reviewed,
    load: str,
    named: Sequence[str] | None,
    type_: str | None,
    by: str | None,
    text: str | None,
    min_score: float | None,
    *,
    promotable: bool,
) -> _Chosen:
    ruled = any(one is not None for one in (type_, by, text, min_score))
    if bool(named) == ruled:
        raise Misuse("name candidates, or give a rule: one of the two")
    found = (
        _singly(view, load, named)
        if named
        else _by_rule(view, load, lambda one: _fits(one, type_, by, text, min_score), promotable)
    )
    if not found:
        raise Misuse("no undecided candidate fits")
    if len(found) > MOST_DECIDED:
        raise Misuse(f"{len(found):,} candidates at once; the most is {MOST_DECIDED:,}")
    return found


def _fits(
    one: Candidate, type_: str | None, by: str | None, text: str | None, min_score: float | None
) -> bool:
    return (
        type_ in (None, one.type)
        and by in (None, one.by)
        and text in (None, one.text)
        and (min_score is None or one.score >= min_score)
    )


def _singly(view: Reviewed, load: str, named: Sequence[str]) -> _Chosen:
    found: _Chosen = []
    wanted: dict[int, list[str]] = {}
    for name in dict.fromkeys(named):
        row, _, _ = name.partition(":")
        if not row.isdecimal():
            raise Misuse(f"{name[:80]!r} is no candidate: ROW:BEGIN:END:TYPE")
        wanted.setdefault(int(row), []).append(name)
    for pos, names in sorted(wanted.items()):
        rows = list(_rows(view, load, pos - 1, 1))
        there = {_name(pos, one): one for row in rows if row.pos == pos for one in _proposed(row)}
        for name in names:
            if name not in there:
                raise Misuse(f"{name[:80]!r}: the text proposes no such candidate")
            found.append((rows[0], there[name]))
    return found


def _by_rule(
    view: Reviewed, load: str, fits: Callable[[Candidate], bool], promotable: bool
) -> _Chosen:
    decided, found = view.decided(load), []
    for row in _rows(view, load, 0, _WIDE_VIEW):
        view.check()
        for one in _proposed(row):
            if promotable and one.type not in PROMOTABLE:
                continue
            if fits(one) and (row.pos, one.begin, one.end, one.type) not in decided:
                found.append((row, one))
    return found


def _rows(view: Reviewed, load: str, after: int, limit: int) -> Iterator[_Row]:
    """Rows of a load with text, after a row."""
    asked = {"load": load, "after": after, "limit": limit}
    for one in view.run(_ROWS, asked).to_pylist():
        yield _Row(
            one["pos"],
            _BETWEEN.join(one["texts"]),
            one["document"],
            one["label"],
            one["grading"],
            one["handling"],
            one["happened"].date() if one["happened"] else _day(one["dated"]),
        )


def _day(text: str | None) -> date | None:
    """The day that a document states; None where it can be read in two ways."""
    if text is None:
        return None
    try:
        day = dates.clean(text)
    except BadInput:
        return None
    return day.first if day is not None and day.precision == "day" else None


def _proposed(row: _Row, rules_only: bool = False) -> list[Candidate]:
    return extract(row.text, dated=row.dated, rules_only=rules_only)


def _name(pos: int, one: Candidate) -> str:
    return f"{pos}:{one.begin}:{one.end}:{one.type}"


def _told(
    one: Candidate, row: _Row, decided: Mapping[tuple[int, int, int, str], Decided]
) -> dict[str, Any]:
    made = decided.get((row.pos, one.begin, one.end, one.type))
    return {
        "candidate": _name(row.pos, one),
        **as_told(one, row.text),
        "promotable": one.type in PROMOTABLE,
        "state": "open" if made is None else made.state,
        "decided_by": None if made is None else made.decided_by,
        "decided_at": None if made is None else made.decided_at.isoformat(),
        "act": None if made is None else made.act,
    }


def _promotion(view: Reviewed, load: str, number: int, row: _Row, one: Candidate) -> Promotion:
    told = as_told(one, row.text)
    raw: dict[str, str | None] = {
        "candidate": one.text,
        "type": one.type,
        "text": told["snippet"],
        "found in": load,
        "row": str(row.pos),
        "characters": f"{one.begin} to {one.end}",
        "proposed by": one.by,
        "score": f"{one.score:.2f}",
        "promoted by": view.act.actor.id,
        "act": view.act.id,
    }
    document = MentionDraft("document", "document", None, row.label, thing=row.document)
    thing = mention("thing", one)
    return Promotion(
        RowDraft(
            number,
            raw,
            (document, thing),
            (),
            (LinkDraft("named-in", "thing", "document"),),
            row.grading,
            row.handling,
        ),
        row.pos,
    )


def _decided_on(view: Reviewed, load: str, chosen: _Chosen, state: str) -> None:
    made = [Decision(row.pos, one.begin, one.end, one.type, one.by) for row, one in chosen]
    view.decide(load, made, state)


_TEXTS = """
SELECT claim.load, load.file_name AS file, load.source, count(DISTINCT claim.pos) AS passages,
  sum(length(claim.raw)) AS characters, list(DISTINCT claim.pos) AS positions
FROM claim INNER JOIN load ON load.id = claim.load
WHERE claim.property = 'text' AND claim.kind = 'document' AND load.profile <> 'promoted'
GROUP BY ALL ORDER BY characters DESC, claim.load
"""

_ROWS = """
SELECT claim.pos, list(claim.raw ORDER BY mention.slot, claim.raw) AS texts,
  min(coalesce(mention.thing, mention.id)) AS document, min(mention.label) AS label,
  min(record.grading) AS grading, min(record.handling) AS handling,
  (SELECT min(event."begin") FROM event_by_time AS event
   WHERE event.load = $load AND event.pos = claim.pos) AS happened,
  (SELECT min(stated.raw) FROM claim AS stated
   WHERE stated.load = $load AND stated.pos = claim.pos
     AND stated.kind = 'document' AND stated.property = 'date') AS dated
FROM claim
INNER JOIN mention ON mention.id = claim.mention
INNER JOIN record ON record.load = claim.load AND record.pos = claim.pos
WHERE claim.load = $load AND claim.pos > $after
  AND claim.property = 'text' AND claim.kind = 'document'
GROUP BY claim.pos ORDER BY claim.pos LIMIT $limit
"""
