"""A handbrake's release with one signature, kept until the second overseer signs.

The file holds a signed statement that is published anyway once it counts, and no key.
"""

import json
from pathlib import Path

from remit.ledger.note import parse_note

__all__ = ["HalfReleased"]


class HalfReleased:
    """What waits for the second signature on one scope, beside the workspace's keys."""

    def __init__(self, folder: Path, scope: str) -> None:
        self._path = folder / f"release-{scope.encode().hex()}.json"
        kept = self._path.is_file()
        self._kept = json.loads(self._path.read_text(encoding="utf-8")) if kept else {}

    @property
    def because(self) -> str | None:
        """The reason that the first overseer signed; None where nothing waits."""
        because: str | None = self._kept.get("because")
        return because

    def over(self, text: str) -> list[str]:
        """The waiting notes that say exactly `text`."""
        return [note for note in self._kept.get("notes", []) if parse_note(note)[0] == text]

    def keep(self, because: str, notes: list[str]) -> None:
        """Keep the first signature."""
        kept = {"because": because, "notes": notes}
        self._path.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")

    def forget(self) -> None:
        """Drop what waited: the brake is released."""
        self._path.unlink(missing_ok=True)
