"""Fuzzing of call and data records, plate reads and cameras: valid files, and what bytes give.

Whatever the bytes, a file is refused as a whole or read to the row, and its rows say in blocks
what they say one by one.
"""

from pathlib import Path
from typing import Any

from tests.sources.test_cameras import READS, REGISTER
from tests.sources.test_communications import LAYOUTS, bill

from remit.errors import BadInput, Misuse
from remit.sources.feedblocks import blocked
from remit.sources.feedcells import plain_texts
from remit.sources.plan import Plan
from remit.sources.previewing import preview
from remit.sources.privilege import Rules, Watching
from remit.sources.readers import Fault, Limits
from remit.sources.readers.plain import is_plain, stretches
from remit.store.drafts import RowDraft

__all__ = ["by_row", "check", "in_blocks", "seeds"]

_NOTHING = Watching((), Rules((), ()))


def seeds() -> list[bytes]:
    """Valid small files of every layout."""
    return [
        *(text.encode() for text in LAYOUTS.values()),
        bill(),
        REGISTER.encode(),
        READS.encode(),
    ]


def check(data: bytes, folder: Path) -> None:
    """Read them through preview and every row; only `BadInput` and `Misuse` may escape."""
    path = folder / "file"
    path.write_bytes(data)
    try:
        plan = preview(path, yes=True, zone="Europe/London", sample=3)
        rows = by_row(plan)
    except (BadInput, Misuse):
        return
    if not plan.more and plan.profile.feed and is_plain(path, plan.table, plan.survey, Limits()):
        assert in_blocks(plan) == {pos: _said(row) for pos, row in rows.items()}


def by_row(plan: Plan) -> dict[int, RowDraft]:
    """What each accepted row says, read one by one."""
    mappers = {part.table.part: part.mapper() for part in plan.parts}
    found = {}
    for part, pos, row in plan.rows():
        if isinstance(row, Fault):
            continue
        try:
            found[pos] = mappers[part.table.part].row(pos, part.kept(row))
        except BadInput as refused:
            assert refused.reason  # noqa: PT017  # one of the two right answers
    return found


def in_blocks(plan: Plan) -> dict[int, dict[str, Any]]:
    """The same of a feed, as blocks say it."""
    rows = plan.feed()
    found = {}
    for stretch in stretches(plan.path, plan.table, Limits(), plain_texts(rows)):
        block = blocked(stretch, rows, None, _NOTHING).block
        for row in block.table.to_pylist():
            said = {name: row.get(name) for name in _COMPARED}
            said["kind"] = said["kind"] or block.kind.event
            said["means"] = said["means"] or block.kind.means
            found[row["pos"]] = said
    return found


_THINGS = ("thing", "other", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_COMPARED = ("kind", "means", "begin", "end", "category", "reference", "direction", "opens", "lon",
             "lat", *(f"{end}_value" for end in _THINGS))  # fmt: skip


def _said(row: RowDraft) -> dict[str, Any]:
    (event,) = row.events
    keys = {mention.slot: mention.key for mention in row.mentions}
    said = {name: getattr(event, name, None) for name in _COMPARED}
    said |= {f"{end}_value": keys.get(end) for end in _THINGS}
    told = {name: event.attributes.get(name) for name in ("direction", "opens")}
    if event.kind != "plate-read":  # there a direction is what the camera says
        said |= told
    return said
