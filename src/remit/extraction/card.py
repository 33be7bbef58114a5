"""The model card: what the shipped models are, learned from what, how good, and where they end."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from remit.extraction.labelling import Labeller
from remit.extraction.lexicon import lexicon
from remit.extraction.model_file import Weights, unpacked

__all__ = ["FOLDER", "Card", "card", "labeller", "relation_weights"]

FOLDER = Path(__file__).parent / "model"


@dataclass(frozen=True)
class Card:
    """`card.json`, as kept beside the models."""

    said: dict[str, Any]

    @property
    def name(self) -> str:
        """Name of the entity model, as candidates carry it in `by`."""
        return str(self.said["name"])

    def sha256(self, file: str) -> str:
        """Hash that a file of the models must have."""
        return str(self.said["files"][file]["sha256"])


@lru_cache(maxsize=1)
def card() -> Card:
    """The card of the shipped models."""
    return Card(json.loads((FOLDER / "card.json").read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def labeller() -> Labeller:
    """The shipped entity model, read once. Raises `Damaged` where it is not the card's."""
    return Labeller(_weights("entities.model"), lexicon())


@lru_cache(maxsize=1)
def relation_weights() -> Weights:
    """The shipped relation model, read once. Raises `Damaged` where it is not the card's."""
    return _weights("relations.model")


def _weights(file: str) -> Weights:
    return unpacked((FOLDER / file).read_bytes(), card().sha256(file))
