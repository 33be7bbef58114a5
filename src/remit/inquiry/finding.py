"""A finding: one statement that a method reached, with what it rests on and what speaks against it.

How strong it is is told by one number that means the same for every method: `expected`, how many
findings at least as strong the same search would give by chance, over all that it compared. So
having looked many times is corrected for by construction (Bonferroni: the chance of even one such
finding is at most `expected`), and findings of different methods can stand side by side.
A fact has none: it says what rows say. No number is a measure of a person.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal, Protocol

from remit.inquiry.found import MOST_ROWS, Reader, cited
from remit.inquiry.material import Material
from remit.inquiry.named import named

__all__ = [
    "KEPT_BELOW",
    "REPORTED",
    "Evidence",
    "Finding",
    "Looker",
    "Method",
    "earlier",
    "outcome",
    "reported",
    "score",
]

REPORTED = 0.05 / 12
"""A finding is reported where chance would give at most as many: 0.05 for a whole analysis, shared
among 12 methods, so that at most one analysis in 20 of nothing reports anything."""

KEPT_BELOW = 500
"""Findings below the threshold that are kept with a run, the strongest: they are unused material
(CPIA 1996), and nobody's lead."""

Row = tuple[str, int]


class Looker(Reader, Protocol):
    """What a method uses of a View."""

    @property
    def analyses(self) -> Any:
        """Where what methods found is kept."""

    def loads_of_case(self) -> frozenset[str]:
        """Ids of the loads in view that were loaded for the act's case."""


