"""The first remits of an exercise, from the readable templates in `remits/`.

A template is a whole remit less its dates and its vetting, which belong to one exercise.
"""

from datetime import datetime
from functools import cache
from importlib.resources import files

import yaml

from remit.authority.capability import registered
from remit.authority.remit_document import load
from remit.errors import Unavailable

__all__ = ["documents", "templates"]


@cache
def templates() -> dict[str, str]:
    """The text of every template, by capability."""
    folder = files("remit.exercise").joinpath("remits")
    return {
        path.name.removesuffix(".yaml"): path.read_text(encoding="utf-8")
        for path in sorted(folder.iterdir(), key=lambda path: path.name)
        if path.name.endswith(".yaml")
    }


def documents(now: datetime, expires: datetime) -> list[str]:
    """One document for each registered capability, valid from `now` until `expires`.

    Raises `Unavailable` for a capability without a template.
    """
    wanted = sorted({verb.capability.id for verb in registered().values()})
    if missing := [name for name in wanted if name not in templates()]:
        raise Unavailable(f"no first remit for {', '.join(missing)} in remit/exercise/remits")
    return [_document(name, now, expires) for name in wanted]


def _document(name: str, now: datetime, expires: datetime) -> str:
    vetted = {
        "by": "Exercise",
        "on": now.date().isoformat(),
        "reference": "made-up or published data only",
    }
    filled = load(templates()[name]) | {
        "id": f"remit-{name}",
        "valid_from": now.isoformat(),
        "valid_to": expires.isoformat(),
        "dpia_due": expires.isoformat(),
        "vetting": {kind: dict(vetted) for kind in ("financial", "ethical", "legal")},
    }
    return yaml.safe_dump(filled, sort_keys=False, allow_unicode=True)
