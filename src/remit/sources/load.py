"""The capability `load`: one file into the house, whole or not at all, reconciled to the row."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from remit.authority.capability import Capability
from remit.authority.retention import retention as retention_class
from remit.errors import BadInput, Misuse
from remit.sources import excerpt
from remit.sources.agreed import Agreed
from remit.sources.defects import Defect
from remit.sources.feedload import feed as fed_in_blocks
from remit.sources.kept import Kept, Lookup, kept_of
from remit.sources.mapping import Checking, Mapper
from remit.sources.plan import Plan, preview
from remit.sources.profile import plain_header
from remit.sources.readers import Fault, Fields
from remit.sources.receiving import Receiving, kept_back, never_brought
from remit.store.draft import Draft
from remit.store.drafts import LoadPlan
from remit.store.kept import KeptProfiles
from remit.store.keyed import Delta
from remit.store.writer import Writer

__all__ = ["LOAD", "REJECTS_SHOWN", "as_kept", "compact", "file", "planned"]

LOAD = Capability(
    "load", "Load what the force lawfully holds", "standard", "collection", hand="writer"
)

REJECTS_SHOWN = 10_000
"""Rejected rows listed in an answer; all of them are kept with the load."""

_BETWEEN = 5_000
"""Rows between two calls of `progress`."""

Progress = Callable[[int, float], None]
"""Called with rows done and rows a second."""


@LOAD.verb("file")
def file(
    writer: Writer,
    path: str,
    *,
    source: str | None = None,
    day_first: bool | None = None,
    zone: str | None = None,
    choices: dict[str, str] | None = None,
    yes: bool = False,
    handling: str | None = None,
    retention: str | None = None,
    keep: str | None = None,
    agreed: dict[str, Any] | None = None,
    feed: str | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Load one file. Every row received is accepted, or rejected with its reason.

    The source is told from the file's content unless it is named. What the file does not say
    (day or month first, the time zone, which sheet) is returned under `questions`, and nothing
    is loaded until it is answered; `yes` takes what is certain and rejects the rows that need
    an answer. What was answered is kept for the next file of the same layout, under the name
    `keep` or the file's. A load cut off goes on where it was; a file loaded already is not loaded
    twice.

    `agreed` (`from`, `to`, `types`) is what may be taken of a phone download or a track. Rows
    outside it are not received: nothing of them is kept, `left_out` counts them by type, and so
    does the ledger. Rows within it are received, and accepted or rejected like any.

    `feed` names a standing feed: the file is its next delivery, read by its profile. Where its
    columns changed nothing is loaded and `alarm` says so; `delta` counts what it added, changed,
    removed and left unchanged. Rows that are unchanged are accepted and stand where they were.
    """
    receiving = Receiving(writer, feed, Path(path)) if feed else None
    if receiving is not None:
        if agreed or source not in (None, receiving.source):
            raise Misuse(f"{feed} says what its deliveries are: neither name a source nor terms")
        source, handling = receiving.source, receiving.feed.handling
        receiving.check()
        if (alarm := receiving.columns()) is not None:
            return _waits(receiving, alarm)
    terms = Agreed.read(agreed, zone) if agreed else None
    before = as_kept(writer.kept)
    plan = preview(
        Path(path),
        source=source,
        day_first=day_first,
        zone=zone,
        choices=choices,
        yes=yes,
        sample=0,
        kept=before,
    )
    answer = _answer(plan)
    if plan.questions:
        return answer
    answered = not yes and (day_first is not None or zone or choices)
    if keep or (answered and preview(Path(path), source=source, sample=0, kept=before).questions):
        answer["kept"] = _keep(writer, plan, keep)
    delivery = excerpt.of(plan, terms, writer.act)
    answer |= delivery.said()
    if delivery.empty:
        delivery.enter(writer.act, "")
        return answer
    delta = None if receiving is None else receiving.compared(plan)
    if receiving and delta and (alarm := receiving.shrunk(delta)) is not None:
        return _waits(receiving, alarm)
    now = datetime.now(UTC).date()
    kept = retention_class(retention or plan.profile.retention)
    draft = writer.begin(
        LoadPlan(
            path=delivery.path,
            file_name=plan.path.name,
            source=plan.profile.id,
            profile=plan.profile.id,
            profile_version=plan.profile.version,
            handling=handling or plan.profile.handling,
            retention=kept.id,
            review_due=kept.review_due(now),
            mapping=plan.mapping + delivery.mapping + (delta.fingerprint if delta else ""),
            sha256=delivery.sha256,
            of_case=plan.profile.of_case,
            again=receiving.again if receiving else 0,
        )
    )
    if delta is not None and not draft.done:
        draft.compared(delta)
    if not draft.done:
        fed = fed_in_blocks(plan, draft, progress) if terms is None else None
        mappers = _rows(plan, draft, progress, terms) if fed is None else [fed]
        answer["notes"] += [note for mapper in mappers for note in mapper.notes()]
        checking = [mapper for mapper in mappers if isinstance(mapper, Checking)]
        answer["defects"] += [asdict(one) for mapper in checking for one in mapper.defects()]
        if delta is not None:
            answer["notes"] += kept_back(delta)
            answer["defects"] += never_brought(delta)
        draft.notice(answer["notes"], answer["defects"])
        draft.seal()
        delivery.enter(writer.act, draft.load)
    else:
        answer |= {"notes": [], "defects": []} | dict(draft.noticed)
        answer["defects"] += _delivered_before(plan, draft)
    done = draft.progress
    rejects = draft.rejects(REJECTS_SHOWN)
    answer |= {
        "load": draft.load,
        "received": done.received,
        "accepted": done.accepted,
        "rejected": done.rejected,
        "rejects": [{"row": one.pos, "reason": one.reason} for one in rejects],
        "rejects_left_out": done.rejected - len(rejects),
    }
    return answer if receiving is None else receiving.done(draft, answer)


