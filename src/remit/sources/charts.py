"""Charts: what an analyst drew, as that analyst's assessment and never as fact.

An entity of a chart is an item of that chart, under the label and type it was given. Where its type
is unmistakable the thing that it stands for is linked to it (`drawn-as`): a vehicle by its mark, a
telephone by its number, a person by the name as written, who is nobody else by it. A link runs
between two items (`charted-with`) and is no statement about what they stand for. No icon gives
anybody a role.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from remit.errors import BadInput
from remit.ontology.types import bankaccount, email, iban, imei, ip, is_blank, phone, vrm
from remit.ontology.types import time as times
from remit.sources.answers import Answers, Question, Reading
from remit.sources.building import Building
from remit.sources.columns import ColumnPlan
from remit.sources.readers.anx import ENTITY, LINK
from remit.store.drafts import Claim, EventDraft, RowDraft

__all__ = ["CHART", "ChartRows", "asked", "columns"]

CHART = "chart"
"""Id of the profile."""

_UTC = frozenset({"1", "88"})
"""Numbers of time zones that are UTC whatever the machine; others may move with the seasons."""

_PEOPLE = frozenset(
    {"person", "man", "woman", "male", "female", "person (male)", "person (female)", "child"}
)
_FIRMS = frozenset({"organisation", "organization", "company", "business"})
_THINGS: Mapping[str, tuple[str, str, Callable[[str], str | None]]] = {
    **dict.fromkeys(
        ("vehicle", "car", "van", "motorcycle", "lorry"), ("vehicle", "vrm", vrm.clean)
    ),
    **dict.fromkeys(
        ("telephone", "phone", "mobile phone", "cell phone", "telephone number"),
        ("phone", "number", phone.clean),
    ),
    **dict.fromkeys(("e-mail", "email", "email address"), ("email", "address", email.clean)),
    **dict.fromkeys(("ip address", "internet address"), ("ip-address", "ip", ip.clean)),
    **dict.fromkeys(("handset", "imei"), ("handset", "imei", imei.clean)),
}
"""Types of icon, folded, whose label is an identifier: kind, property, how it is read."""

_ACCOUNTS = frozenset({"account", "bank account"})
_PLACES = frozenset({"location", "place", "address", "house", "premises", "property"})
_TEXTS = ("description", "text", "summary")


def columns(header: Sequence[str]) -> tuple[ColumnPlan, ...]:
    """What is shown of the columns: they are read by the kind of item, not one by one."""
    said = (f"profile {CHART}: read by the kind of item",)
    return tuple(ColumnPlan(column, "record", evidence=said) for column in header)


def asked(
    rows: Iterable[Mapping[str, str | None]], answers: Answers
) -> tuple[dict[str, Reading], list[Question]]:
    """The zone of the chart's times, and the question where an item does not say its own."""
    zone = times.known_zone(answers.choices.get("time") or answers.zone)
    how = {"time": Reading(zone=zone)}
    if zone is not None or answers.yes:
        return how, []
    example = next((text for row in rows if (text := _zoneless(row))), None)
    if example is None:
        return how, []
    ask = f"times such as {example!r} do not say their zone: in which zone are they?"
    return how, [Question("time", ask, ("Europe/London", "UTC"))]


def _zoneless(raw: Mapping[str, str | None]) -> str | None:
    """The time of an item that does not say it is UTC; None where it does, or has none."""
    text = raw.get("time")
    return text if text and "T" in text and raw.get("zone id") not in _UTC else None


