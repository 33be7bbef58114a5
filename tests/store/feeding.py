"""Calls for tests, both as blocks of a feed and as the same rows taken one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
from tests.store.building import Building

from remit.store.drafts import EventDraft, MentionDraft, RowDraft
from remit.store.feed import Block, End, FeedKind
from remit.store.rejects import Reject
from remit.store.view import View
from remit.store.writer import Writer

__all__ = ["HEADER", "Call", "answers", "as_block", "as_row", "bring_feed", "calls"]

HEADER = ("From", "To", "At", "Lon", "Lat", "Mast", 'Said "so"')
KIND = FeedKind(
    "call",
    HEADER,
    (3,),
    {"thing": End("phone", "number", (1,)), "other": End("phone", "number", (2,))},
    (4, 5, 6),
    {"a": 7},
)
FIRST = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Call:
    """One call; a party that is None is not known."""

    pos: int
    caller: str | None
    called: str | None
    begin: datetime
    seconds: int = 0
    lon: float | None = -0.1
    lat: float | None = 51.5
    said: str | None = 'a "word", ½ and \\'

    @property
    def end(self) -> datetime | None:
        return self.begin + timedelta(seconds=self.seconds) if self.seconds else None

    @property
    def at(self) -> str:
        return f"{self.begin:%Y-%m-%dT%H:%M:%SZ}"

    @property
    def cells(self) -> tuple[str | None, ...]:
        lon, lat = (None if x is None else str(x) for x in (self.lon, self.lat))
        mast = None if self.lon is None else f" mast  {self.lon:g} "
        return self.caller, self.called, self.at, lon, lat, mast, self.said

    @property
    def mast(self) -> str | None:
        return None if self.lon is None else f"mast {self.lon:g}"

    @property
    def place(self) -> str | None:
        return None if self.lon is None else f"{self.lon:.6f}, {self.lat:.6f}"


def calls(count: int, first: int = 2, hours: int = 1) -> list[Call]:
    """`count` calls among seven phones, some to nobody known, to oneself, or from no place."""
    return [
        Call(
            pos,
            None if pos % 11 == 0 else f"+44770090{pos % 7:04d}",
            None if pos % 11 and pos % 5 == 0 else f"+44770090{pos % 3:04d}",
            FIRST + timedelta(hours=hours * pos),
            pos % 4 * 60,
            *((None, None) if pos % 13 == 0 else (-0.1 - pos % 5 / 10, 51.5)),
        )
        for pos in range(first, first + count)
    ]


def as_row(call: Call) -> RowDraft:
    """The call as an ordinary row."""
    ends = (("thing", "From", call.caller), ("other", "To", call.called))
    mentions = [
        MentionDraft(slot, "phone", number, number, None, (("number", number, number, column),))
        for slot, column, number in ends
        if number
    ]
    things = tuple(m.slot for m in mentions)
    if call.place:
        point = ("point", call.place, f"{call.lon:.7f}, {call.lat:.7f}", "Lon, Lat")
        name = ("name", call.cells[5] or "", call.mast, "Mast")
        mentions.append(MentionDraft("place", "place", call.place, call.mast, None, (point, name)))
    event = EventDraft(
        "call", "voice", call.begin, call.end, call.at, "UTC", "instant", "at",
        "place" if call.place else None, call.mast, call.lon, call.lat,
        reference=None if call.said is None else f"R{call.pos}",
        attributes={"a": str(call.pos % 3)}, things=things,
        between=("thing", "other") if len(things) == 2 else None,
    )  # fmt: skip
    raw = dict(zip(HEADER, call.cells, strict=True))
    return RowDraft(call.pos, raw, tuple(mentions), (event,))


def as_block(some: Sequence[Call], last: int | None = None) -> Block:
    """The calls as one block of a feed."""
    when = pa.timestamp("us", tz="UTC")
    cells = list(zip(*(call.cells for call in some), strict=True))
    columns: dict[str, Any] = {
        "pos": pa.array([c.pos for c in some], pa.int64()),
        "begin": pa.array([c.begin for c in some], when),
        "end": pa.array([c.end for c in some], when),
        "lon": pa.array([c.lon for c in some], pa.float64()),
        "lat": pa.array([c.lat for c in some], pa.float64()),
    }
    texts: dict[str, list[str | None]] = {
        "category": ["voice" for _ in some],
        "thing_value": [c.caller for c in some],
        "other_value": [c.called for c in some],
        "place_value": [c.place for c in some],
        "place_label": [c.mast for c in some],
        "reference": [None if c.said is None else f"R{c.pos}" for c in some],
        "attributes": ['{"a":"%d"}' % (c.pos % 3) for c in some],  # noqa: UP031
    }
    texts |= {f"raw_{n}": list(found) for n, found in enumerate(cells, 1) if n != 3}
    columns |= {
        name: pa.array(found, pa.string()).dictionary_encode() for name, found in texts.items()
    }
    return Block(KIND, pa.table(columns), last or some[-1].pos)


def bring_feed(
    building: Building, case: str, name: str, blocks: Sequence[Block],
    rejects: Sequence[Reject] = (), **changes: Any,
) -> str:  # fmt: skip
    """Load blocks under an act of loading; the load's id."""
    with building.act("test-load.any", case) as act:
        assert isinstance(act.hand, Writer)
        draft = act.hand.begin(building.plan(name, [], **changes))
        for number, block in enumerate(blocks):
            if draft.done or block.last_pos <= draft.progress.last_pos:
                continue
            draft.take(block, rejects if number == 0 else ())
        draft.seal()
        return act.release(draft.load, draft.progress.received)


def answers(view: View) -> dict[str, list[str]]:
    """All that a view shows, ids of records, mentions and events left out, in order."""
    left_out = ("id", "load", "mention", "slot", "file_name", "loaded_at", "a", "b")
    found = {}
    for relation in (
        "record",
        "mention",
        "claim",
        "event_by_time",
        "event_by_thing",
        "link",
        "load",
    ):
        rows = view.run(f"SELECT * FROM {relation}").to_pylist()
        found[relation] = sorted(
            repr({k: v for k, v in row.items() if k not in left_out}) for row in rows
        )
    graph = view.graph()
    found["graph"] = sorted(f"{graph.id(n)}" for n in range(len(graph)))
    return found
