"""An exercise that stands already: found again, or moved aside when its time is over."""

from datetime import UTC, datetime
from pathlib import Path

from remit.exercise.set_up import init, refuse_beside_the_real_thing
from remit.workspace import Workspace

__all__ = ["found_or_made"]


def found_or_made(folder: Path) -> tuple[Path, Path, str | None]:
    """The workspace and keys in `folder`, made where there are none.

    An expired exercise is moved to a folder beside them and a new one made: the third value
    then names that folder, and is None otherwise. Raises `Misuse` where an operational
    workspace is configured.
    """
    refuse_beside_the_real_thing()
    home, keys = folder / "workspace", folder / "keys"
    moved = None
    if (home / "workspace.yaml").is_file():
        expires = Workspace.read(home).expires
        if expires is None or expires > datetime.now(UTC):
            return home, keys, None
        moved = _move_aside(folder, expires)
    made = init(folder)
    return made.home, made.keys, moved


def _move_aside(folder: Path, expired: datetime) -> str:
    aside = folder / f"expired-{expired:%Y-%m-%dT%H%M%SZ}"
    aside.mkdir()
    for part in ("workspace", "keys"):
        (folder / part).rename(aside / part)
    return aside.name