class ChartRows:
    """Maps the items of one chart."""

    def __init__(self, file: str, sha256: str, readings: Mapping[str, Reading]) -> None:
        self._file, self._sha256 = file, sha256[:16]
        self._zone = readings.get("time", Reading()).zone
        self._unread: Counter[str] = Counter()
        self._types: Counter[str] = Counter()
        self._loose = 0

    def row(self, pos: int, raw: Mapping[str, str | None]) -> RowDraft:
        """An item. Raises `BadInput` for a time that cannot be read."""
        row = Building(raw, self._unread)
        events: tuple[EventDraft, ...] = ()
        if raw.get("kind") == ENTITY:
            item = self._entity(row)
            events = self._event(raw, (item,))
        elif raw.get("kind") == LINK:
            events = self._link(row)
        return RowDraft(
            pos, raw, tuple(row.mentions.values()), events, tuple(row.links), _grading(raw)
        )

    def notes(self) -> list[str]:
        """What was noticed that rejects no row."""
        found = [f"everything in it is the assessment of whoever drew {self._file!r}"]
        if self._types:
            kinds = ", ".join(f"{kind!r} {n:,}" for kind, n in self._types.most_common(20))
            found.append(f"items of types that stand for nothing known here: {kinds}")
        if self._loose:
            found.append(f"{self._loose:,} links have an end that the chart does not hold")
        return found

    def _entity(self, row: Building) -> str:
        raw = row.raw
        item = self._item(row, "item", raw.get("id"), raw.get("label") or raw.get("identity"))
        kind = " ".join((raw.get("type") or "").casefold().split())
        name = "label" if raw.get("label") else "identity"
        text = raw.get(name)
        if text is None or is_blank(text):
            return item
        stood = self._stands_for(row, kind, name, text)
        if stood is not None:
            row.link("drawn-as", item, stood)
        return item

    def _stands_for(self, row: Building, kind: str, name: str, text: str) -> str | None:
        shown = " ".join(text.split())
        if kind in _PEOPLE:
            claim = row.claim("name", "name", name)
            return row.add("person", "person", None, shown, None, (claim,) if claim else ())
        if kind in _FIRMS:
            claim = row.claim("name", "text", name)
            return row.add("firm", "organisation", None, shown, None, (claim,) if claim else ())
        if kind in _PLACES:
            claim = row.claim("name", "text", name)
            return row.add("place", "place", None, shown, None, (claim,) if claim else ())
        if kind in _ACCOUNTS:
            return self._account(row, name, text)
        if kind not in _THINGS:
            self._types[row.raw.get("type") or "(none)"] += 1
            return None
        of, prop, read = _THINGS[kind]
        for column in (name, "identity"):
            said = row.raw.get(column)
            try:
                value = read(said) if said else None
            except BadInput:
                continue
            if value is None or (of == "phone" and not value.startswith("+")):
                continue
            key = imei.key(value) if of == "handset" else value
            label = phone.national(value) if of == "phone" else value
            return row.add("thing", of, key, label, None, ((prop, said or "", value, column),))
        self._unread[name] += 1
        return None

    def _account(self, row: Building, name: str, text: str) -> str | None:
        """A bank account by sort code and number or IBAN; by a number alone, some account."""
        claims: list[Claim] = []
        key = None
        for prop, read in (("bank_account", bankaccount.clean), ("iban", iban.clean)):
            try:
                value = read(text)
            except BadInput:
                continue
            if value is not None:
                key = (iban.domestic(value) or value) if prop == "iban" else value
                claims.append((prop, text, value, name))
                break
        if key is None and (claim := row.claim("number", "identifier", name)) is not None:
            claims.append(claim)
        if not claims:
            return None
        return row.add("account", "account", key, key or text, None, tuple(claims))

    def _link(self, row: Building) -> tuple[EventDraft, ...]:
        raw = row.raw
        ends = [
            self._item(row, f"end-{n}", raw.get(f"end {n}"), raw.get(f"end {n} label"), bare=True)
            for n in (1, 2)
            if raw.get(f"end {n}")
        ]
        if len(ends) != 2 or not all(raw.get(f"end {n} label") for n in (1, 2)):
            self._loose += 1
        if len(ends) == 2:
            row.link("charted-with", *ends)
        said = [c for name in ("label", "type", *_TEXTS) if (c := row.claim("text", "text", name))]
        said += _cards(row)
        things = list(ends)
        if said:
            label = next((c[2] for c in said if c[2]), None)
            note = row.add("document", "document", None, (label or "")[:80], None, tuple(said))
            for end in ends:
                row.link("subject-of", end, note)
            things.append(note)
        return self._event(raw, tuple(things))

    def _item(
        self, row: Building, slot: str, key: str | None, label: str | None, *, bare: bool = False
    ) -> str:
        """An item of this chart; at the end of a link without what is said of it elsewhere."""
        claims: list[Claim] = []
        if not bare:
            for prop, name in (("label", "label"), ("type", "type")):
                if (claim := row.claim(prop, "text", name)) is not None:
                    claims.append(claim)
            for name in _TEXTS:
                if (claim := row.claim("text", "text", name)) is not None:
                    claims.append(claim)
            claims += _cards(row)
        made = f"{self._sha256} {key}" if key else None
        if made is not None and key is not None:
            column = "id" if not bare else f"end {slot[-1]}"
            claims.append(("item", key, made, column))
        claims.append(("chart", self._file, f"chart {self._file}", "(file)"))
        shown = f"{label or key or 'unnamed'} (drawn)"
        return row.add(slot, "chart-item", made, shown, None, tuple(claims))

    def _event(
        self, raw: Mapping[str, str | None], things: tuple[str, ...]
    ) -> tuple[EventDraft, ...]:
        when = self._when(raw)
        if when is None:
            return ()
        said = {"basis": f"chart {self._file}", "drawn_type": raw.get("type") or ""}
        said |= {"label": raw.get("label") or "", "direction": raw.get("direction") or ""}
        return (
            EventDraft(
                kind="charted",
                category=raw.get("type"),
                begin=when.begin,
                end=None if when.end == when.begin else when.end,
                time_text=when.text,
                zone=when.zone,
                precision=when.precision,
                means="at",
                reference=raw.get("source reference"),
                attributes={name: text for name, text in said.items() if text},
                things=things,
            ),
        )

    def _when(self, raw: Mapping[str, str | None]) -> times.Instant | None:
        text = raw.get("time")
        if not text:
            return None
        if raw.get("zone id") in _UTC:
            return times.clean(text, zone="UTC")
        return times.clean(text, zone=self._zone)


def _grading(raw: Mapping[str, str | None]) -> str | None:
    """The grades of an item in the chart's own words; None where it has none."""
    said = [raw.get(f"grade {name}") for name in ("one", "two", "three")]
    return " / ".join(one or "–" for one in said) if any(said) else None


def _cards(row: Building) -> list[Claim]:
    """The texts of the cards of an item."""
    found = []
    for column in row.raw:
        if column.startswith("card.") and column.endswith((".summary", ".text")):
            claim = row.claim("text", "text", column)
            if claim is not None:
                found.append(claim)
    return found
