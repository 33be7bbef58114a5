"""The method `movements.clones`: marks that were in two places at once."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np

from remit.inquiry.finding import Evidence, Finding, Looker, Method, earlier, outcome, reported
from remit.inquiry.found import Reader
from remit.inquiry.material import WITHIN, Material, material
from remit.inquiry.movements.apart import CLOCKS, FASTEST, NEAREST, Apart, Reads, apart
from remit.inquiry.movements.capability import MOVEMENTS

__all__ = ["METHOD", "clones", "plate_reads"]

METHOD = Method(
    name="movements.clones",
    version="1",
    line="movements",
    question="which registration marks were read in two places at once, more often than misreads "
    "explain",
    needs=("plate-read",),
)

MOST_CASES = 30
"""Cases told with one mark; how many more is said."""

_METRES_A_DEGREE = 111_320.0


@MOVEMENTS.verb("clones")
def clones(view: Looker, *, seeds: Sequence[str] | None = None) -> dict[str, Any]:
    """Registration marks read at places too far apart for the time between.

    More than one vehicle may carry the mark. Cameras whose clocks seem wrong are left out and
    counted; marks with a single case, most likely a misread, are counted and not told.
    """
    found = material(view, seeds, METHOD.needs)
    parameters = {"kmh": round(FASTEST * 3.6), "metres": NEAREST, "clocks_seconds": CLOCKS}
    before = earlier(view, METHOD, found, parameters)
    if before is not None:
        return before
    reads, hashes = plate_reads(view, found)
    told = apart(reads, view.check)
    findings = [
        _finding(view, found, reads, told, n, int(hashes[number]))
        for n, number in enumerate(told.vehicle.tolist())
    ]
    looked_at = {
        "plate_reads": len(reads.at),
        "marks": len(hashes),
        "marks_with_one_case": told.once,
        "cameras_left_out_for_their_clocks": len(told.doubted),
    }
    return outcome(view, METHOD, found, findings, parameters=parameters, looked_at=looked_at)


def plate_reads(view: Reader, found: Material) -> tuple[Reads, Any]:
    """Every plate read that may be searched, and the hash of each mark by its number."""
    table = view.run(_READS, found.values)
    hashes, vehicle = np.unique(table["thing"].to_numpy(), return_inverse=True)
    degrees = np.column_stack((table["lon"].to_numpy(), table["lat"].to_numpy()))
    places, camera = np.unique(degrees, axis=0, return_inverse=True)
    middle = float(places[:, 1].mean()) if len(places) else 0.0
    metres = places * (_METRES_A_DEGREE * np.cos(np.radians(middle)), _METRES_A_DEGREE)
    at = table["at"].to_numpy().astype(np.int64)
    return Reads(vehicle.astype(np.int64), at, camera.reshape(-1).astype(np.int64), metres), hashes


def _finding(
    view: Reader, found: Material, reads: Reads, told: Apart, n: int, hashed: int
) -> Finding:
    expected, cases = float(told.expected[n]), told.cases[n]
    if not reported(expected):
        statement = "A mark was read in two places at once, as misreads would have it."
        return Finding("mark-in-two-places", statement, "assessment", (), (), expected)
    asked = {**found.values, "hashed": hashed}
    records = view.run(_OF_MARK, asked).to_pylist()
    by_time: dict[int, list[dict[str, Any]]] = {}
    for row in records:
        by_time.setdefault(row["moment"], []).append(row)
    evidence = [_case(reads, by_time, pair) for pair in cases[:MOST_CASES].tolist()]
    label, thing = records[0]["label"], records[0]["thing"]
    against = [
        "A mark that is misread for another gives a single case at a time; these are more than "
        f"the reads of other marks explain. {told.once:,} other marks have one case each.",
        "Which of the reads is of which vehicle is not told; the keeper on record may be the one "
        "whose mark was copied.",
    ]
    if len(cases) > MOST_CASES:
        against.append(f"{len(cases) - MOST_CASES:,} more cases are not listed here.")
    rows = tuple(dict.fromkeys(row for part in evidence for row in part.rows))
    return Finding(
        kind="mark-in-two-places",
        statement=(
            f"{label} was read {len(cases):,} times at two places too far apart for the time "
            "between: more than one vehicle may carry the mark."
        ),
        basis="assessment",
        things=(thing,),
        rows=rows,
        expected=expected,
        against=tuple(against),
        begin=_moment(int(reads.at[cases[0, 0]])),
        end=_moment(int(reads.at[cases[-1, 1]])),
        evidence=tuple(evidence),
    )


def _case(reads: Reads, by_time: dict[int, list[dict[str, Any]]], pair: list[int]) -> Evidence:
    one, other = pair
    metres = float(np.hypot(*(reads.places[reads.camera[one]] - reads.places[reads.camera[other]])))
    seconds = int(reads.at[other] - reads.at[one])
    first, second = by_time[int(reads.at[one])][0], by_time[int(reads.at[other])][-1]
    text = (
        f"At {first['place']} on {first['text']} and at {second['place']} on {second['text']}: "
        f"{metres / 1000:,.1f} km in {seconds:,} s."
    )
    stands = ((first["load"], first["pos"]), (second["load"], second["pos"]))
    return Evidence(text, stands)


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)


_READS = f"""
SELECT hash(thing) AS thing, CAST(epoch("begin") AS BIGINT) AS at, lon, lat
FROM event_by_thing
WHERE kind = 'plate-read' AND lon IS NOT NULL AND "begin" IS NOT NULL
    AND starts_with(thing, 'vehicle-') AND {WITHIN}
ORDER BY ALL
"""

_OF_MARK = f"""
SELECT thing, value AS label, CAST(epoch("begin") AS BIGINT) AS moment, time_text AS text,
    coalesce(place_label, place) AS place, load, pos
FROM event_by_thing
WHERE kind = 'plate-read' AND hash(thing) = $hashed AND lon IS NOT NULL AND "begin" IS NOT NULL
    AND {WITHIN}
ORDER BY moment, load, pos
"""
