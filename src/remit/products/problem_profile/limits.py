"""What the data lack, what they cannot bear, how the numbers were reached, and what to ask."""

from collections.abc import Sequence

from remit.places import describe
from remit.places.gaps import gaps, missing
from remit.places.months import ZONE
from remit.products.document import Figures, Section, Statement, Table
from remit.products.problem_profile import said
from remit.products.problem_profile.asked import KINDS, Asked, Held, rows
from remit.products.problem_profile.brief import HALF, UNEVEN

__all__ = ["METHOD", "Sources", "data_gaps", "limits", "method", "questions", "sources"]

METHOD = "problem-profile 2"
"""Name and version of the method: it moves whenever the same rows would give other figures."""

Sources = tuple[dict[str, str | int], ...]

POLICE_UK = "police-uk"
"""What the names of sources begin with that hold what data.police.uk publishes."""


def sources(held: Held, files: Sources, figures: Figures) -> Section:
    """Every file in view, and how many of its rows are counted here."""
    lines = []
    for one in files:
        counted = [event.row for event in held.now if event.row[0] == one["id"]]
        here = figures.add(len(counted), counted)
        named = (str(one["file"]), str(one["source"]), str(one["id"]))
        lines.append((*named, f"{one['records']:,}", here))
    header = ("File", "Source", "Load", "Rows in view", "Counted here")
    return Section("Sources", (Table("Files in view", header, tuple(lines)),))


def data_gaps(asked: Asked, held: Held, figures: Figures, lacks: Sequence[str]) -> Section:
    """Feeds that have stopped, months without records, and fields that are empty or look wrong."""
    parts: list[Statement | Table] = [Statement(f"{one[0].upper()}{one[1:]}.") for one in lacks]
    parts += [
        Statement(f"{one} No record is not none.") for one in missing(held.whole, asked.months)
    ]
    lines = []
    for gap in gaps(held.now, held.whole):
        of = len(held.whole if gap.of_whole else held.now)
        n = len(gap.events)
        lines.append((gap.what, figures.add(n, rows(gap.events)), said.share_of(n, of)))
    if lines:
        parts.append(Table("What the records lack", ("Gap", "Count", "Share, 95 %"), tuple(lines)))
        parts.append(Statement("Rows with a gap are counted, except where the field is needed."))
    if not parts:
        parts.append(Statement("No gap was found in the fields that this profile uses."))
    return Section("Data gaps", tuple(parts))


def limits(asked: Asked, held: Held, sources: Sources) -> Section:
    """What a reader must not take the numbers for."""
    parts = [Statement(KINDS[asked.kind].measures)]
    counted = {row[0] for row in rows(held.now)}
    published = any(str(s["source"]).startswith(POLICE_UK) for s in sources if s["id"] in counted)
    if published:
        parts.append(
            Statement(
                "data.police.uk moves each event to the nearest of a fixed list of anonymous map "
                "points. A point stands for a stretch of street or a public place, not an "
                "address; no distance below the space between points, and no exact spot, means "
                "anything. Points near a boundary may lie in the neighbouring area."
            )
        )
    elif describe.snapped(held.now):
        parts.append(
            Statement(
                "Coordinates look snapped: many events share one point exactly. A point may stand "
                "for a stretch of street; take no exact spot and no short distance from it."
            )
        )
    parts.append(Statement("This product names no person and says nothing of any person."))
    return Section("Limits", tuple(parts))


def method(asked: Asked) -> Section:
    """How each kind of number was reached."""
    return Section(
        "Method",
        tuple(
            Statement(text)
            for text in (
                f"{METHOD}. Asked: {asked.words()}. An event belongs to the month in which it "
                f"begins, in the time of {ZONE.key}; one of which only the year is known is left "
                "out. Each marked number is a count and leads to exactly that many rows; numbers "
                "beside it are worked out from the counts in the same line.",
                "Intervals are at 95 %. Counts and daily rates: exact Poisson (Garwood 1936). "
                "Shares: Wilson score (1927). They say what chance alone would give around the "
                "count; they do not cover what is unreported or not loaded.",
                "Ranks: two places differ where an exact binomial test says so, its error shared "
                "among all the places; a rank runs over the places that it does not differ from.",
                f"Gathering: the fewest places that hold {HALF:.0%} of the located events, beside "
                "what a Poisson law without its zero would give over the same places; said to be "
                f"uneven where the index of dispersion has a chance below {UNEVEN}.".replace(
                    "50%", "half"
                ),
                "Change: ratio of the daily rates, exact conditional on the sum (Przyborowski and "
                "Wilenski 1940), widened by how much the split varies from month to month "
                "(quasi-Poisson, Student's t).",
            )
        ),
    )


def questions(held: Held) -> Section:
    """What the analyst should ask next; the machine does not answer it."""
    asked = [
        "Did anything change in how these events are reported or recorded in the period?",
        "Which of these places do officers already know, and what is being done there?",
    ]
    if held.now:
        asked.append("What would have to be true for the highest place to be an artefact?")
        asked.append("How many people live in, work in or pass through the areas with most?")
    return Section("Questions for the analyst", tuple(Statement(text) for text in asked))
