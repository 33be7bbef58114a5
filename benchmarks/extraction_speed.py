"""Characters a second of extraction on one core, by rules alone and with the model.

    python -m benchmarks.extraction_speed [--json FILE]

On made-up British reports, dense with identifiers (`tests/extraction/reports.py`), and on the same
between ten parts of prose. Counted in processor time of all threads, so that other work does not
matter.
"""

import argparse
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.told import told
from tests.extraction.reports import PROSE, report

from remit.extraction.candidate import Candidate
from remit.extraction.card import labeller
from remit.extraction.extract import extract
from remit.extraction.relating import relations

__all__: list[str] = []

REPORTS = 400
DATED = date(2024, 1, 10)


def main() -> None:
    """Measure, print, and write the figures where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", type=Path, metavar="FILE")
    asked = options.parse_args()
    dense = [report(seed).text for seed in range(REPORTS)]
    prose = [text + " " + " ".join(PROSE * 20) for text in dense[:100]]
    began = time.process_time()
    labeller()
    figures = {"model read, s": time.process_time() - began}
    for name, texts in (("dense", dense), ("prose", prose)):
        figures[f"rules alone, {name} reports, characters/s"] = _rate(texts, _ruled)
        extract(texts[0])
        figures[f"with the model, {name} reports, characters/s"] = _rate(texts[:60], _whole)
        _related(texts[0])
        figures[f"relations as well, {name} reports, characters/s"] = _rate(texts[:60], _related)
    told(figures, asked.json)


def _rate(texts: list[str], work: Callable[[str], object]) -> float:
    began = time.process_time()
    for text in texts:
        work(text)
    return sum(map(len, texts)) / (time.process_time() - began)


def _ruled(text: str) -> list[Candidate]:
    return extract(text, dated=DATED, zone="Europe/London", rules_only=True)


def _whole(text: str) -> list[Candidate]:
    return extract(text, dated=DATED, zone="Europe/London")


def _related(text: str) -> object:
    return relations(text, _whole(text))


if __name__ == "__main__":
    main()
