"""The tables of a load: what a sealed Parquet file holds, column by column.

Every row knows its load and `pos`, its row in the file as received: counted from 1, header
included. A missing value is null and means that the source did not give it.

| table | one row is |
| --- | --- |
| `record` | one row as received: `raw` is a JSON object, column → text |
| `mention` | what one record says about one person or thing |
| `claim` | one value of one property of one mention; search reads this |
| `event_by_time` | one event, in order of time; `thing` only where it is between two |
| `event_by_thing` | one event for each thing it is about, in order of thing, then time |
| `link` | a relation between two mentions of one record |
| `reject` | one row that was not accepted, with the reason; never part of a view |
| `hold` | a row held back, or sealed for good (`state`), and why; never part of a view |
| `key` | by hashes, what a row of a standing feed is about and what it says; never part of a view |
| `instruction` | a row that withdraws another, as received; never part of a view |
| `feed` | one row of a feed with all that it says, in order of `pos` (`feed.py`) |
| `feed_by_time` | the same after compaction, in order of time |
| `feed_by_thing` | the same once for each thing that it names, in order of thing, then time |

An event between two (a call, a payment) has them as `thing` and `other`: by time `thing` is the
one it came from; by thing it is whichever the row is about, and `part` says `from` or `to`. `value`
is the normalised identifier of `thing` (a registration mark, a number), `other_value` of `other`.

`mention.thing` is the keyed id of an identified thing, null for people: people are never the
same person because a value is equal. In a view what was judged to be one with others, a person or a
thing with a number, has the id of that entity there (`joined.py`). `mention.role` is the category
that the record itself claims (suspect, convicted, victim, witness, third-party). `event.begin` is
the first instant; `event.end` the instant after the last, null for an instant. Times are UTC.
`lon`, `lat` are WGS 84 degrees. `attributes` is a JSON object, column → text.
"""

from types import MappingProxyType

import pyarrow as pa

__all__ = [
    "ENDS",
    "FEEDS",
    "LINKED",
    "ORDER",
    "RAW",
    "ROWS_PER_GROUP",
    "SAID",
    "SCHEMA_VERSION",
    "TABLES",
    "UNLIKE",
    "VIEWED",
]

SCHEMA_VERSION = 3
"""2: `part`, `other`, `value` and `other_value` of events. 3: of a feed `kind`, `means`,
`direction`, `opens`, more things and more cells; files without them are read as before."""

ROWS_PER_GROUP = 60_000
"""Rows of a Parquet row group; 20,000 to 120,000 read best through the sealed files."""

_WHEN = pa.timestamp("us", tz="UTC")
_HASH = pa.binary(16)


def _fields(names: str, **others: pa.DataType) -> pa.Schema:
    return pa.schema([(name, others.get(name, pa.string())) for name in names.split()])


_EVENT = _fields(
    "id load pos kind category begin end time_text zone precision means thing part other value "
    "other_value place place_label lon lat area outcome reference attributes grading handling",
    pos=pa.int64(),
    begin=_WHEN,
    end=_WHEN,
    lon=pa.float64(),
    lat=pa.float64(),
)

ENDS = ("thing", "other", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
"""The things that a row of a feed may name: the first two are those that its event is between."""

RAW = tuple(f"raw_{n}" for n in range(1, 49))
"""The cells of a row of a feed as received, in the order of its header; null where the text is
that of what was read from it, as `feedsql.py` says."""

_TYPED = {
    "pos": pa.int64(),
    "begin": _WHEN,
    "end": _WHEN,
    "lon": pa.float64(),
    "lat": pa.float64(),
}
_OF_ROW = (
    "pos kind begin end time_text zone precision means category reference attributes direction "
    "opens place place_label lon lat "
)
_FEED = _fields(
    _OF_ROW + " ".join((*RAW, *(f"{end} {end}_value {end}_label" for end in ENDS))), **_TYPED
)
_SIDE = _fields(_OF_ROW + "side thing part other value other_value label said", **_TYPED)

TABLES: MappingProxyType[str, pa.Schema] = MappingProxyType(
    {
        "record": _fields("load pos raw grading handling", pos=pa.int64()),
        "mention": _fields(
            "id load pos slot kind thing label role basis grading handling", pos=pa.int64()
        ),
        "claim": _fields("mention load pos kind property raw value column", pos=pa.int64()),
        "event_by_time": _EVENT,
        "event_by_thing": _EVENT,
        "link": _fields(
            "id load pos kind a b begin end grading handling",
            pos=pa.int64(),
            begin=_WHEN,
            end=_WHEN,
        ),
        "reject": _fields("load pos reason raw", pos=pa.int64()),
        "hold": _fields("load pos ground reason state", pos=pa.int64()),
        "key": _fields("pos key content", pos=pa.int64(), key=_HASH, content=_HASH),
        "instruction": _fields("load pos raw", pos=pa.int64()),
        "feed": _FEED,
        "feed_by_time": _FEED,
        "feed_by_thing": _SIDE,
    }
)
"""Arrow schema of each table, by name."""

UNLIKE = frozenset(
    {"id", "mention", "thing", "a", "b", "raw", "value", "reference", "key", "content"}
)
"""Columns in which hardly a value comes twice: written without a dictionary. Trying one took a
quarter of the time of writing, and made the file larger."""

FEEDS = ("feed", "feed_by_time", "feed_by_thing")
"""The tables of a feed: a view shows what is in them as the relations of everything else."""

SAID = ("entity", "kind", "label", "property", "raw", "value", "load", "pos")
"""Columns of `said`, which a view has besides: each claim with the thing, or the person, that it is
of. Of a feed it takes no join of mentions and claims."""

LINKED = (
    *("kind", "a", "b", "a_kind", "b_kind", "a_label", "b_label"),
    *("load", "pos", "begin", "end", "grading"),
)
"""Columns of `linked`, which a view has besides: each link with what it joins."""

_NEVER_VIEWED = ("reject", "hold", "key", "instruction")

VIEWED = tuple(name for name in TABLES if name not in (*_NEVER_VIEWED, *FEEDS))
"""The tables of which a view has a scoped relation. It also has `load`, one row a load."""

ORDER: MappingProxyType[str, str] = MappingProxyType(
    {
        "claim": "kind, property, value, pos",
        "event_by_time": '"begin", pos, id',
        "event_by_thing": 'thing, "begin", pos, id',
        "feed_by_time": '"begin", pos',
        "feed_by_thing": 'thing, "begin", pos, side',
    }
)
"""How a table is sorted in its sealed file; the others stay in order of `pos`."""
