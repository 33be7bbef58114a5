"""A chart that an analyst drew of the crew: partly right, graded, and with icons that say too much.

Two people are drawn under an icon called Suspect, which makes nobody one. One telephone is drawn
under a number that is none, and one link leads to an item that was taken off the chart.
"""

from typing import Any

from remit.world.anx import Chart
from remit.world.city import City
from remit.world.clock import zulu
from remit.world.out import Output

__all__ = ["FOLDER", "drawn"]

FOLDER = "case/charts"

_GRADES = (["1", "2", "3"], ["A", "B", "C", "D", "E"], ["P", "C"])


def drawn(city: City, out: Output) -> dict[str, Any]:
    """Write the chart; what is true of it."""
    crew, chart, rows = city.crew, Chart(_GRADES), dict[str, Any]()
    people = [" ".join(city.people.name(member.person)) for member in crew.members]
    for n, name in enumerate(people):
        icon = "Suspect" if n < 2 else "Person"
        row = chart.entity(f"P{n}", icon, name, grades=(1, n % 5, 0), source=f"INT/{100 + n}")
        stands = None if icon == "Suspect" else "person"
        rows[str(row)] = {"label": name, "stands_for": stands, "key": None}
    for n, member in enumerate(crew.members):
        if not member.phones:
            continue
        number = city.numbers[member.phones[1]]
        shown = f"0{number.removeprefix('+44')}" if n != 3 else "unknown phone"
        row = chart.entity(f"T{n}", "Telephone", shown)
        stands, key = ("phone", number) if n != 3 else (None, None)
        rows[str(row)] = {"label": shown, "stands_for": stands, "key": key}
        row = chart.link(f"P{n}", f"T{n}", "Attribution", "uses", card="Address book of LHX-0417")
        rows[str(row)] = {"label": "uses", "link": True}
    mark = city.marks[crew.clones[0][1]]
    row = chart.entity("V1", "Vehicle", mark)
    rows[str(row)] = {"label": mark, "stands_for": "vehicle", "key": mark}
    at = crew.thefts[0].at
    time = zulu(at).removesuffix("Z") + ".000"
    row = chart.link("P3", "V1", "Rider", "seen riding", time=time, utc=True, grades=(2, 3, 0))
    rows[str(row)] = {"label": "seen riding", "link": True, "at": zulu(at), "grading": "3 / D / P"}
    row = chart.link("P0", "X9", "Associate", "")
    rows[str(row)] = {"link": True, "loose": True}
    path = f"{FOLDER}/operation.anx"
    out.whole(path, chart.bytes())
    return {path: {"rows": rows, "rejected": [], "defects": {}}}
