"""Rows of a table whose columns were proposed: people, things, an event, and their links."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from remit.errors import BadInput
from remit.ontology.types import date as dates
from remit.ontology.types import is_blank, pnc
from remit.ontology.types import time as times
from remit.sources.answers import Reading
from remit.sources.building import Building, put_address, put_place, slot_of
from remit.sources.columns import ColumnPlan
from remit.sources.counting import UNREAD, counted
from remit.sources.things import put_things
from remit.sources.words import KEEPERS, VALUE_ROLES
from remit.store.drafts import Claim, EventDraft, MentionDraft, RowDraft

__all__ = ["TableRows"]

_NUMBERS = ("nino", "pnc", "cro", "driver_number")
"""Numbers of a person's records: properties, by which nobody is joined to anybody."""

_PERSON = ("name", "first_name", "middle_name", "last_name", "alias", "date_of_birth", *_NUMBERS)


class TableRows:
    """Maps the rows of one table by what its columns were taken to mean."""

    def __init__(
        self,
        columns: Sequence[ColumnPlan],
        readings: Mapping[str, Reading],
        swapped: bool | None,
        today: date,
    ) -> None:
        self._readings = readings
        self._swapped = swapped
        self._today = today
        self._of: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._roles: dict[str, str | None] = {}
        for plan in columns:
            if plan.means not in ("record", "protected"):
                self._of[plan.group][plan.means].append(plan.column)
                self._roles[plan.group] = self._roles.get(plan.group) or plan.role
        self._row = self._of[""]
        self._unread: Counter[str] = Counter()

    def row(self, pos: int, raw: Mapping[str, str | None]) -> RowDraft:
        """What one row says. Raises `BadInput` for dates and positions that cannot be read."""
        row = Building(raw, self._unread)
        when = self._when(raw)
        people = {group: self._person(row, group) for group in self._of}
        firms = {group: self._organisation(row, group) for group in self._of}
        for group in self._of:
            put_things(row, group, self._of[group], people[group] or firms[group])
        self._keepers(row, people)
        timed = bool(self._row.get("time"))
        homes = {
            g: put_address(row, g, self._of[g], people[g] or firms[g], timed=timed, link=link)
            for g in self._of
            for link in ("lives-at" if people[g] else "based-at",)
        }
        # An address beside a person may be where they live: an event is there only if nobody is.
        where = next((home for g, home in homes.items() if home and not people[g]), None)
        place = put_place(row, self._row, self._swapped) or where
        principal = next(iter(row.mentions), None)
        self._document(row, principal)
        self._rest(row, principal)
        events = (self._event(row, when, place),) if when is not None else ()
        if principal is not None and when is None:
            self._references(row, principal)
        return RowDraft(pos, raw, tuple(row.mentions.values()), events, tuple(row.links))

    def notes(self) -> list[str]:
        """Values kept as received because they are not what their column holds."""
        return [counted(n, UNREAD, column=column) for column, n in sorted(self._unread.items())]

    def _person(self, row: Building, group: str) -> str | None:
        columns = self._of[group]
        claims: list[Claim] = []
        for means in ("name", "first_name", "middle_name", "last_name", "alias"):
            prop = "first_name" if means == "middle_name" else means
            found = (row.claim(prop, "name", c) for c in columns.get(means, ()))
            claims += [claim for claim in found if claim]
        parts = [c for c in claims if c[0] in ("first_name", "last_name")]
        if parts and not any(c[0] == "name" for c in claims):
            whole = " ".join(c[1].strip() for c in parts)
            value = " ".join(c[2] for c in parts if c[2]) or None
            claims.insert(0, ("name", whole, value, ", ".join(c[3] for c in parts)))
        for column in columns.get("date_of_birth", ()):
            if born := self._born(row, column):
                claims.append(born)
        for means in _NUMBERS:
            read = partial(pnc.clean, today=self._today) if means == "pnc" else None
            numbers = (row.claim(means, means, c, read) for c in columns.get(means, ()))
            claims += [claim for claim in numbers if claim]
        if not claims or not any(columns.get(means) for means in _PERSON):
            return None
        for means in ("phone", "email"):
            found = (row.claim(means, means, c) for c in columns.get(means, ()))
            claims += [claim for claim in found if claim]
        label = next((c[1] for c in claims if c[0] == "name"), None)
        shown = " ".join(label.split()) if label else None
        return row.add(
            slot_of(group, "person"), "person", None, shown, self._role(row, group), tuple(claims)
        )

    def _born(self, row: Building, column: str) -> Claim | None:
        raw = row.raw.get(column) or ""
        reading = self._readings.get(column, Reading())
        day = dates.clean(
            raw, day_first=reading.day_first, serials=reading.serials, not_after=self._today
        )
        return None if day is None else ("date_of_birth", raw, str(day), column)

    def _role(self, row: Building, group: str) -> str | None:
        if group:
            return self._roles.get(group)
        said = (row.raw.get(column) or "" for column in self._row.get("role", ()))
        return next((VALUE_ROLES.get(" ".join(s.split()).casefold()) for s in said if s), None)

    def _organisation(self, row: Building, group: str) -> str | None:
        """Slot of the group's organisation, the last where it names several."""
        columns = self._of[group]
        slot = slot_of(group, "organisation")
        names = [row.claim("name", "text", c) for c in columns.get("organisation", ())]
        named = [claim for claim in names if claim]
        numbers = (
            row.claim("company_number", "company_number", c)
            for c in columns.get("company_number", ())
        )
        registered = [claim for claim in numbers if claim and claim[2]]
        others = [row.claim("alias", "text", c) for c in columns.get("trading_name", ())]
        aliases = [claim for claim in others if claim and claim[2]]
        if len(registered) == 1 and len(named) <= 1:  # of two, the row does not say whose it is
            key = registered[0][2]
            label = " ".join(named[0][1].split()) if named else key
            said = (*named, *registered, *aliases)
            return row.add(slot, "organisation", key, label, None, said)
        if not named and aliases:
            named, aliases = [("name", *aliases[0][1:])], aliases[1:]
        found = None
        for claim in named:
            name = " ".join(claim[1].split())
            more = aliases if len(named) == 1 else ()  # of two, it does not say whose name it is
            found = row.add(slot, "organisation", None, name, None, (claim, *more))
        return found

    def _document(self, row: Building, principal: str | None) -> None:
        for column in self._row.get("text", ()):
            claim = row.claim("text", "text", column)
            if claim and claim[2]:
                label = " ".join(claim[2].split())[:80]
                slot = row.add("document", "document", None, label, None, (claim,))
                if principal and row.mentions[principal].kind != "place":
                    row.link("subject-of", principal, slot)

    def _rest(self, row: Building, principal: str | None) -> None:
        """People, and things that nothing links yet, stand in the same record: no more is said."""
        linked = {end for link in row.links for end in (link.a, link.b)}
        for slot, mention in row.mentions.items():
            if slot not in linked or mention.kind == "person":
                row.link("recorded-with", principal, slot)

    def _keepers(self, row: Building, people: Mapping[str, str | None]) -> None:
        """A keeper without a vehicle column of their own keeps the vehicle of the row."""
        for group, person in people.items():
            keeps = group.split(" ")[0] in KEEPERS and "vrm" not in self._of[group]
            if keeps and (vehicle := slot_of("", "vehicle")) in row.mentions:
                row.link("keeper-of-vehicle", person, vehicle)

    def _references(self, row: Building, principal: str) -> None:
        found = (row.claim("reference", "identifier", c) for c in self._row.get("reference", ()))
        claims = tuple(claim for claim in found if claim)
        if claims:
            m = row.mentions[principal]
            row.mentions[principal] = MentionDraft(
                m.slot, m.kind, m.key, m.label, m.role, m.claims + claims
            )

    def _when(self, raw: Mapping[str, str | None]) -> times.Instant | None:
        columns = self._row.get("time")
        if not columns:
            return None
        text = raw.get(columns[0]) or ""
        clock = self._row.get("clock")
        said = raw.get(clock[0]) if clock else None
        if said and not is_blank(said) and not is_blank(text):
            text = f"{text.removesuffix('T00:00:00')} {said}"
        begin = self._time(columns[0], text)
        until = self._row.get("until")
        end = self._time(until[0], raw.get(until[0]) or "") if until else None
        if begin is None or end is None:
            return begin
        if end.begin < begin.begin:
            raise BadInput(f"it ends ({end.text}) before it begins ({begin.text})")
        stop: datetime = max(begin.end, end.end)
        both = f"{begin.text} to {end.text}"
        return times.Instant(begin.begin, stop, both, begin.zone, begin.precision)

    def _time(self, column: str, text: str) -> times.Instant | None:
        how = self._readings.get(column, Reading())
        fold: Any = how.fold
        return times.clean(
            text, zone=how.zone, day_first=how.day_first, fold=fold, serials=how.serials
        )

    def _event(self, row: Building, when: times.Instant, place: str | None) -> EventDraft:
        def said(means: str) -> str | None:
            cells = (row.raw.get(column) for column in self._row.get(means, ()))
            return next((" ".join(c.split()) for c in cells if c and not is_blank(c)), None)

        spot = row.mentions[place] if place else None
        point = next((c[2] for c in spot.claims if c[0] == "point"), None) if spot else None
        lon, lat = map(float, point.split(",")) if point else (None, None)
        return EventDraft(
            kind="event",
            category=said("category"),
            begin=when.begin,
            end=when.end if when.end != when.begin else None,
            time_text=when.text,
            zone=when.zone,
            precision=when.precision,
            means="at",
            place=place,
            place_label=spot.label if spot else None,
            lon=lon,
            lat=lat,
            outcome=said("outcome"),
            reference=said("reference"),
            things=tuple(row.mentions),
        )
