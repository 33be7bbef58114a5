"""A workspace on disk: what kind it is, where its parts lie, and the service's keys beside it.

    DIR/workspace/workspace.yaml    id, kind, origin, dates; no secret
    DIR/workspace/state.sqlite      ledger, authority and store state (or PostgreSQL elsewhere)
    DIR/workspace/sealed/           loads, encrypted
    DIR/workspace/products/         products, encrypted
    DIR/keys/service.json           the service's keys; never inside the workspace
    DIR/keys/last-head              the ledger's head as it was last seen; see `LastHead`

A copy of the workspace folder alone is noise: every name, value and reason in it is encrypted.
"""

import base64
import json
import os
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

import yaml

from remit.errors import BadInput, Misuse, Unavailable

__all__ = ["FORMAT", "Kind", "LastHead", "ServiceKeys", "Workspace"]

FORMAT = 1
"""Version of the workspace's layout; a newer one is refused."""

Kind = Literal["exercise", "operational"]

_FOLDERS = ("sealed", "products", "tmp")
_NAMES = ("log", "field", "master", "ids")
_KEY = 32


@dataclass(frozen=True)
class Workspace:
    """One workspace. Its kind is fixed when it is made and stands in the ledger's first entry."""

    home: Path
    id: str
    kind: Kind
    origin: str
    """Name of its log in checkpoints."""
    created: datetime
    expires: datetime | None
    """When an exercise ends; None for an operational workspace."""

    @property
    def exercise(self) -> bool:
        """Whether it is for training and evaluation."""
        return self.kind == "exercise"

    @classmethod
    def make(cls, home: Path, kind: Kind, *, expires: datetime | None = None) -> "Workspace":
        """Make an empty workspace folder. Raises `Misuse` where one is already there."""
        if (home / "workspace.yaml").exists():
            raise Misuse(f"{home} is a workspace already")
        made = secrets.token_hex(6)
        origin = f"remit.example/{'exercise/' if kind == 'exercise' else ''}{made}"
        now = datetime.now(UTC).replace(microsecond=0)
        workspace = cls(home, f"workspace-{made}", kind, origin, now, expires)
        for folder in (home, *(home / name for name in _FOLDERS)):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        workspace._write()
        return workspace

    @classmethod
    def read(cls, home: Path) -> "Workspace":
        """The workspace in `home`. Raises `Misuse` or `BadInput` where there is none.

        One whose parts are links is refused: what lies behind a link is not the workspace's.
        """
        path = home / "workspace.yaml"
        if not path.is_file():
            raise Misuse(f"{home} is not a workspace: make one with `remit init DIR --exercise`")
        try:
            facts = yaml.safe_load(path.read_text(encoding="utf-8"))
            for part in (path, *(home / name for name in _FOLDERS)):
                if part.is_symlink():
                    raise BadInput(f"{part.name} is a link: a workspace holds its own parts")
            if facts["kind"] not in get_args(Kind):
                raise BadInput(f"{facts['kind']!r} is no kind of workspace")
            if facts["format"] > FORMAT:
                raise BadInput(f"format {facts['format']} is newer than this version of Remit")
            expires = facts["expires"]
            return cls(
                home=home,
                id=facts["id"],
                kind=facts["kind"],
                origin=facts["origin"],
                created=datetime.fromisoformat(facts["created"]),
                expires=datetime.fromisoformat(expires) if expires else None,
            )
        except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
            raise BadInput(f"not a workspace description: {error}", file=str(path)) from error

    @property
    def facts(self) -> dict[str, object]:
        """What the ledger's first entry says of it, and its description may not say otherwise."""
        return {
            "workspace": self.id,
            "kind": self.kind,
            "origin": self.origin,
            "expires": self.expires.isoformat() if self.expires else None,
        }

    def database(self) -> str:
        """Address of the state database where no other is set."""
        return f"sqlite:///{self.home / 'state.sqlite'}"

    def exists(self, database: str | None) -> bool:
        """Whether the state database can be there at all; a server is asked on connecting."""
        return database is not None or (self.home / "state.sqlite").is_file()

    def _write(self) -> None:
        facts = {
            "format": FORMAT,
            "id": self.id,
            "kind": self.kind,
            "origin": self.origin,
            "created": self.created.isoformat(),
            "expires": self.expires.isoformat() if self.expires else None,
        }
        text = yaml.safe_dump(facts, sort_keys=False)
        (self.home / "workspace.yaml").write_text(text, encoding="utf-8")


@dataclass(frozen=True, repr=False)
class ServiceKeys:
    """The keys the service holds, 32 bytes each. They never lie inside the workspace."""

    log: bytes
    """Seed of the log's signing key."""
    field: bytes
    """Encrypts names, reasons and parameters in the state database."""
    master: bytes
    """Wraps the data key of every sealed file."""
    ids: bytes
    """Keys the ids, so that they say nothing of what they stand for."""
    folder: Path
    """Where they lie."""

    @classmethod
    def make(cls, folder: Path) -> "ServiceKeys":
        """New random keys in `folder`. Raises `Misuse` where keys are already there."""
        path = folder / "service.json"
        if path.exists():
            raise Misuse(f"{path} exists: keys are never overwritten")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        keys = cls(folder=folder, **{name: secrets.token_bytes(_KEY) for name in _NAMES})
        held = {name: base64.b64encode(getattr(keys, name)).decode() for name in _NAMES}
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(json.dumps(held))
        return keys

    @classmethod
    def read(cls, folder: Path) -> "ServiceKeys":
        """The keys in `folder`. Raises `Unavailable` where they are missing or not keys.

        Keys that other accounts may read are refused: whoever has them needs no remit.
        """
        path = folder / "service.json"
        try:
            if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise Unavailable(f"{path} is open to other accounts: chmod 600 it, or change keys")
            held = json.loads(path.read_text(encoding="utf-8"))
            keys = {name: base64.b64decode(held[name], validate=True) for name in _NAMES}
        except OSError as error:
            raise Unavailable(f"{path}: no service keys, so nothing can be opened") from error
        except (ValueError, TypeError, KeyError) as error:
            raise Unavailable(f"{path} does not hold service keys") from error
        if any(len(key) != _KEY for key in keys.values()):
            raise Unavailable(f"{path} does not hold service keys")
        return cls(folder=folder, **keys)


@dataclass(frozen=True)
class LastHead:
    """The ledger's signed head as this service last saw it, kept beside the keys.

    It lies outside the workspace, so that an older copy of the workspace is noticed. Whoever
    can write both folders can set both back: against that stand the witnesses, and a checkpoint
    in somebody else's hands.
    """

    folder: Path

    @property
    def path(self) -> Path:
        """The file it is kept in."""
        return self.folder / "last-head"

    def read(self) -> str | None:
        """The signed checkpoint; None where none was kept yet."""
        try:
            return self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def keep(self, checkpoint: str) -> None:
        """Keep a checkpoint in its place; where the folder cannot be written, the old one stays."""
        part = self.folder / f"last-head.{os.getpid()}.part"
        with suppress(OSError):
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(checkpoint)
            part.replace(self.path)
