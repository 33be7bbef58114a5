"""The capability `load`: one file into the house, whole or not at all, reconciled to the row."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from remit.authority.capability import Capability
from remit.authority.retention import retention as retention_class
from remit.errors import BadInput, Misuse
from remit.settings import settings
from remit.sources import excerpt, privilege
from remit.sources.agreed import Agreed
from remit.sources.answering import delivered_before, loaded_under, planned_only, waits
from remit.sources.authority import ANSWERS, EXERCISE, Authority, asked, of, read
from remit.sources.feedload import feed as fed_in_blocks
from remit.sources.holding import Holding, covered
from remit.sources.kept import Kept, Lookup, kept_of
from remit.sources.mapping import Checking, Mapper
from remit.sources.plan import Plan
from remit.sources.previewing import preview
from remit.sources.profile import plain_header
from remit.sources.readers import changed
from remit.sources.receiving import Receiving, kept_back, never_brought
from remit.sources.rowload import Progress, handed_over
from remit.sources.sniff import sniffed
from remit.store.drafts import LoadPlan
from remit.store.kept import KeptProfiles
from remit.store.writer import Writer

__all__ = ["LOAD", "REJECTS_SHOWN", "as_kept", "compact", "file", "planned"]

LOAD = Capability(
    "load", "Load what the force lawfully holds", "standard", "collection", hand="writer"
)

REJECTS_SHOWN = 10_000
"""Rejected rows listed in an answer; all of them are kept with the load."""

_CHANGED = "the file changed"
"""Stands for the mapping of a draft that was dropped: no file is read by it."""


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
    authority: str | None = None,
    subject: Sequence[str] | None = None,
    from_: str | None = None,
    to: str | None = None,
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
    Communications, bank and handset data name the `authority` under which they were got, each
    `subject` of it (`any` where it names none) and its days. Rows that exceed it, and rows with
    signs of privileged, journalistic or source-identifying material, are held back: they count as
    rejected until an independent person decides (`held`).

    `feed` names a standing feed: the file is its next delivery, read by its profile. Where its
    columns changed nothing is loaded and `alarm` says so; `delta` counts what it added, changed,
    removed and left unchanged. Rows that are unchanged are accepted and stand where they were.
    """
    receiving = Receiving(writer, feed, Path(path)) if feed else None
    if receiving is not None:
        if agreed or source not in (None, receiving.source):
            raise Misuse(f"{feed} says what its deliveries are: neither name a source nor terms")
        source, handling = receiving.source, receiving.feed.handling
        if authority is None and (got := receiving.feed.how.authority) is not None:
            authority, subject, from_, to = got
        receiving.check()
        if (alarm := receiving.columns()) is not None:
            return waits(receiving, alarm)
    terms = Agreed.read(agreed, zone) if agreed else None
    before = as_kept(writer.kept)
    _admit(writer, Path(path), source, before)
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
    answer = planned_only(plan)
    given = of(authority, subject, from_, to, (choices or {}).get(ANSWERS))
    under = _authority(plan, given, writer, yes)
    if under is None and (kind := _takes_authority(plan)) is not None:
        answer["questions"].append(asdict(asked(kind, exercise=writer.exercise)))
    if answer["questions"]:
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
        return waits(receiving, alarm)
    now = datetime.now(UTC).date()
    kept = retention_class(retention or plan.profile.retention)
    brought = LoadPlan(
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
        authority=None if under is None else under.as_json(),
        again=receiving.again if receiving else 0,
    )
    draft = writer.begin(brought)
    if delta is not None and not draft.done:
        draft.compared(delta)
    if not draft.done:
        rules = privilege.rules(settings().privilege)
        with _unchanged(plan, writer, brought):
            fed = fed_in_blocks(plan, draft, progress, under, rules) if terms is None else None
            mappers: Sequence[Mapper] = [fed] if fed is not None else ()
            mappers = mappers or handed_over(
                plan, draft, progress, terms, Holding(plan, under, rules)
            )
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
        answer["defects"] += delivered_before(plan, draft)
        answer["notes"] = [*answer["notes"], *loaded_under(draft, under)]
    done = draft.progress
    rejects = draft.rejects(REJECTS_SHOWN)
    answer |= {
        "load": draft.load,
        "received": done.received,
        "accepted": done.accepted,
        "rejected": done.rejected,
        "held": done.held,
        "rejects": [
            {"row": one.pos, "reason": one.reason, "ground": one.ground} for one in rejects
        ],
        "authority": None if draft.authority is None else json.loads(draft.authority),
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


@contextmanager
def _unchanged(plan: Plan, writer: Writer, brought: LoadPlan) -> Iterator[None]:
    """Raise `BadInput` where the file is no longer the one that was surveyed.

    Rows sealed in the meantime may be of neither the file before nor the file after: the draft
    is dropped, so that no later load goes on from it.
    """
    wrong: BadInput | None = None
    try:
        yield
    except BadInput as refused:
        wrong = refused
    if changed(plan.path, plan.survey):
        writer.begin(replace(brought, mapping=_CHANGED))
        reason = "the file changed while it was being loaded: nothing of it is kept"
        raise BadInput(reason, file=plan.path.name) from None
    if wrong is not None:
        raise wrong


def _takes_authority(plan: Plan) -> str | None:
    """The kind of authority that the file's data are got under; None where none is needed."""
    kinds = (part.profile.authority for part in plan.parts)
    return next((kind for kind in kinds if kind is not None), None)


def _authority(plan: Plan, given: Authority | None, writer: Writer, yes: bool) -> Authority | None:
    """The authority given, where the file's data take one: of a folder, not every file does.

    In an exercise `yes` takes the one proposed; in earnest nothing stands in for what was given.
    """
    if _takes_authority(plan) is None:
        return None
    return read(EXERCISE) if given is None and yes and writer.exercise else given


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
    authority: str | None = None,
    subject: Sequence[str] | None = None,
    from_: str | None = None,
    to: str | None = None,
    sample: int = 20,
) -> dict[str, Any]:
    """What a file would become: its profile, its columns with their evidence, and what is asked.

    Nothing of it is kept. A file of a source that the remit does not admit is refused. Of rows
    that would be held back nothing is shown.
    """
    before = as_kept(writer.kept)
    _admit(writer, Path(path), source, before)
    plan = preview(
        Path(path),
        source=source,
        day_first=day_first,
        zone=zone,
        choices=choices,
        yes=yes,
        sample=sample,
        kept=before,
    )
    writer.admit(plan.profile.id, plan.profile.handling)
    given = of(authority, subject, from_, to, (choices or {}).get(ANSWERS))
    under = _authority(plan, given, writer, yes)
    told = covered(plan, under, privilege.rules(settings().privilege)).as_dict()
    if under is None and (kind := _takes_authority(plan)) is not None:
        told["questions"].append(asdict(asked(kind, exercise=writer.exercise)))
    return told


def as_kept(profiles: KeptProfiles) -> Lookup:
    """What is kept for a header, by the names that its columns have."""

    def of(header: Sequence[str]) -> Kept:
        one = profiles.of([plain_header(column) for column in header])
        return Kept() if one is None else kept_of(header, one.source, one.title, one.how)

    return of


def _admit(writer: Writer, path: Path, source: str | None, kept: Lookup) -> None:
    """Refuse a file whose first bytes say that it is of a source outside the remit.

    At most 64 KiB of it are looked at, and nothing of them is kept.
    """
    if writer.act.scope.sources is None:
        return
    told = (source,) if source else sniffed(path, kept)
    if told and not any(one in writer.act.scope.sources for one in told):
        writer.admit(told[0], None)


def _keep(writer: Writer, plan: Plan, name: str | None) -> list[str]:
    """Keep how each table of the file is read; the names of what was kept."""
    names = []
    for part in plan.parts:
        header, said = part.table.header, part.to_keep()
        names.append(name or said.title)
        plain = [plain_header(column) for column in header]
        writer.keep_profile(plain, part.profile.id, names[-1], said.as_dict(header))
    return list(dict.fromkeys(names))
