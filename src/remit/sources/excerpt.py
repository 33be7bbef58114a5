"""What of a delivery enters the house: the file as received, or the agreed rows of it.

The agreed rows are written to a temporary folder as JSON lines, terms first, and that excerpt is
what is sealed as the archive and what tells one load from another: the same file under other terms
is another delivery. The folder goes when the load is over.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from remit.authority.act import Act
from remit.sources.agreed import Agreed
from remit.sources.plan import Plan
from remit.sources.readers import Fault
from remit.store import agreement

__all__ = ["Delivery", "of"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """The bytes that a load archives, and the terms under which they came in."""

    path: Path
    sha256: str
    received_sha256: str
    """Hash of the whole file as received."""
    terms: Agreed | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing in the file lies within what was agreed."""
        return self.terms is not None and not self.terms.taken

    @property
    def mapping(self) -> str:
        """The terms as one text; empty without any."""
        return self.terms.mapping if self.terms else ""

    def said(self) -> dict[str, Any]:
        """What an answer says of the terms; nothing without any."""
        if self.terms is None:
            return {}
        return {"agreed": self.terms.as_dict(), "left_out": dict(self.terms.left_out)}

    def enter(self, act: Act, load: str) -> None:
        """Say in the ledger what was agreed and how much it left out."""
        if self.terms is not None:
            terms, left_out = self.terms.as_dict(), self.terms.left_out
            agreement.enter(act, load, self.received_sha256, terms, left_out)


def of(plan: Plan, terms: Agreed | None, act: Act) -> Delivery:
    """The delivery of a plan: the file itself where nothing was agreed.

    An excerpt goes when the act is over, however it ends.
    """
    received = plan.survey.sha256
    if terms is None:
        return Delivery(plan.path, received, received)
    folder = TemporaryDirectory()
    act.on_close(folder.cleanup)
    path, digest = Path(folder.name) / "agreed.jsonl", sha256()
    mappers: dict[str, object] = {part.table.part: part.mapper() for part in plan.parts}
    first: dict[str, object] = {"file_sha256": received, "agreed": terms.as_dict()}
    with path.open("wb") as out:
        for line in _lines(first, plan, terms, mappers):
            act.check()
            digest.update(line)
            out.write(line)
    return Delivery(path, digest.hexdigest(), received, terms)


def _lines(
    first: dict[str, object], plan: Plan, terms: Agreed, mappers: dict[str, object]
) -> Iterator[bytes]:
    yield _line(first)
    for part, pos, row in plan.rows():
        if terms.takes(mappers[part.table.part], row) and not isinstance(row, Fault):
            yield _line({"row": pos, "raw": part.kept(row)})


def _line(value: dict[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogateescape") + b"\n"
