"""What of a file is held back while it is loaded, and on what ground.

Each row is looked at as received, before anything of it is kept, for signs of privileged,
journalistic and source-identifying material; then, as it was read, for what exceeds the authority
under which it was got. A file whose profile says `hold: file` is read through once before it is
loaded: a sign in one row of a document holds them all.
"""

import json
from collections.abc import Mapping
from dataclasses import replace

from remit.sources.authority import EXCEEDS, Authority
from remit.sources.becomes import Sample
from remit.sources.mapping import Mapper, OfOne
from remit.sources.plan import Plan
from remit.sources.privilege import Rules, Sign, Watching, watched
from remit.sources.readers import Fault
from remit.store.draft import Draft
from remit.store.drafts import RowDraft
from remit.store.rejects import Reject

__all__ = ["Holding", "covered", "reject"]


class Holding:
    """Decides for each row of one file whether it is kept or held back."""

    def __init__(self, plan: Plan, authority: Authority | None, rules: Rules) -> None:
        self._authority = authority
        self._watching = {
            part.table.part: Watching(watched(part.profile, part.columns), rules)
            for part in plan.parts
        }
        self._every: dict[tuple[str, str | None], Sign] = {}
        """By table, and what its rows have together: the sign for which all of these are held."""
        profiles = [part.profile for part in plan.parts]
        if any(one.hold == "file" or one.together for one in profiles):
            self._read_through(plan)

    def sign(self, part: Plan, raw: Mapping[str, str | None]) -> Sign | None:
        """A sign in a row as received, or in the document that it is of."""
        if self._every and (every := self._every.get(self._together(part, raw))) is not None:
            return every
        return self._watching[part.table.part].sign(raw)

    def take(
        self, draft: Draft, part: Plan, said: RowDraft | Reject, sign: Sign | None, mapper: Mapper
    ) -> None:
        """Hand over a row, or why it is rejected: to be kept, or to be held back."""
        if sign is not None:
            draft.hold(said, sign.ground, sign.reason)
        elif isinstance(said, Reject):
            draft.reject(said.pos, said.reason, json.loads(said.raw))
        elif (exceeds := self._exceeds(part, said, mapper)) is not None:
            draft.hold(said, EXCEEDS, exceeds)
        else:
            draft.add(said)

    def _exceeds(self, part: Plan, said: RowDraft, mapper: Mapper) -> str | None:
        if self._authority is None or part.profile.authority is None:
            return None
        about = mapper.about() if isinstance(mapper, OfOne) else ()
        return self._authority.exceeded(said, about)

    def _together(self, part: Plan, raw: Mapping[str, str | None]) -> tuple[str, str | None]:
        column = part.profile.together
        return part.table.part, raw.get(column) if column else None

    def _read_through(self, plan: Plan) -> None:
        found: dict[tuple[str, str | None], Sign] = {}
        for part, pos, row in plan.rows():
            cells = row.raw if isinstance(row, Fault) else row
            key = self._together(part, cells)
            if key in found or not (part.profile.hold == "file" or part.profile.together):
                continue
            if (sign := self.sign(part, cells)) is not None:
                what = "document" if part.profile.hold == "file" else "message"
                reason = f"{sign.reason}: a sign in row {pos} holds its {what}"
                found[key] = Sign(sign.ground, reason)
        self._every = found


def covered(plan: Plan, authority: Authority | None, rules: Rules) -> Plan:
    """A plan whose sample shows nothing of rows in which there are signs."""
    holding = Holding(plan, authority, rules)
    parts = []
    for part in plan.parts:
        sample = tuple(_covered(one, holding.sign(part, one.raw)) for one in part.sample)
        parts.append(replace(part, sample=sample))
    return replace(parts[0], more=tuple(parts[1:]))


def _covered(one: Sample, sign: Sign | None) -> Sample:
    return one if sign is None else Sample(one.row, {}, (), sign.reason)


def reject(pos: int, reason: str, raw: Mapping[str, str | None]) -> Reject:
    """A row that contradicts its profile, as it is kept."""
    return Reject(pos, reason, json.dumps(raw, ensure_ascii=False))
