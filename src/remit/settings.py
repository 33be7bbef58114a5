"""Settings, from `REMIT_*` and nowhere else.

| name | meaning | default |
| --- | --- | --- |
| `REMIT_HOME` | the workspace, or the folder that `remit init` was given | none |
| `REMIT_KEYS` | the service's keys, never inside the workspace | `keys` beside the workspace |
| `REMIT_DATABASE` | SQLAlchemy address of the state database | `state.sqlite` in the workspace |
| `REMIT_AS` | who acts, in an exercise workspace only | `analyst` |
| `REMIT_CASE` | what `--case` defaults to | none |
| `REMIT_PURPOSE` | what `--purpose` defaults to | the purpose of the case |
| `REMIT_BECAUSE` | what `--because` defaults to | none |
| `REMIT_SESSION` | a session token for the command line in an operational workspace | none |
| `REMIT_PRIVILEGE` | the force's own rules by which rows are held back | only those shipped |
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from remit.errors import Misuse

__all__ = ["NAMES", "Settings", "settings", "unknown"]

NAMES = (
    "REMIT_HOME",
    "REMIT_KEYS",
    "REMIT_DATABASE",
    "REMIT_AS",
    "REMIT_CASE",
    "REMIT_PURPOSE",
    "REMIT_BECAUSE",
    "REMIT_SESSION",
    "REMIT_PRIVILEGE",
)
"""Every setting there is; the command line warns of a `REMIT_` name outside this list."""


@dataclass(frozen=True)
class Settings:
    """The settings of one process, read once."""

    home: Path | None
    keys: Path | None
    database: str | None
    acting_as: str | None
    case: str | None
    purpose: str | None
    because: str | None
    session: str | None
    privilege: Path | None

    def workspace(self) -> tuple[Path, Path]:
        """The workspace folder and the keys folder.

        `REMIT_HOME` may name the workspace itself or the folder that `remit init` was
        given, which holds `workspace` and `keys` side by side.
        Raises `Misuse` when there is no workspace there.
        """
        if self.home is None:
            raise Misuse("no workspace: set REMIT_HOME; `remit init DIR --exercise` makes one")
        for home in (self.home, self.home / "workspace"):
            if (home / "workspace.yaml").is_file():
                return home, self.keys or home.parent / "keys"
        raise Misuse(f"{self.home} is not a workspace: make one with `remit init DIR --exercise`")


def settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment. A `REMIT_` name that does not exist sets nothing."""
    env = os.environ if environ is None else environ
    home, keys = env.get("REMIT_HOME"), env.get("REMIT_KEYS")
    return Settings(
        home=Path(home) if home else None,
        keys=Path(keys) if keys else None,
        database=env.get("REMIT_DATABASE") or None,
        acting_as=env.get("REMIT_AS") or None,
        case=env.get("REMIT_CASE") or None,
        purpose=env.get("REMIT_PURPOSE") or None,
        because=env.get("REMIT_BECAUSE") or None,
        session=env.get("REMIT_SESSION") or None,
        privilege=Path(privilege) if (privilege := env.get("REMIT_PRIVILEGE")) else None,
    )


def unknown(environ: Mapping[str, str] | None = None) -> list[str]:
    """`REMIT_` names in the environment that are no settings: misspelt, most likely."""
    env = os.environ if environ is None else environ
    return sorted(name for name in env if name.startswith("REMIT_") and name not in NAMES)
