"""Registers of cameras: where each stands, and when it gave nothing."""

from collections import Counter
from collections.abc import Mapping

from remit.errors import BadInput
from remit.ontology.types import coordinate, is_blank
from remit.ontology.types import time as times
from remit.sources.counting import counted
from remit.sources.profile import Profile
from remit.store.drafts import Claim, EventDraft, LinkDraft, MentionDraft, RowDraft

__all__ = ["CAMERAS", "CameraRows"]

CAMERAS = "camera-register"
"""Id of the profile."""

_AT_PLACE = (LinkDraft("at-place", "camera", "place"),)


class CameraRows:
    """Maps the rows of a register of cameras; an outage is an event at the camera's place."""

    def __init__(self, profile: Profile, header: tuple[str, ...]) -> None:
        self._profile = profile
        found = profile.match(header)
        self._column: dict[str, str] = {
            spec.reading: found[name] for name, spec in profile.columns.items() if name in found
        }
        self._open: Counter[str] = Counter()

    def row(self, pos: int, raw: Mapping[str, str | None]) -> RowDraft:
        """A camera, and its outage if the row has one. Raises `BadInput`."""
        name = " ".join((self._cell(raw, "place") or "").split())
        if is_blank(name):
            raise BadInput(f"{self._column['place']!r} is empty")
        point = coordinate.pair(self._cell(raw, "longitude"), self._cell(raw, "latitude"))
        claims: list[Claim] = [("reference", name, name, self._column["place"])]
        if (looks := self._cell(raw, "attribute")) and not is_blank(looks):
            claims.append(("direction", looks, " ".join(looks.split()), self._column["attribute"]))
        mentions = [MentionDraft("camera", "camera", None, name, None, tuple(claims))]
        if point is not None:
            key = f"{point.lon:.6f}, {point.lat:.6f}"
            columns = f"{self._column['longitude']}, {self._column['latitude']}"
            place: list[Claim] = [("point", key, str(point), columns),
                                  ("name", name, name, self._column["place"])]  # fmt: skip
            mentions.append(MentionDraft("place", "place", key, name, None, tuple(place)))
        links = _AT_PLACE if point is not None else ()
        outage = self._outage(raw, name, point)
        return RowDraft(pos, raw, tuple(mentions), (outage,) if outage else (), links)

    def notes(self) -> list[str]:
        """Outages of which no end is stated."""
        count = self._open["open"]
        return (
            [counted(count, "outage|outages has|have no end: taken to go on as far as is known")]
            if count
            else []
        )

    def _cell(self, raw: Mapping[str, str | None], reading: str) -> str | None:
        column = self._column.get(reading)
        return None if column is None else raw.get(column)

    def _time(self, raw: Mapping[str, str | None], reading: str) -> times.Instant | None:
        profile = self._profile
        text = self._cell(raw, reading) or ""
        return times.clean(text, zone=profile.zone, day_first=profile.day_first)

    def _outage(
        self, raw: Mapping[str, str | None], name: str, point: coordinate.Point | None
    ) -> EventDraft | None:
        begin, until = self._time(raw, "time"), self._time(raw, "until")
        if begin is None and until is None:
            return None
        if begin is None:
            raise BadInput("an outage ends that has no beginning")
        if until is not None and until.end < begin.begin:
            raise BadInput(f"it ends ({until.text}) before it begins ({begin.text})")
        self._open["open"] += until is None
        reason = self._cell(raw, "category")
        return EventDraft(
            "outage",
            category=None if is_blank(reason) else reason,
            begin=begin.begin,
            end=None if until is None else until.end,
            time_text=begin.text if until is None else f"{begin.text} to {until.text}",
            zone=begin.zone,
            precision=begin.precision,
            means="at",
            place=None if point is None else "place",
            place_label=name,
            lon=None if point is None else point.lon,
            lat=None if point is None else point.lat,
            attributes={"camera": name},
            things=("camera",),
        )