@dataclass(frozen=True, slots=True)
class Method:
    """A way of looking, and the question it answers."""

    name: str
    """The verb it is, e.g. `phones.successors`."""
    version: str
    """Changes with whatever it gives for the same data."""
    line: str
    """The line of enquiry under which its findings stand: phones, movements, money, crimes."""
    question: str
    """What it asks, in words, for the plan."""
    needs: tuple[str, ...]
    """Kinds of event of which it needs one at least; without any it has nothing to look at."""
    follows: bool = False
    """Whether it begins from what other methods found, where they found something: it has more to
    compare than a whole case allows."""

    def described(self, material: Material, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Name, version and everything that a run of it depends on besides the data."""
        said = {"seeds": list(material.seeds), **parameters}
        return {"name": self.name, "version": self.version, "parameters": said}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a finding or against it, in words, with its rows."""

    text: str
    rows: tuple[Row, ...] = ()
    speaks: Literal["for", "against"] = "for"


@dataclass(frozen=True, slots=True)
class Finding:
    """One statement. `things` and `places` are ids, those the statement is about first."""

    kind: str
    statement: str
    basis: Literal["fact", "assessment"]
    things: tuple[str, ...]
    rows: tuple[Row, ...]
    """All it rests on, the rows named in the statement first."""
    expected: float | None = None
    """How many findings as strong the same search would give by chance; None of a fact."""
    against: tuple[str, ...] = ()
    """What speaks against it, in words. An assessment has at least what the method cannot tell."""
    places: tuple[str, ...] = ()
    begin: datetime | None = None
    end: datetime | None = None
    evidence: tuple[Evidence, ...] = ()
    others: tuple[Mapping[str, Any], ...] = field(default=(), hash=False)
    """Other explanations that were considered, with their scores."""
    alone: bool = True
    """Whether it concerns the case by itself. Where not, as that somebody has a new number, an
    analysis tells it only if another finding, or what was named, is about the same."""

    @property
    def id(self) -> str:
        """Keyed by the ids and rows that it is about: the same finding has the same id."""
        said = [self.kind, *self.things, "", *self.places, "", str(self.begin), str(self.end)]
        said += [f"{load} {pos}" for load, pos in sorted(self.rows)]
        return "finding-" + sha256("\0".join(said).encode()).hexdigest()[:20]


def reported(expected: float | None) -> bool:
    """Whether a finding is strong enough to be reported; a fact always is."""
    return expected is None or expected <= REPORTED


def score(expected: float | None) -> float | None:
    """0 to 1: how far beyond chance, in orders of magnitude w, as w / (1 + w); None of a fact.

    >>> score(1.0), score(0.1), score(1e-9)
    (0.0, 0.5, 0.9)
    """
    if expected is None:
        return None
    beyond = max(0.0, -math.log10(max(expected, 1e-300)))
    return round(beyond / (1 + beyond), 4)


def earlier(
    view: Looker, method: Method, material: Material, parameters: Mapping[str, Any]
) -> dict[str, Any] | None:
    """What a run of the method found before of the same data, as it was answered; else None.

    Its rows are cited anew, so that this act is known to have shown them.
    """
    wanted = _key(method.described(material, parameters), material.inputs)
    for kept in view.analyses.listed(method.name):
        answer: dict[str, Any] = json.loads(view.analyses.read(kept.id))
        if answer.pop("key") == wanted and kept.flag is None:
            answer.pop("below_kept")
            stands = [(row["load"], row["row"]) for row in _rows_in(answer["findings"])]
            view.cite(stands)
            return {**answer, "kept": kept.id, "anew": False}
    return None


def outcome(
    view: Looker,
    method: Method,
    material: Material,
    findings: Sequence[Finding],
    *,
    parameters: Mapping[str, Any],
    looked_at: Mapping[str, int],
    **more: Any,
) -> dict[str, Any]:
    """What a method answers: its findings, strongest first, and what it looked at; kept as well.

    Findings that chance would give too often are counted in `below` and not told. Ties are in
    order of id. `more` goes into the answer as it is. It is plain data throughout.
    """
    view.check()
    order = sorted(findings, key=lambda one: (one.expected or 0.0, one.begin is None, one.id))
    told = [one for one in order if reported(one.expected)]
    names = named(view, {i for one in told for i in (*one.things, *one.places)})
    rows = cited(view, _first(told))
    described = method.described(material, parameters)
    answer = {
        "findings": [_plain(one, method.line, described, names, rows) for one in told],
        "below": len(order) - len(told),
        "threshold": REPORTED,
        "looked_at": dict(looked_at),
        "held_for_the_force": len(material.closed),
        "method": described,
        **more,
    }
    below = [asdict(one) for one in order if not reported(one.expected)][:KEPT_BELOW]
    kept = {**answer, "key": _key(described, material.inputs), "below_kept": below}
    body = json.dumps(kept, default=str, ensure_ascii=False).encode()
    return {**answer, "kept": view.analyses.keep(method.name, body), "anew": True}


def _key(described: Mapping[str, Any], inputs: str) -> str:
    return sha256(json.dumps([described, inputs], sort_keys=True).encode()).hexdigest()


def _rows_in(findings: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for one in findings:
        yield from one["rows"]
        for part in one["evidence"]:
            yield from part["rows"]


def _first(findings: Iterable[Finding]) -> list[Row]:
    found: list[Row] = []
    for one in findings:
        found += one.rows[:MOST_ROWS]
        for part in one.evidence:
            found += part.rows[:MOST_ROWS]
    return found


def _plain(
    one: Finding,
    line: str,
    described: Mapping[str, Any],
    names: Mapping[str, Any],
    rows: Mapping[Row, dict[str, Any]],
) -> dict[str, Any]:
    return {
        "finding": one.id,
        "kind": one.kind,
        "line": line,
        "statement": one.statement,
        "basis": one.basis,
        "entities": [{"entity": i, **asdict(names[i])} for i in one.things if i in names],
        "places": [{"place": i, "label": names[i].label} for i in one.places if i in names],
        "from": one.begin.isoformat() if one.begin else None,
        "to": one.end.isoformat() if one.end else None,
        "score": score(one.expected),
        "expected_by_chance": one.expected,
        "against": list(one.against),
        "evidence": [
            {
                "text": part.text,
                "speaks": part.speaks,
                "rows": [rows[row] for row in part.rows[:MOST_ROWS] if row in rows],
                "rows_in_all": len(part.rows),
            }
            for part in one.evidence
        ],
        "alone": one.alone,
        "alternatives": [dict(other) for other in one.others],
        "rows": [rows[row] for row in one.rows[:MOST_ROWS] if row in rows],
        "rows_in_all": len(one.rows),
        "method": dict(described),
    }
