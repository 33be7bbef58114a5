"""What of a file is held back while it is loaded, and on what ground.

Each row is looked at as received, before anything of it is kept, for signs of privileged,
journalistic and source-identifying material; then, as it was read, for what exceeds the authority
under which it was got. A file whose profile says `hold: file` is read through once before it is
loaded: a sign in one row of a document holds them all.
"""

import json
from collections.abc import Mapping

from remit.sources.authority import EXCEEDS, Authority
from remit.sources.plan import Plan
from remit.sources.privilege import Rules, Sign, Watching, watched
from remit.sources.readers import Fault
from remit.store.draft import Draft
from remit.store.drafts import RowDraft
from remit.store.rejects import Reject

__all__ = ["Holding", "reject"]


class Holding:
    """Decides for each row of one file whether it is kept or held back."""

    def __init__(self, plan: Plan, authority: Authority | None, rules: Rules) -> None:
        self._authority = authority
        self._about = plan.about
        self._watching = {
            part.table.part: Watching(watched(part.profile, part.columns, part.table.header), rules)
            for part in plan.parts
        }
        self._every: dict[str, Sign] = {}
        """By table: the sign for which every row of it is held."""
        if any(part.profile.hold == "file" for part in plan.parts):
            self._read_through(plan)

    def sign(self, part: Plan, raw: Mapping[str, str | None]) -> Sign | None:
        """A sign in a row as received, or in the document that it is of."""
        if (every := self._every.get(part.table.part)) is not None:
            return every
        return self._watching[part.table.part].sign(raw)

    def take(self, draft: Draft, part: Plan, said: RowDraft | Reject, sign: Sign | None) -> None:
        """Hand over a row, or why it is rejected: to be kept, or to be held back."""
        if sign is not None:
            draft.hold(said, sign.ground, sign.reason)
        elif isinstance(said, Reject):
            draft.reject(said.pos, said.reason, json.loads(said.raw))
        elif (exceeds := self._exceeds(part, said)) is not None:
            draft.hold(said, EXCEEDS, exceeds)
        else:
            draft.add(said)

    def _exceeds(self, part: Plan, said: RowDraft) -> str | None:
        if self._authority is None or part.profile.authority is None:
            return None
        return self._authority.exceeded(said, self._about)

    def _read_through(self, plan: Plan) -> None:
        found = None
        for part, pos, row in plan.rows():
            cells = row.raw if isinstance(row, Fault) else row
            if part.profile.hold == "file" and (sign := self.sign(part, cells)) is not None:
                found = Sign(sign.ground, f"{sign.reason}: a sign in row {pos} holds its document")
                break
        if found is not None:
            every = [part.table.part for part in plan.parts if part.profile.hold == "file"]
            self._every = dict.fromkeys(every, found)


def reject(pos: int, reason: str, raw: Mapping[str, str | None]) -> Reject:
    """A row that contradicts its profile, as it is kept."""
    return Reject(pos, reason, json.dumps(raw, ensure_ascii=False))
