"""What was found about who holds what, in words: for, against, and what was taken for granted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from remit.inquiry.finding import Evidence, Finding
from remit.inquiry.movements.ground import Plane
from remit.inquiry.movements.holders import RINGS, Holders, Pair
from remit.inquiry.movements.setting import Wrong
from remit.inquiry.movements.uses import Uses
from remit.inquiry.named import NAMELESS, Named
from remit.store.ids import kind_of

__all__ = ["Told", "told"]

Row = tuple[str, int]

COMPANION = (
    "Somebody who was along every time would look the same, and the records do not say who had it "
    "in hand."
)
SHARED_ERROR = (
    "A clock or a position is judged by what fits the other source; if that one is wrong, so is "
    "this."
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the words are taken from."""

    uses: Uses
    rows: Sequence[Row]
    token_things: Sequence[str | None]
    token_names: Sequence[str]
    shops: Sequence[str | None]
    movers: Sequence[str]
    dense: Sequence[bool]
    names: Mapping[str, Named]
    plane: Plane
    near_rows: Callable[[int, np.ndarray], tuple[Row, ...]]
    """Rows of a mover near the times of some uses."""


def told(found: Holders, data: Told) -> list[Finding]:
    """Every pair and every setting as a finding, strong or not."""
    pairs = [_pair(one, found, data) for one in found.pairs]
    return [*pairs, *(_wrong(one, data) for one in found.wrong)]


def _pair(one: Pair, found: Holders, data: Told) -> Finding:
    held, uses = one.held, data.uses
    token, mover = data.token_names[held.token], data.movers[held.mover]
    name = _called(mover, data)
    known = len(one.there) + len(one.elsewhere)
    metres, seconds = _reach(found, data, held.mover)
    all_ = np.concatenate([one.there, one.elsewhere])
    begin, end = uses.begin[all_].min(), uses.begin[all_].max()
    span = {
        "alone": "",
        "until": f" up to {_day(end)}",
        "from": f" from {_day(begin)} on",
        "in turn": "",
    }[held.way]
    statement = (
        f"{token[:1].upper()}{token[1:]} was used{span} {known} times when it is known where {name}"
        f" was; at {len(one.there)} of them it was there, within {metres:,.0f} metres and"
        f" {seconds / 60:.0f} minutes; by chance {one.by_chance:.1f} would be."
    )
    if held.way == "in turn" and held.other >= 0:
        statement += f" At others {_called(data.movers[held.other], data)} was: two in turn."
    against = [COMPANION]
    if one.unknown:
        against.append(f"At {_uses(one.unknown)} it is not known where {name} was.")
    if len(one.elsewhere):
        against.append(f"At {_uses(len(one.elsewhere))} {name} was somewhere else.")
    against += _granted(one, found, data)
    rows = tuple(data.rows[int(n)] for n in one.there)
    evidence = [
        Evidence(f"Uses at which {name} was there", rows),
        Evidence(f"Where {name} was then", data.near_rows(held.mover, one.there)),
    ]
    if len(one.elsewhere):
        away = tuple(data.rows[int(n)] for n in one.elsewhere)
        evidence.append(Evidence(f"Uses at which {name} was elsewhere", away, "against"))
        evidence.append(
            Evidence(f"Where {name} was then", data.near_rows(held.mover, one.elsewhere), "against")
        )
    others = [{"explanation": f"nobody of those recorded; {held.bits:.1f} bits speak against that"}]
    if held.next >= 0:
        rival = data.movers[held.next]
        label = f"{_called(rival, data)} instead; {held.ahead:.1f} bits speak against that"
        others.append({"explanation": label, "entity": rival})
    thing = data.token_things[held.token]
    return Finding(
        "holder", statement, "assessment", (*((thing,) if thing else ()), mover), rows,
        one.expected, tuple(against),
        tuple(sorted({s for n in one.there if (s := data.shops[uses.place[int(n)]])})),
        _time(begin), _time(end), tuple(evidence), tuple(others),
    )  # fmt: skip


def _granted(one: Pair, found: Holders, data: Told) -> list[str]:
    """What was set right before, of the places at which it was there."""
    places = {int(p) for p in data.uses.place[one.there]}
    learned = [w for w in found.wrong if w.kind == "place" and w.place in places]
    clocks = [w for w in found.wrong if w.kind == "clock" and (
        w.place in places or (w.place < 0 and any(data.uses.source[p] == w.source for p in places))
    )]  # fmt: skip
    moved = [w for w in found.wrong if w.kind == "displaced"
             and any(data.uses.source[p] == w.source for p in places)]  # fmt: skip
    said = []
    if learned:
        said.append(f"The positions of {len(learned)} of the places were worked out from stops.")
    if clocks:
        said.append(f"{len(clocks)} of the clocks were set right before it was counted.")
    if moved:
        said.append("Positions of a source were moved back before it was counted.")
    return said


def _wrong(one: Wrong, data: Told) -> Finding:
    uses = data.uses
    source = uses.sources[one.source]
    own = np.flatnonzero(
        uses.place == one.place if one.place >= 0 else uses.source[uses.place] == one.source
    )
    name = f"the till of {uses.places[one.place]}" if one.place >= 0 else f"every till of {source}"
    rows = tuple(data.rows[int(n)] for n in own)
    if one.kind == "clock":
        way = "fast" if one.seconds > 0 else "slow"
        statement = f"The clock of {name} runs {_span(abs(one.seconds))} {way}"
        statement += f": set right, {one.fits} of {one.of} uses fit where movers stopped."
    elif one.kind == "displaced":
        east, north = one.metres
        statement = (
            f"The positions of {source} are displaced: the places lie {_compass(east, north)} of "
            f"where they are said to be, by {one.fits} of {one.of} that could be placed."
        )
    else:
        lon, lat = data.plane.degrees(*one.metres)
        statement = (
            f"{uses.places[one.place]} is at {lon:.5f}, {lat:.5f}, to within a street or two: "
            f"there movers stopped when it was used ({one.of} uses)."
        )
    shop = data.shops[one.place] if one.place >= 0 else None
    return Finding(
        one.kind, statement, "assessment", (), rows, one.expected, (SHARED_ERROR,),
        (shop,) if shop else (), _time(uses.begin[own].min()), _time(uses.begin[own].max()),
        (Evidence("Uses that it was judged by", rows),),
    )  # fmt: skip


def _reach(found: Holders, data: Told, mover: int) -> tuple[float, float]:
    ring = RINGS[-1][0 if data.dense[mover] else 1]
    return ring.metres, ring.seconds


def _called(thing: str, data: Told) -> str:
    named = data.names.get(thing)
    kind = kind_of(thing).replace("-", " ")
    return f"{kind} {named.label if named and named.label != NAMELESS else 'without a name'}"


def _uses(many: int) -> str:
    return "one use" if many == 1 else f"{many:,} uses"


def _span(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes} minutes" if minutes < 90 else f"{minutes / 60:.1f} hours"


def _compass(east: float, north: float) -> str:
    """Metres east or west, north or south."""
    parts = [(east, "east", "west"), (north, "north", "south")]
    return " and ".join(
        f"{abs(value):,.0f} metres {plus if value > 0 else minus}" for value, plus, minus in parts
    )


def _day(seconds: float) -> str:
    return f"{_time(seconds):%d/%m/%Y}"


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(float(seconds), UTC)
