"""Candidates of what is loaded: shown in their text, promoted or rejected by a person.

Promoting makes a row of its own that says what was found, where, by what and who decided; it is
graded and handled as the row it was found in, and goes when that goes. A rejected candidate stays
listed as rejected. Both can be decided anew.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from remit.authority.act import Act
from remit.errors import Misuse
from remit.extraction.candidate import Candidate
from remit.extraction.capability import EXTRACT, as_told, chain_told, in_chains, relation_told
from remit.extraction.chaining import Named, numbered
from remit.extraction.passages import Row, proposed, rows_of
from remit.extraction.promotable import PROMOTABLE, mention
from remit.extraction.relating import relations as suggestions
from remit.store.candidates import Decided, Decision
from remit.store.drafts import LinkDraft, MentionDraft, RowDraft
from remit.store.promoting import Promotion

__all__ = ["MOST_DECIDED", "candidates", "promote", "reject", "texts"]

MOST_DECIDED = 2_000
"""Candidates decided on in one act."""

MOST_ROWS = 200
"""Rows whose candidates are shown in one answer."""

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
    relations: bool = False,
) -> dict[str, Any]:
    """What the texts of a load may name, row by row after a row, with what was decided.

    Chains are over the rows shown: candidates that their document itself shows to be one. With
    `relations`, also what one sentence may state of two candidates: an assessment by the model
    with its score, never a link. What was rejected is in neither.
    """
    if relations and rules_only:
        raise Misuse("relations are proposed by the model, which rules_only leaves out")
    if not 1 <= rows <= MOST_ROWS:
        raise Misuse(f"rows is 1 to {MOST_ROWS}")
    decided = view.decided(load)
    found = list(rows_of(view, load, after, rows + 1))
    named: list[tuple[Row, list[Candidate], list[Candidate]]] = []
    for row in found[:rows]:
        view.check()
        every = proposed(row, rules_only)
        named.append((row, every, [one for one in every if not _out(row, one, decided)]))
    chains = numbered([Named(row.document, row.text, kept) for row, _, kept in named])
    of = in_chains(chains)
    shown = []
    for n, (row, every, kept) in enumerate(named):
        view.check()
        told = [
            {**_told(one, row, decided), "chain": of.get((n, one))}
            for one in every
            if type in (None, one.type)
        ]
        stated = [
            relation_told(one)
            for one in (suggestions(row.text, every) if relations else ())
            if one.source in kept
            and one.target in kept
            and type in (None, one.source.type, one.target.type)
        ]
        shown.append(
            {
                "row": row.pos,
                "text": row.text,
                "label": row.label,
                "candidates": told,
                "relations": stated,
            }
        )
    cited = view.cite([(load, row.pos) for row in found[:rows]])
    return {
        "load": load,
        "rows": shown,
        "chains": [
            {
                **chain_told(one),
                "rows": list(dict.fromkeys(named[n][0].pos for n, _ in one.members)),
            }
            for one in chains
        ],
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


_Chosen = list[tuple[Row, Candidate]]


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
        rows = list(rows_of(view, load, pos - 1, 1))
        there = {_name(pos, one): one for row in rows if row.pos == pos for one in proposed(row)}
        for name in names:
            if name not in there:
                raise Misuse(f"{name[:80]!r}: the text proposes no such candidate")
            found.append((rows[0], there[name]))
    return found


def _by_rule(
    view: Reviewed, load: str, fits: Callable[[Candidate], bool], promotable: bool
) -> _Chosen:
    decided, found = view.decided(load), []
    for row in rows_of(view, load, 0, _WIDE_VIEW):
        view.check()
        for one in proposed(row):
            if promotable and one.type not in PROMOTABLE:
                continue
            if fits(one) and (row.pos, one.begin, one.end, one.type) not in decided:
                found.append((row, one))
    return found


def _out(row: Row, one: Candidate, decided: Mapping[tuple[int, int, int, str], Decided]) -> bool:
    """Whether a person rejected it."""
    made = decided.get((row.pos, one.begin, one.end, one.type))
    return made is not None and made.state == "rejected"


def _name(pos: int, one: Candidate) -> str:
    return f"{pos}:{one.begin}:{one.end}:{one.type}"


def _told(
    one: Candidate, row: Row, decided: Mapping[tuple[int, int, int, str], Decided]
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


def _promotion(view: Reviewed, load: str, number: int, row: Row, one: Candidate) -> Promotion:
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
