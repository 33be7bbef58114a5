"""Candidates of one text: rules first, then the model where no rule has spoken."""

from bisect import bisect_right
from datetime import date, datetime
from zoneinfo import ZoneInfo

from remit.extraction import rules
from remit.extraction.candidate import Candidate
from remit.extraction.card import labeller
from remit.extraction.features import Report
from remit.extraction.labelling import Labeller, Span, chosen
from remit.ontology.types.time import known_zone

__all__ = ["MODEL_TYPES", "extract", "merged"]

MODEL_TYPES = (
    "Person", "Organisation", "Location", "Temporal", "Money", "Nationality", "Quantity", "Weapon",
    "Vehicle", "MilitaryPlatform", "CommsIdentifier", "DocumentReference", "Url", "Frequency",
)  # fmt: skip
"""Types that the model knows; rules give some of them too, and identifiers of their own."""


_LOOSE = frozenset(["of", "on", "at", "in", "from", "to", "and", "or", "by", "for", "with", "on"])


def extract(
    text: str,
    *,
    dated: datetime | date | None = None,
    zone: str | None = None,
    day_first: bool | None = None,
    rules_only: bool = False,
) -> list[Candidate]:
    """Candidates of a report, in order of place, none overlapping: for a person to review.

    `dated` is the report's own date: relative times (`last Tuesday`) are counted from it, and stay
    unresolved without it. `zone` is the zone (IANA) of its times of day, `day_first` says how it
    writes `04/03/2020`; what is not given is not assumed. Raises `BadInput` for an unknown zone.
    """
    zone = known_zone(zone)
    found = rules.found(text, dated=_day(dated, zone), zone=zone, day_first=day_first)
    if rules_only:
        return found
    return merged(text, found, labeller())


def merged(text: str, ruled: list[Candidate], model: Labeller) -> list[Candidate]:
    """What the rules found, and the model's candidates beside it.

    Where a span runs into an identifier (`a silver Ford Focus AB12 CDE`), what stands before or
    after it is a candidate still.
    """
    report = Report(text, model.lists)
    free = _free(report, model.spans(report), ruled)
    named = [_candidate(report, span, model) for span in chosen(free, model.weights.threshold)]
    return sorted([*ruled, *named], key=lambda each: each.begin)


def _free(report: Report, spans: list[Span], ruled: list[Candidate]) -> list[Span]:
    """The spans cut back to words that no rule has taken; those that become one are added up."""
    taken = _taken(report, ruled)
    found: dict[tuple[int, int, str], float] = {}
    for span in spans:
        first, last = span.first, span.last
        kinds = {taken[n] for n in range(first, last) if n in taken}
        if span.type in kinds:
            continue
        while first < last and (first in taken or (kinds and _loose(report, first))):
            first += 1
        while last > first and (last - 1 in taken or (kinds and _loose(report, last - 1))):
            last -= 1
        if first < last and not any(n in taken for n in range(first, last)):
            key = (first, last, span.type)
            found[key] = found.get(key, 0.0) + span.probability
    return sorted(Span(*key, min(chance, 1.0)) for key, chance in found.items())


def _taken(report: Report, ruled: list[Candidate]) -> dict[int, str]:
    """Words that a rule has taken, with its type."""
    found: dict[int, str] = {}
    begins = [word.begin for word in report.words]
    for each in ruled:
        at = max(0, bisect_right(begins, each.begin) - 1)
        while at < len(begins) and begins[at] < each.end:
            if report.words[at].end > each.begin:
                found[at] = each.type
            at += 1
    return found


def _loose(report: Report, at: int) -> bool:
    """A word that neither begins nor ends what is left of a span."""
    return not report.forms[at][0].isalnum() or report.lower[at] in _LOOSE


def _candidate(report: Report, span: Span, model: Labeller) -> Candidate:
    begin, end = report.words[span.first].begin, report.words[span.last - 1].end
    score = round(min(span.probability, 1.0), 4)
    return Candidate(span.type, report.text[begin:end], begin, end, score, model.weights.name)


def _day(dated: datetime | date | None, zone: str | None) -> date | None:
    if not isinstance(dated, datetime):
        return dated
    return (dated.astimezone(ZoneInfo(zone)) if zone and dated.tzinfo else dated).date()
