"""One row of a download while it is read: what every type of model has in common."""

from dataclasses import dataclass, field
from functools import lru_cache

from remit.errors import BadInput
from remit.ontology.types import coordinate
from remit.ontology.types import time as times
from remit.sources.building import Building
from remit.sources.phones.clock import Clock
from remit.sources.phones.device import Device
from remit.sources.phones.model import Model
from remit.store.drafts import Claim, EventDraft

__all__ = ["Reading"]

_STATE = {
    "deleted": ("(deleted)", "(chat).deleted"),
    "confidence": ("(confidence)",),
    "service": ("Source", "SourceApplication", "(chat).source", "ServiceIdentifier"),
}
"""Attributes that every event of a download has, and the fields that they stand in."""


@dataclass(slots=True)
class Reading:
    """A row being read."""

    row: Building
    model: Model
    device: Device
    clock: Clock
    events: list[EventDraft] = field(default_factory=list)

    @property
    def service(self) -> str | None:
        """The application that the model is of; None where it does not say."""
        return self.model.get(*_STATE["service"])

    def said(self, *names: str, **others: str | None) -> dict[str, str]:
        """Attributes: the state of the model, these of its fields, and others that are known."""
        found = {
            name: next((text for one in fields if (text := self.model.text(one))), None)
            for name, fields in _STATE.items()
        }
        found |= {_snake(name): self.model.get(name) for name in names} | others
        return {name: text for name, text in found.items() if text}

    def event(
        self,
        kind: str,
        when: times.Instant | None,
        attributes: dict[str, str],
        *,
        category: str | None = None,
        things: "list[str] | tuple[str, ...]" = (),
        between: tuple[str, str] | None = None,
        until: times.Instant | None = None,
        place: str | None = None,
        point: coordinate.Point | None = None,
        reference: str | None = None,
    ) -> None:
        """Add an event; without a time the row stays a record with what it names."""
        if when is None:
            return
        end = until or when
        if end.begin < when.begin:
            raise BadInput(f"it ends ({end.text}) before it begins ({when.text})")
        spot = self.row.mentions[place] if place else None
        label = spot.label if spot else str(point) if point else None
        self.events.append(
            EventDraft(
                kind=kind,
                category=category,
                begin=when.begin,
                end=None if end.end == when.begin else end.end,
                time_text=when.text if until is None else f"{when.text} to {end.text}",
                zone=when.zone,
                precision=when.precision,
                means="at",
                place=place,
                place_label=label,
                lon=point.lon if point else None,
                lat=point.lat if point else None,
                reference=reference,
                attributes=attributes,
                things=tuple(dict.fromkeys(things)),
                between=between,
            )
        )

    def document(self, *names: str) -> str | None:
        """Add the texts of these fields as one document, so that they are searched; its slot."""
        claims: list[Claim] = []
        for name in names:
            if self.model.text(name) is None:
                continue
            claim = self.row.claim("text", "text", self.model.column(name))
            if claim and claim[2]:
                claims.append(claim)
        if not claims:
            return None
        label = " ".join((claims[0][2] or "").split())[:80]
        return self.row.add("document", "document", None, label, None, tuple(claims))

    def point(self, within: str = "Position") -> coordinate.Point | None:
        """The position of the model; None where it states none. Raises `BadInput`."""
        spot = self.model.within(within)
        return coordinate.pair(spot.get("Longitude"), spot.get("Latitude"))


@lru_cache(maxsize=1024)
def _snake(name: str) -> str:
    """A field's name as an attribute's: `VideoCall` is `video_call`."""
    out = []
    for n, mark in enumerate(name):
        if mark.isupper() and n and not name[n - 1].isupper():
            out.append("_")
        out.append(mark.lower())
    return "".join(out)
