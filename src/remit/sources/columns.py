"""What the columns of an unknown table mean: proposed by header and by content.

>>> [(c.means, c.group) for c in propose(("Suspect name", "DOB", "Sex"), {})]
[('name', 'suspect'), ('date_of_birth', ''), ('protected', '')]
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from remit.errors import BadInput
from remit.ontology.types import TYPES, Ambiguous, is_blank, vrm
from remit.sources.profile import profile
from remit.sources.words import HEADERS, MEANINGS, ROLES

__all__ = ["KEPT", "SAID", "ColumnPlan", "is_protected", "propose"]

SAID, KEPT = "as you said", "as kept from an earlier file"
"""Evidence of what a person said a column means, now or for an earlier file of this layout."""

_AGREES = 0.5
"""Share of values that must read as what the header says; below, it is asked."""

_UNMISTAKABLE = 0.95
"""Share of values at which content alone tells a postcode, plate, number or e-mail address."""

_SPLIT = re.compile(r"[\W_]+|(?<=[a-z])(?=[A-Z])")
_CLOCK = re.compile(r"[ T]\d{1,2}[:.]\d{2}")
_DIALLED = re.compile(r"[0+]|447\d{9}$")
"""How a number begins that can only be a telephone's; networks write 447700900123."""

_PLATES = ("current", "prefix", "suffix")


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """What one column is taken to mean, and on what evidence."""

    column: str
    means: str
    """A meaning of `words.MEANINGS`, `protected`, or `record`: kept as received and not read."""
    group: str = ""
    """Which of several people it is about (`suspect`, `victim 2`); empty for the row itself."""
    role: str | None = None
    """Category that the header claims for that person; None where it claims none."""
    evidence: tuple[str, ...] = ()
    certain: bool = True
    """False where header and content disagree, so that it has to be asked."""


def propose(
    header: Sequence[str],
    sample: Mapping[str, Sequence[str]],
    choices: Mapping[str, str] | None = None,
    kept: Mapping[str, str] | None = None,
) -> tuple[ColumnPlan, ...]:
    """A proposal for each column; `sample` holds filled values by column.

    `choices` are answers, column → meaning, and win; `kept` are answers of an earlier file.
    """
    choices, kept = choices or {}, kept or {}
    plans = []
    for column in header:
        plan = _one(column, sample.get(column, ()))
        words = [word.strip() for word in choices.get(column, "").split(",")]
        chosen = next((word for word in words if word in MEANINGS or word == "record"), None)
        if chosen is not None:
            plan = replace(plan, means=chosen, evidence=(SAID,), certain=True)
        elif kept.get(column) in MEANINGS or kept.get(column) == "record":
            plan = replace(plan, means=kept[column], evidence=(KEPT,), certain=True)
        plans.append(plan)
    if "time" not in (plan.means for plan in plans):
        plans = [_span(plan, sample.get(plan.column, ())) for plan in plans]
    return tuple(plans)


def _one(column: str, values: Sequence[str]) -> ColumnPlan:
    words = [w.lower() for w in _SPLIT.split(column) if w]
    if _protected(words):
        why = "a protected attribute stays in the record: it is not read, searched or counted"
        return ColumnPlan(column, "protected", evidence=(why,))
    group, role, rest = _whose(words)
    means = HEADERS.get(" ".join(rest)) or HEADERS.get(" ".join(words))
    if means is None and rest and rest != words and rest[-1] in HEADERS:
        means = HEADERS[rest[-1]]
    if means is None and rest and {"date", "datetime", "timestamp"} & set(rest):
        return _dated(column, values)
    if means is None:
        return _by_content(column, group, role, values)
    plan = ColumnPlan(column, means, group, role, (f"the header says {MEANINGS[means].label}",))
    if not values:
        empty = (*plan.evidence, "the sampled rows are empty")
        return replace(plan, evidence=empty)
    kind = MEANINGS[means].type
    if kind is None:
        return plan
    good = _share(kind, values)
    if good < _AGREES and (other := _by_content(column, group, role, values)).means != "record":
        return other
    read = f"{good:.0%} of {len(values):,} sampled values read as {TYPES[kind].title}"
    return replace(plan, evidence=(*plan.evidence, read), certain=good >= _AGREES)


def _dated(column: str, values: Sequence[str]) -> ColumnPlan:
    good = _share("time", values)
    if values and good >= _AGREES:
        why = f"the header speaks of a date and {good:.0%} of the values are; --set it to use it"
        return ColumnPlan(column, "record", evidence=(why,))
    return ColumnPlan(column, "record", evidence=("not understood: kept in the record",))


def _span(plan: ColumnPlan, values: Sequence[str]) -> ColumnPlan:
    """From and to are when it happened where they tell a time of day; two days are a period."""
    means = {"from": "time", "to": "until"}.get(plan.column.strip().lower())
    if means is None or plan.means != "record" or {SAID, KEPT} & set(plan.evidence):
        return plan
    clocked = sum(bool(_CLOCK.search(value)) for value in values)
    if not values or clocked < _UNMISTAKABLE * len(values) or _share("time", values) < _AGREES:
        return plan
    why = f"{clocked:,} of {len(values):,} sampled values are days with a time"
    return replace(plan, means=means, evidence=("the header says it", why))


def _by_content(column: str, group: str, role: str | None, values: Sequence[str]) -> ColumnPlan:
    if len(values) >= 3:
        for means in ("email", "postcode", "vrm", "phone", "cell"):
            good = sum(_surely(means, value) for value in values) / len(values)
            if good >= _UNMISTAKABLE:
                why = f"{good:.0%} of {len(values):,} sampled values are {MEANINGS[means].label}"
                return ColumnPlan(column, means, group, role, (why, "the header does not say"))
    return ColumnPlan(column, "record", evidence=("not understood: kept in the record",))


def _surely(means: str, value: str) -> bool:
    try:
        clean = TYPES[means].clean(value)
    except BadInput:
        return False
    if means == "vrm":
        return clean is not None and vrm.style(clean) in _PLATES
    if means == "phone":
        return clean is not None and clean.startswith("+") and bool(_DIALLED.match(value.strip()))
    if means == "cell":
        return clean is not None and clean.count("-") == 3  # two dashes may be a part number
    return clean is not None


def _share(kind: str, values: Sequence[str]) -> float:
    """Share of values of that type; those that only need an answer count as good."""
    good = said = 0
    for value in values:
        if is_blank(value):
            continue
        said += 1
        try:
            good += TYPES[kind].clean(value) is not None
        except Ambiguous:
            good += 1
        except BadInput:
            pass
    return good / said if said else 1.0


def is_protected(label: str) -> bool:
    """Whether a header or the label of a line speaks of a protected attribute."""
    return _protected([word.lower() for word in _SPLIT.split(label) if word])


def _protected(words: Sequence[str]) -> bool:
    text = f" {' '.join(words)} "
    return any(f" {word} " in text for word in profile("table").protected)


def _whose(words: Sequence[str]) -> tuple[str, str | None, list[str]]:
    """Group, role, and the words that are left: `Victim 2 name` is group `victim 2`."""
    role = next((ROLES[w] for w in words if w in ROLES), None)
    number = next((w for w in words if w.isdigit()), "")
    marks = [w for w in words if w in ROLES]
    rest = [w for w in words if w not in ROLES and not w.isdigit()]
    if not rest or "line" in rest or ("address" in rest and not marks):
        return "", None, list(words)
    return " ".join([*marks[:1], number]).strip(), role, rest
