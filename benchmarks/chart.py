"""Frames a second of a chart with a thousand things, in a browser without a graphics card.

    python -m benchmarks.chart [--things N] [--connections N] [--json FILE]

A made-up file of numbers used by people is loaded into an exercise, its chart is opened in
Debian's Chromium with software rendering, and frames are counted while somebody moves it.
Needs Chromium; measures, and asserts nothing.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.told import told
from playwright.sync_api import Page, sync_playwright
from tests.browser import CHROMIUM
from tests.e2e.site import because, served
from tests.house import load, use

__all__: list[str] = []

SECONDS = 4.0
"""How long each movement is kept up."""

BROWSER = ("--no-sandbox", "--disable-gpu", "--use-angle=swiftshader", "--disable-extensions")

COUNT = """() => {
  const times = [];
  let on = true;
  const frame = (now) => { times.push(now); if (on) requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
  window.counted = () => { on = false; return times; };
}"""


def main() -> None:
    """Measure, print, and write the figures where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--things", type=int, default=1_000)
    options.add_argument("--connections", type=int, default=2_000)
    options.add_argument("--json", type=Path, metavar="FILE")
    asked = options.parse_args()
    if not CHROMIUM.exists():
        sys.exit("Debian's Chromium is not installed: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as site:
        load(site.house, Path(folder), calls(asked.things, asked.connections), name="calls.csv")
        hub = use(site.house, "analyst", "search.phones", query="07700 900000").result["hits"][0]
        began = time.perf_counter()
        chart = use(
            site.house, "analyst", "network.chart", entities=[hub["entity"]], grow=True,
            limit=asked.things,
        ).result  # fmt: skip
        figures = {
            "things": float(len(chart["things"])),
            "connections": float(len(chart["connections"])),
            "asked and laid out, s": time.perf_counter() - began,
        }
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=list(BROWSER))
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(site.link("analyst"))
            began = time.perf_counter()
            page.goto(
                f"{site.address}/cases/{site.case}/chart?thing={hub['entity']}&grow=true"
                f"&limit={asked.things}&{because()}"
            )
            page.wait_for_selector("#chart[data-ready]")
            figures["page asked for until the chart stands, s"] = time.perf_counter() - began
            figures |= moved(page)
            browser.close()
    told(figures, asked.json)


def calls(things: int, connections: int) -> str:
    """Calls between numbers: all with one, the rest by chance, a few much more than others."""
    chance = random.Random(1)
    number = [f"07700 9{n:05d}" for n in range(things)]
    pairs = {(0, n) for n in range(1, things)}
    while len(pairs) < connections:
        a, b = int(things * chance.random() ** 2), chance.randrange(things)
        if a != b:
            pairs.add((min(a, b), max(a, b)))
    lines = [
        f"{number[a]},{number[b]},2026-03-{1 + n % 28:02}T{n % 24:02}:00:00Z"
        for n, (a, b) in enumerate(sorted(pairs))
    ]
    return "\n".join(["From,To,Time", *lines]) + "\n"


def moved(page: Page) -> dict[str, float]:
    """Frames a second, and the longest of a hundred frames, of each way to move a chart."""
    frame = page.locator("#chart").bounding_box()
    assert frame is not None
    x, y = frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2
    hub = page.evaluate(
        "() => { const cy = document.getElementById('chart').cy;"
        " return cy.nodes().max((n) => n.degree()).ele.renderedPosition(); }"
    )

    def swing(n: int) -> None:
        page.mouse.move(x + 200 * ((n % 40) / 20 - 1), y + 120 * ((n % 26) / 13 - 1))

    def pan() -> None:
        page.mouse.move(frame["x"] + 12, frame["y"] + frame["height"] - 12)
        page.mouse.down()

    def drag() -> None:
        page.mouse.move(frame["x"] + hub["x"], frame["y"] + hub["y"])
        page.mouse.down()

    ways: dict[str, tuple[Callable[[], None], Callable[[int], None], Callable[[], None]]] = {
        "moved about": (pan, swing, page.mouse.up),
        "zoomed": (
            lambda: page.mouse.move(x, y),
            lambda n: page.mouse.wheel(0, 60 if n // 30 % 2 else -60),
            lambda: None,
        ),
        "the most joined thing dragged": (drag, swing, page.mouse.up),
    }
    figures = {}
    for name, (begin, step, end) in ways.items():
        page.keyboard.press("0")
        page.locator("#chart").focus()
        page.keyboard.press("0")
        page.wait_for_timeout(500)
        begin()
        page.evaluate(COUNT)
        until, n = time.perf_counter() + SECONDS, 0
        while time.perf_counter() < until:
            step(n)
            n += 1
        times = page.evaluate("() => window.counted()")
        end()
        page.wait_for_timeout(500)
        gaps = sorted(b - a for a, b in pairwise(times))
        figures[f"{name}, frames/s"] = 1000 * len(gaps) / sum(gaps)
        figures[f"{name}, 99th of 100 frames, ms"] = gaps[int(len(gaps) * 0.99)]
    return figures


if __name__ == "__main__":
    main()
