"""The trained model as a file of our own: features, labels and weights, and nothing executable.

A first line of JSON (name, labels, sizes, the scale of the weights), then the names of the
features, then arrays in little-endian order. The same training gives the same bytes; the model
card holds their SHA-256. Weights are whole numbers times one scale.
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from remit.errors import Damaged

__all__ = ["FORMAT", "Weights", "packed", "unpacked"]

FORMAT = "remit-extraction-1"
_STEPS = 32_000
"""Steps from zero to the largest weight."""


@dataclass(frozen=True)
class Weights:
    """A linear model: one weight per feature and label, one per pair of labels that follow."""

    name: str
    labels: tuple[str, ...]
    features: tuple[str, ...]
    table: NDArray[np.float32]
    """(features, labels)."""
    follows: NDArray[np.float32]
    """(labels, labels): weight of the second after the first; (0, 0) where order plays no part."""
    threshold: float
    """Least probability at which a candidate is proposed."""


def packed(weights: Weights) -> bytes:
    """The file of a model. Weights that round to zero are left out, and features without any."""
    scale = max(np.abs(weights.table).max(), np.abs(weights.follows).max(initial=0.0)) / _STEPS
    whole = np.rint(weights.table / scale).astype("<i2")
    kept = np.nonzero(whole.any(axis=1))[0]
    order = sorted(kept.tolist(), key=lambda row: weights.features[row])
    rows, columns = np.nonzero(whole[order])
    counts = np.bincount(rows, minlength=len(order)).astype("<u2")
    names = "\n".join(weights.features[row] for row in order).encode()
    head = {
        "format": FORMAT, "name": weights.name, "labels": weights.labels,
        "features": len(order), "weights": len(rows), "bytes": len(names),
        "follows": list(weights.follows.shape), "scale": float(scale),
        "threshold": weights.threshold,
    }  # fmt: skip
    parts = (
        json.dumps(head, separators=(",", ":")).encode() + b"\n",
        names,
        counts.tobytes(),
        columns.astype("u1").tobytes(),
        whole[order][rows, columns].astype("<i2").tobytes(),
        np.rint(weights.follows / scale).astype("<i2").tobytes(),
    )
    return b"".join(parts)


def unpacked(content: bytes, sha: str) -> Weights:
    """The model of a file. Raises `Damaged` where its bytes are not those of its card."""
    if sha256(content).hexdigest() != sha:
        raise Damaged("the extraction model is not the one its card describes: install it again")
    line, _, rest = content.partition(b"\n")
    head = json.loads(line)
    names = tuple(rest[: head["bytes"]].decode().split("\n"))
    at = head["bytes"]
    counts = np.frombuffer(rest, "<u2", head["features"], at)
    at += counts.nbytes
    columns = np.frombuffer(rest, "u1", head["weights"], at)
    at += columns.nbytes
    values = np.frombuffer(rest, "<i2", head["weights"], at)
    at += values.nbytes
    shape = tuple(head["follows"])
    follows = np.frombuffer(rest, "<i2", int(np.prod(shape)), at).reshape(shape)
    scale = np.float32(head["scale"])
    table = np.zeros((head["features"], len(head["labels"])), np.float32)
    table[np.repeat(np.arange(head["features"]), counts), columns] = values * scale
    return Weights(
        head["name"], tuple(head["labels"]), names, table,
        (follows * scale).astype(np.float32), head["threshold"],
    )  # fmt: skip


def read(folder: Path, name: str, sha: str) -> Weights:
    """The model kept under a name in the folder of models."""
    return unpacked((folder / name).read_bytes(), sha)
