"""Change against the same months a year earlier, like for like, and no claim inside the noise."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from remit.places.events import Event
from remit.places.gaps import covered
from remit.places.intervals import LEVEL, Interval, noisy_ratio, ratio
from remit.places.months import days

__all__ = ["FEWEST_PAIRS", "Change", "Comparison", "compare"]

FEWEST_PAIRS = 3
"""Pairs of months below which the usual variation cannot be told, so nothing is claimed."""

Verdict = Literal["more", "fewer", "cannot tell"]


@dataclass(frozen=True, slots=True)
class Change:
    """Counts in two periods, the interval of the ratio of their daily rates, and the verdict."""

    name: str
    now: tuple[Event, ...]
    before: tuple[Event, ...]
    exposure: float
    """Days of now over days of before."""
    ratio: Interval
    verdict: Verdict

    @property
    def middle(self) -> float | None:
        """The ratio of the daily rates; None where nothing was recorded before."""
        return len(self.now) / len(self.before) / self.exposure if self.before else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What could be compared, and what came of it."""

    pairs: tuple[tuple[str, str], ...]
    """Months held against each other, now and before; some force has records in both."""
    left_out: tuple[str, ...]
    """Forces of the period without any pair of months."""
    cells: tuple[int, int]
    """Pairs of months of a force compared, and how many would have been complete."""
    whole: Change
    categories: tuple[Change, ...]
    """Most recorded first. Their verdicts share the error among them (Bonferroni)."""

    @property
    def claims(self) -> bool:
        """Whether there are months enough to claim anything."""
        return len(self.pairs) >= FEWEST_PAIRS


def compare(
    now: Sequence[Event],
    before: Sequence[Event],
    whole: Iterable[Event],
    pairs: Sequence[tuple[str, str]],
) -> Comparison | None:
    """Compare the events asked for, month by month and force by force; None without a baseline.

    `whole` holds every event of the kind in both periods, whatever was asked for: a force and
    month of which it holds nothing is not compared, since no record is not none.
    """
    held = covered(whole)
    in_period = [f for f in sorted(held) if any(n in held[f] for n, _ in pairs)]
    cells = {(f, n): b for f in in_period for n, b in pairs if {n, b} <= held[f]}
    if not cells:
        return None
    used = tuple(pair for pair in pairs if any(month == pair[0] for _, month in cells))
    earlier = {(force, b): n for (force, n), b in cells.items()}
    later = [e for e in now if (e.force or "", e.month) in cells]
    former = [e for e in before if (e.force or "", e.month) in earlier]
    exposure = sum(days(n) for _, n in cells) / sum(days(b) for b in cells.values())
    kinds = Counter(e.category for e in later)
    kinds.update({e.category: 0 for e in former})
    names = sorted(kinds, key=lambda name: (-kinds[name], name))
    split_now, split_before = _by_category(later), _by_category(former)
    level = 1 - (1 - LEVEL) / max(len(names), 1)
    return Comparison(
        pairs=used,
        left_out=tuple(f for f in in_period if f and not any(c == f for c, _ in cells)),
        cells=(len(cells), len(in_period) * len(pairs)),
        whole=_change("All", later, former, used, exposure, LEVEL),
        categories=tuple(
            _change(name, split_now[name], split_before[name], used, exposure, level)
            for name in names
        ),
    )


def _change(
    name: str,
    now: Sequence[Event],
    before: Sequence[Event],
    pairs: Sequence[tuple[str, str]],
    exposure: float,
    level: float,
) -> Change:
    """The interval is at the usual level; the verdict at `level`."""
    by_now, by_before = Counter(e.month for e in now), Counter(e.month for e in before)
    counts = [(by_now[n], by_before[b]) for n, b in pairs]
    said: Verdict = "cannot tell"
    if len(pairs) < FEWEST_PAIRS:
        shown = ratio(len(now), len(before), exposure)
    else:
        shown, judged = (noisy_ratio(counts, exposure, at) for at in (LEVEL, level))
        said = "more" if judged.low > 1 else "fewer" if judged.high < 1 else said
    return Change(name, tuple(now), tuple(before), exposure, shown, said)


def _by_category(events: Iterable[Event]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        found[event.category].append(event)
    return found
