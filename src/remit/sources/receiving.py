"""One file as the next delivery of a standing feed: what is to be asked before it, what it changes.

receiving = Receiving(writer, "ANPR-North", path)
if receiving.columns() is None:
    delta = receiving.compared(plan)
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from remit.errors import BadInput, Misuse
from remit.sources.defects import Defect
from remit.sources.folder import natural, one
from remit.sources.layouts import changes, in_words
from remit.sources.plan import Plan
from remit.sources.readers import Fault, open_tables
from remit.store.draft import Draft
from remit.store.keyed import Arriving, Delta
from remit.store.writer import Writer

__all__ = ["OPERATIONS", "Receiving", "kept_back", "never_brought", "wants_key"]

OPERATIONS: Mapping[str, str] = {
    **dict.fromkeys(("insert", "i", "add", "new", "create"), "insert"),
    **dict.fromkeys(("update", "u", "change", "amend", "modify"), "update"),
    **dict.fromkeys(("delete", "d", "remove", "withdraw"), "delete"),
}
"""What a row does, by the word in its column of operation."""

SHRUNK = 0.5
"""Share of what stood that a whole state may lack before somebody is asked: a feed cut short
upstream would otherwise withdraw what it left out."""

SHRUNK_FROM = 20
"""Rows that stood, below which nobody is asked."""

_WHERE = ("(sheet)", "(row)")
"""What a reader adds to a row: where it stands says nothing about what it says."""


class Receiving:
    """A file on its way in through a standing feed."""

    def __init__(self, writer: Writer, feed: str, path: Path) -> None:
        self._hand = writer.deliveries
        self.feed = self._hand.claim(feed)
        self.lies = one(Path(self.feed.how.folder), path)
        last = self._hand.last(self.feed)
        self._last = last[0].said if last else {}
        tables, self._survey = open_tables(path)
        self.layout = [list(table.header) for table in tables]

    @property
    def source(self) -> str:
        """The profile by which its deliveries are read."""
        return self.feed.source

    def check(self) -> None:
        """Raise `BadInput` for a delivery that comes before the last one taken.

        An older state, or older changes, would undo what is newer.
        """
        feed, lies, last = self.feed, self.lies, self._last
        if feed.how.mode == "append" or not last or self.repeated:
            return
        if feed.how.order == "time":
            late = lies.changed < last["changed_at"]
        else:
            late = natural(lies.name) < natural(last["file"])
        if late:
            raise BadInput(
                f"it comes before {last['file']!r}, the last delivery taken, by {feed.how.order}: "
                "what is older does not replace what is newer",
                file=lies.name,
            )

    @property
    def repeated(self) -> bool:
        """Whether its very bytes were the last delivery."""
        return bool(self._last) and self._last.get("sha256") == self._survey.sha256

    def columns(self) -> dict[str, Any] | None:
        """The alarm that its columns raise; None where they are those of the last delivery, or
        were accepted."""
        if not self.feed.layout:
            return None
        changed = changes(self.feed.layout, self.layout)
        if changed is None:
            return None
        text = f"the columns are not those of the last delivery: {in_words(changed)}"
        return self._alarm("columns", {"text": text, **changed})

    def shrunk(self, delta: Delta) -> dict[str, Any] | None:
        """The alarm of a whole state that lacks most of what stood; None where it was accepted."""
        if self.feed.how.mode != "snapshot" or delta.standing < SHRUNK_FROM:
            return None
        removed = delta.removed
        if removed <= SHRUNK * delta.standing:
            return None
        text = f"{removed:,} of the {delta.standing:,} rows that stood are not in it"
        return self._alarm("shrunk", {"text": text, "removed": removed, "of": delta.standing})

    def _alarm(self, kind: str, said: dict[str, Any]) -> dict[str, Any] | None:
        if self._hand.accepted(self.feed, kind, self._survey.sha256):
            return None
        said = {"file": self.lies.name, **said}
        self._hand.alarm(self.feed, kind, self._survey.sha256, said)
        return {"alarm": kind, **said}

    @property
    def again(self) -> int:
        """Which delivery it is, where its bytes came before the last one and mean something else:
        a whole state that is once more what it was. 0 for any other."""
        if self.feed.how.mode != "snapshot" or self.repeated:
            return 0
        before = self._hand.last(self.feed, 1_000_000)
        same = any(one.said.get("sha256") == self._survey.sha256 for one in before)
        return before[0].number + 1 if same else 0

    def compared(self, plan: Plan) -> Delta | None:
        """How the rows of a file differ from what stands; None where rows are only added."""
        if self.feed.how.mode == "append" or self.repeated:
            return None
        arriving, reads = self._hand.arriving(), _Reads(self, plan)
        for part, pos, row in plan.rows():
            if isinstance(row, Fault):
                arriving.unreadable += 1
            else:
                reads.row(arriving, pos, part.kept(row))
        return self._hand.compared(self.feed, arriving)

    def done(self, draft: Draft, answer: dict[str, Any]) -> dict[str, Any]:
        """Enter the delivery with the act's outcome; the answer with what there is to say of it."""
        hand, feed, said = self._hand, self.feed, self._said()
        if draft.done:
            brought = hand.brought(feed, draft.load)
            if not brought and feed.how.mode != "append":
                raise BadInput(
                    f"it was loaded by itself before, as {draft.load}: its rows cannot be "
                    "compared. Erase that load, or begin the feed with the next delivery",
                    file=self.lies.name,
                )
            state = "repeated" if brought else "loaded"
            hand.deliver(feed, state, draft.load, self._seen(), said, self.layout)
            return answer | self._told(state, None)
        span, delta, mark = draft.span(), draft.delta, feed.watermark
        if feed.how.mode == "append" and span and mark and span[0] <= mark:
            answer["notes"] += [_overlap(span[0], mark)]
        counts = {"added": answer["accepted"], "changed": 0, "removed": 0, "unchanged": 0}
        counts = delta.counts if delta is not None else counts
        said |= {name: answer[name] for name in ("received", "accepted", "rejected")} | counts
        if span is not None:
            said |= {"first": _written(span[0]), "last": _written(span[1])}
        hand.deliver(feed, "loaded", draft.load, self._seen(), said, self.layout)
        return answer | self._told("loaded", counts)

    def _told(self, state: str, counts: Mapping[str, int] | None) -> dict[str, Any]:
        return {"feed": self.feed.how.name, "delivery": state, "delta": counts, "alarm": None}

    def _said(self) -> dict[str, Any]:
        lies = self.lies
        return {"file": lies.name, "changed_at": lies.changed, "sha256": self._survey.sha256}

    def _seen(self) -> str:
        lies = self.lies
        return self._hand.file_id(self.feed, lies.name, lies.size, lies.changed)


