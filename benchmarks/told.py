"""Figures, as every benchmark prints and keeps them."""

import json
from pathlib import Path

__all__ = ["told"]


def told(figures: dict[str, float], file: Path | None) -> None:
    """Print each figure by its name, and write them where asked."""
    for name, figure in figures.items():
        print(f"{name:62} {figure:12,.3f}")
    if file:
        file.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