@LOAD.verb("compact", operation="alteration")
def compact(writer: Writer, load: str | None = None) -> dict[str, Any]:
    """Sort what high-volume feeds brought, so that questions about them read a fraction of it.

    Nothing changes but the time an answer takes. Without LOAD, every load in view is sorted that
    has not been.
    """
    loads = [load] if load else [one.id for one in writer.loads() if one.state == "visible"]
    done = [writer.compact_load(one) for one in loads]
    sorted_ = [one for one in done if one["files"]]
    return {"loads": sorted_, "rows": sum(one["rows"] for one in sorted_)}


def _answer(plan: Plan) -> dict[str, Any]:
    """The answer of a file that has not been loaded."""
    return {
        "load": None,
        "file": plan.path.name,
        "source": plan.profile.id,
        "received": 0,
        "accepted": 0,
        "rejected": 0,
        "rejects": [],
        "rejects_left_out": 0,
        "questions": [asdict(question) for question in plan.questions],
        "notes": [note for part in plan.parts for note in part.notes],
        "defects": [],
        "kept": [],
    }


def _waits(receiving: Receiving, alarm: dict[str, Any]) -> dict[str, Any]:
    """The answer of a delivery of which nothing is loaded until somebody answers."""
    counts = dict.fromkeys(("received", "accepted", "rejected", "rejects_left_out"), 0)
    lists = {name: list[Any]() for name in ("rejects", "questions", "notes", "defects", "kept")}
    return {
        "load": None,
        "file": receiving.lies.path.name,
        "source": receiving.source,
        **counts,
        **lists,
        "feed": receiving.feed.how.name,
        "delivery": "waits",
        "delta": None,
        "alarm": alarm,
    }


@LOAD.verb("plan", operation="consultation")
def planned(
    writer: Writer,
    path: str,
    *,
    source: str | None = None,
    day_first: bool | None = None,
    zone: str | None = None,
    choices: dict[str, str] | None = None,
    yes: bool = False,
    sample: int = 20,
) -> dict[str, Any]:
    """What a file would become: its profile, its columns with their evidence, and what is asked.

    Nothing of it is kept. A file of a source that the remit does not admit is refused.
    """
    plan = preview(
        Path(path),
        source=source,
        day_first=day_first,
        zone=zone,
        choices=choices,
        yes=yes,
        sample=sample,
        kept=as_kept(writer.kept),
    )
    writer.admit(plan.profile.id, plan.profile.handling)
    return plan.as_dict()


def as_kept(profiles: KeptProfiles) -> Lookup:
    """What is kept for a header, by the names that its columns have."""

    def of(header: Sequence[str]) -> Kept:
        one = profiles.of([plain_header(column) for column in header])
        return Kept() if one is None else kept_of(header, one.source, one.title, one.how)

    return of


def _keep(writer: Writer, plan: Plan, name: str | None) -> list[str]:
    """Keep how each table of the file is read; the names of what was kept."""
    names = []
    for part in plan.parts:
        header, said = part.table.header, part.to_keep()
        names.append(name or said.title)
        plain = [plain_header(column) for column in header]
        writer.keep_profile(plain, part.profile.id, names[-1], said.as_dict(header))
    return list(dict.fromkeys(names))


def _delivered_before(plan: Plan, draft: Draft) -> list[dict[str, Any]]:
    """The defect of a file whose very bytes came before under another name; else nothing."""
    name = draft.file_name
    if name is None or name == plan.path.name:
        return []
    text = f"the same bytes were delivered before as {name!r}: they are loaded once"
    return [asdict(Defect("repeated", text))]


def _rows(
    plan: Plan, draft: Draft, progress: Progress | None, terms: Agreed | None
) -> list[Mapper]:
    """Hand over every row after those kept already; the mappers, which have seen every row.

    Of a delivery with terms, every row that was agreed.
    """
    mappers = {part.table.part: part.mapper() for part in plan.parts}
    after, began, done = draft.progress.last_pos, time.monotonic(), 0
    delta = draft.delta
    for part, pos, row in plan.rows():
        done += 1
        if progress is not None and done % _BETWEEN == 0:
            progress(done, done / max(time.monotonic() - began, 1e-9))
        if terms is not None and not terms.takes(mappers[part.table.part], row, count=False):
            continue
        if isinstance(row, Fault):
            if pos > after:
                draft.reject(pos, row.reason, row.raw)
            continue
        row = part.kept(row)
        if delta is not None and not delta.takes(pos):
            if pos > after:
                _told(draft, delta, pos, row)
            if not isinstance(mappers[part.table.part], Checking):
                continue
            after = max(after, pos)
        try:
            said = mappers[part.table.part].row(pos, row)
        except BadInput as wrong:
            if pos > after:
                draft.reject(pos, wrong.reason, row)
        else:
            if pos > after:
                draft.add(said)
    if progress is not None:
        progress(done, done / max(time.monotonic() - began, 1e-9))
    return list(mappers.values())


def _told(draft: Draft, delta: Delta, pos: int, row: Fields) -> None:
    """Hand over a row that says nothing new: refused, withdrawing another, or standing already."""
    if (reason := delta.reasons.get(pos)) is not None:
        draft.reject(pos, reason, row)
    elif delta.instructs(pos):
        draft.instruct(pos, row)