class _Reads:
    """Takes of each row what it is about, what it says and what it does."""

    def __init__(self, receiving: Receiving, plan: Plan) -> None:
        how = receiving.feed.how
        self._key, self._operation = how.key, how.operation
        there = [set(part.table.header) for part in plan.parts]
        wanted = (*how.key, *((how.operation,) if how.operation else ()))
        for column in wanted:
            if not all(column in header for header in there):
                file = receiving.lies.name
                raise BadInput(f"there is no column {column!r}, which the feed names", file=file)
        self._beside = (*_WHERE, how.operation)

    def row(self, arriving: Arriving, pos: int, row: Mapping[str, str | None]) -> None:
        """Take one row."""
        key = [row[column] for column in self._key]
        if not all(key):
            empty = next(c for c in self._key if not row[c])
            arriving.refuse(pos, f"its key is not stated: {empty!r} is empty")
            return
        does = "insert"
        if self._operation:
            word = (row[self._operation] or "").strip().casefold()
            if word not in OPERATIONS:
                words = ", ".join(OPERATIONS)
                said = f"{self._operation!r} says {word[:40]!r}; it may say {words}"
                arriving.refuse(pos, said)
                return
            does = OPERATIONS[word]
        cells = [(c, row[c]) for c in sorted(row) if c not in self._beside]
        arriving.add(pos, key, cells, withdraws=does == "delete", expects=does == "update")


def _written(when: datetime) -> str:
    return f"{when:%Y-%m-%dT%H:%M:%SZ}"


def kept_back(delta: Delta) -> list[str]:
    """What a person should know of rows that stood and did not come."""
    if not delta.kept_back:
        return []
    return [
        f"{delta.kept_back:,} rows that stood are not in it. They stay: they may be among its rows "
        "that cannot be read"
    ]


def never_brought(delta: Delta) -> list[dict[str, Any]]:
    """The defect of changes to rows that no delivery brought."""
    if not delta.never_brought:
        return []
    text = f"{delta.never_brought:,} rows change what no delivery brought: one is missing"
    return [asdict(Defect("gap", text))]


def _overlap(first: datetime, mark: datetime) -> str:
    when = "%Y-%m-%d %H:%M UTC"
    return (
        f"its times begin at {first:{when}}, and those of earlier deliveries go to {mark:{when}}: "
        "the two overlap"
    )


def wants_key(mode: str, key: tuple[str, ...], operation: str | None) -> None:
    """Raise `Misuse` where a mode lacks what it needs, or has what it does not."""
    if mode == "append" and (key or operation):
        raise Misuse("rows that are only added need no --key and no --operation")
    if mode != "append" and not key:
        raise Misuse(f"{mode}: name the columns that say what a row is about, --key COLUMN")
    if (mode == "changes") != bool(operation):
        raise Misuse("--operation names the column that says insert, update or delete: of changes")
