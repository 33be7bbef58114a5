"""`movements.holders`: who holds which card or device, asked of a view."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from remit.inquiry.finding import Finding, Looker, Method, earlier, outcome
from remit.inquiry.material import material
from remit.inquiry.movements.capability import MOVEMENTS
from remit.inquiry.movements.carried import carried
from remit.inquiry.movements.holders import holders as worked_out
from remit.inquiry.movements.presence import presences
from remit.inquiry.movements.reading import Tracked, spent, tracked
from remit.inquiry.movements.telling import Told, told
from remit.inquiry.movements.uses import Uses
from remit.inquiry.named import named
from remit.inquiry.span import window
from remit.store.ids import kind_of

__all__ = ["METHOD", "holders"]

METHOD = Method(
    name="movements.holders",
    version="2",
    line="movements",
    question="which vehicle or phone was where a card or a device was used, again and again",
    needs=("plate-read", "position", "sighting", "call", "data-session"),
    follows=True,
)

_SEED = 20_240_101

LONDON = "Europe/London"


@MOVEMENTS.verb("holders")
def holders(
    view: Looker,
    *,
    seeds: Sequence[str] | None = None,
    from_: str | None = None,
    to: str | None = None,
    zone: str = LONDON,
) -> dict[str, Any]:
    """Which vehicle or phone was, again and again, where a card or a device was used.

    `seeds` are things that the findings are about, all where left out; of very many devices and
    vehicles only devices that are seeds are looked at, or none. `from` and `to` are days or times
    (ISO 8601, in `zone` where they have no offset). Clocks that run wrong, displaced positions and
    places of unknown position are worked out too, and told. A pair is an assessment about two
    things, never about a person.
    """
    within = window(from_, to, zone)
    searched = material(view, seeds, (*METHOD.needs, "message", "payment", "event"))
    said = {"from": from_, "to": to, "zone": within.zone}
    before = earlier(view, METHOD, searched, said)
    if before is not None:
        return before
    movers = tracked(view, within, searched)
    cards = spent(view, within, movers.plane, searched)
    findings: list[Finding] = []
    looked = {"movers": len(movers.ids), "fixes": len(movers.pos), "cards": len(cards.labels)}
    looked |= {"uses": len(cards.uses)}
    if len(cards.uses) and len(movers.pos):
        names = [f"card {label}" if label != "account" else "account" for label in cards.labels]
        findings += _findings(
            view, movers, cards.uses, cards.rows, cards.things, names, cards.shops
        )
    devices = carried(movers, frozenset(searched.seeds))
    looked["devices"] = 0
    if devices is not None:
        looked |= {"devices": len(devices.things), "places_of_devices": len(devices.uses)}
        known = named(view, devices.things)
        names = [f"{kind_of(one)} {known[one].label}" for one in devices.things]
        shops = [None] * len(devices.uses.places)
        found = _findings(
            view, devices.vehicles, devices.uses, devices.rows, devices.things, names, shops
        )
        findings += [one for one in found if one.kind in ("holder", "clock")]
    asked = set(searched.seeds)
    if asked:
        findings = [one for one in findings if asked & {*one.things, *one.places}]
    return outcome(view, METHOD, searched, findings, parameters=said, looked_at=looked)


def _findings(
    view: Looker, movers: Tracked, uses: Uses, rows: Sequence[tuple[str, int]],
    things: Sequence[str | None], names: Sequence[str], shops: Sequence[str | None],
) -> list[Finding]:  # fmt: skip
    stops = presences(movers.fixes)
    found = worked_out(stops, uses, seed=_SEED, check=view.check)
    numbers = {
        n for one in found.pairs for n in (one.held.mover, one.held.next, one.held.other) if n >= 0
    }
    order = np.lexsort((movers.fixes.begin, movers.fixes.mover))
    edges = np.searchsorted(movers.fixes.mover[order], np.arange(len(movers.ids) + 1))

    def near(mover: int, some: np.ndarray) -> tuple[tuple[str, int], ...]:
        own = order[edges[mover] : edges[mover + 1]]
        when = uses.begin[some] - found.set.clock[uses.place[some]]
        at = np.searchsorted(movers.fixes.begin[own], when, side="right")
        both = np.unique(np.clip(np.concatenate([at - 1, at]), 0, len(own) - 1))
        return tuple((movers.load[n], int(movers.pos[n])) for n in own[both])

    data = Told(
        uses, rows, things, names, shops, movers.ids, stops.dense.tolist(),
        named(view, {movers.ids[n] for n in numbers}), movers.plane, near,
    )  # fmt: skip
    return told(found, data)
