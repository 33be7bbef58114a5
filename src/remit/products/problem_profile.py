"""A problem profile from recorded crime: how much, where, when, what changed, what is not known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from remit.places import describe
from remit.places.describe import Change
from remit.places.events import ZONE, Event, Months
from remit.places.intervals import count, share
from remit.products.document import Document, Figures, Header, Row, Section, Statement, Table

__all__ = ["MOST_PLACES", "Asked", "build"]

MOST_PLACES = 15
"""Places in the table of hot places."""

HALF = 0.5
"""Share of crime for which the fewest places are named."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the profile was asked for."""

    months: Months
    category: str | None = None
    area: str | None = None

    def words(self) -> str:
        """The question in words."""
        what = self.category or "all recorded crime"
        where = f" in areas beginning {self.area}" if self.area else ""
        first, last = self.months.names[0], self.months.names[-1]
        return f"{what}{where}, {first} to {last}"


def build(
    asked: Asked,
    now: Sequence[Event],
    before: Sequence[Event],
    header: Header,
    sources: Sequence[dict[str, str | int]],
    title: str | None = None,
) -> Document:
    """The profile over `now`, held against `before`, the same months a year earlier."""
    figures = Figures()
    sections = [_terms(asked, now, sources, figures)]
    if now:
        sections += [
            _volume(now, figures),
            _where(now, figures),
            _when(now, figures),
            _change(now, before, asked, figures),
            _findings(now, before, figures),
        ]
    sections += [_gaps(now, asked, figures), _limits(now), _questions(now)]
    return Document(
        kind="problem-profile",
        title=title or f"Problem profile: {asked.words()}",
        header=header,
        sections=tuple(sections),
        figures=figures.all(),
        sources=tuple(sources),
    )


def _terms(
    asked: Asked, now: Sequence[Event], sources: Sequence[dict[str, str | int]], figures: Figures
) -> Section:
    parts: list[Statement | Table] = [
        Statement(f"Asked: {asked.words()}. Months are counted in the time of {ZONE.key}.")
    ]
    if now:
        total = figures.add(len(now), _rows(now))
        parts.append(Statement(f"The records in view hold {total} such crimes."))
    else:
        parts.append(
            Statement("The records in view hold no such crime. No record is not no crime.")
        )
    files = tuple((str(s["file"]), str(s["source"]), f"{s['records']:,}") for s in sources)
    parts.append(Table("Files in view", ("File", "Source", "Rows"), files))
    return Section("Terms of reference", tuple(parts))


def _volume(now: Sequence[Event], figures: Figures) -> Section:
    months = sorted(describe.groups(now, lambda e: e.month), key=lambda g: g.name)
    kinds = describe.groups(now, lambda e: e.category)
    by_kind = tuple(
        (g.name, figures.add(g.n, _rows(g.events)), _share(g.n, len(now))) for g in kinds
    )
    return Section(
        "How much",
        (
            Table(
                "Recorded crimes by month",
                ("Month", "Crimes", "Rate behind the count, 95 %"),
                tuple((g.name, figures.add(g.n, _rows(g.events)), _between(g.n)) for g in months),
                bars=tuple(float(g.n) for g in months),
            ),
            Table(
                "Recorded crimes by type",
                ("Type", "Crimes", "Share, 95 %"),
                by_kind,
                bars=tuple(float(g.n) for g in kinds),
            ),
            Statement(
                "No rate per resident is given: no count of residents is among the files in view."
            ),
        ),
    )


def _where(now: Sequence[Event], figures: Figures) -> Section:
    places = describe.groups(now, lambda e: e.place)
    located = sum(place.n for place in places)
    if not places:
        return Section("Where", (Statement("No record in view says where it happened."),))
    top = places[:MOST_PLACES]
    few, among = describe.concentration(now, HALF)
    inside = [event for group in few for event in group.events]
    repeats = [group for group in places if group.n > 1]
    gathered = figures.add(len(inside), _rows(inside))
    areas = describe.groups(now, _area)
    parts: list[Statement | Table] = [
        Statement(
            f"{figures.add(located, _rows(e for g in places for e in g.events))} of "
            f"{len(now):,} crimes have a recorded place; they stand on {among:,} places."
        ),
        Table(
            "Places with most recorded crime",
            ("Place", "Area", "Crimes", "Rate behind the count, 95 %"),
            tuple(
                (
                    g.events[0].label or "not named",
                    g.events[0].area_name or g.events[0].area or "not recorded",
                    figures.add(g.n, _rows(g.events)),
                    _between(g.n),
                )
                for g in top
            ),
            left_out=_left_out(len(top), len(places), "places, ranked by recorded crimes"),
            bars=tuple(float(g.n) for g in top),
        ),
        Statement(
            f"{len(few):,} of these {among:,} places hold {gathered} of {located:,} located "
            "crimes. Places without a record are not among them, so this overstates how few places "
            "hold the crime."
        ),
        Statement(
            f"{len(repeats):,} of {among:,} places have more than one recorded crime: "
            f"{figures.add(sum(g.n for g in repeats), _rows(e for g in repeats for e in g.events))}"
            " crimes in all."
        ),
    ]
    if areas:
        shown = areas[:MOST_PLACES]
        parts.append(
            Table(
                "Areas with most recorded crime",
                ("Area", "Crimes", "Share of all, 95 %"),
                tuple(
                    (g.name, figures.add(g.n, _rows(g.events)), _share(g.n, len(now)))
                    for g in shown
                ),
                left_out=_left_out(len(shown), len(areas), "areas, ranked by recorded crimes"),
                bars=tuple(float(g.n) for g in shown),
            )
        )
    return Section("Where", tuple(parts))


def _when(now: Sequence[Event], figures: Figures) -> Section:
    timed = [event for event in now if event.precision == "instant"]
    if not timed:
        return Section(
            "When",
            (
                Statement(
                    "The records give the month and nothing finer. No day of the week and no hour "
                    "can be told from them."
                ),
            ),
        )
    hours = describe.groups(timed, lambda e: f"{e.begin.astimezone(ZONE):%H}:00")
    hours.sort(key=lambda g: g.name)
    return Section(
        "When",
        (
            Table(
                "Recorded crimes by hour of day",
                ("From", "Crimes", "Rate behind the count, 95 %"),
                tuple((g.name, figures.add(g.n, _rows(g.events)), _between(g.n)) for g in hours),
                left_out=_left_out(len(timed), len(now), "crimes, those with a time of day"),
                bars=tuple(float(g.n) for g in hours),
            ),
        ),
    )


def _change(
    now: Sequence[Event], before: Sequence[Event], asked: Asked, figures: Figures
) -> Section:
    earlier = asked.months.year_before()
    period = f"{earlier.names[0]} to {earlier.names[-1]}"
    missing = [m for m in earlier.names if m not in {event.month for event in before}]
    if missing:
        return Section(
            "Change",
            (
                Statement(
                    f"There is no baseline: the same months a year earlier ({period}) are not "
                    f"all among the records in view ({len(missing)} of {len(earlier.names)} months "
                    "missing). Nothing is said of change."
                ),
            ),
        )
    rows = tuple(
        (
            "All" if c.name == "all" else c.name,
            figures.add(len(c.now), _rows(c.now)),
            figures.add(len(c.before), _rows(c.before)),
            _ratio(c),
            "beyond chance" if c.beyond_chance else "within chance",
        )
        for c in describe.change(now, before)
    )
    return Section(
        "Change",
        (
            Table(
                f"Against the same months a year earlier ({period})",
                ("Type", "Now", "Before", "Ratio, 95 %", "Reading"),
                rows,
            ),
            Statement(
                "The interval allows for chance alone. It does not allow for a change in how "
                "crime is reported or recorded, and one row in twenty would stand beyond chance "
                "with nothing changed."
            ),
        ),
    )


def _findings(now: Sequence[Event], before: Sequence[Event], figures: Figures) -> Section:
    found: list[Statement] = []
    places = describe.groups(now, lambda e: e.place)
    if len(places) > 1:
        low = count(places[0].n).low
        others = sum(g.n for g in places[1:]) / (len(places) - 1)
        top = figures.add(places[0].n, _rows(places[0].events))
        name = places[0].events[0].label or "one place"
        if low > others:
            found.append(
                Statement(
                    f"Assessed: {name} stands out, with {top} recorded crimes where the other "
                    f"places have {others:.1f} on average; chance alone does not explain it.",
                    "assessment",
                    (
                        "Recorded places may be snapped to a nearby point, which gathers crimes.",
                        "The place was chosen because it is highest; some place always is.",
                    ),
                )
            )
    beyond = [c for c in describe.change(now, before)[1:] if before and c.beyond_chance]
    for c in beyond[:5]:
        direction = "more" if c.ratio.low > 1 else "fewer"
        found.append(
            Statement(
                f"Assessed: {direction} crimes of the type {c.name} were recorded than in the same "
                f"months a year earlier: {figures.add(len(c.now), _rows(c.now))} against "
                f"{figures.add(len(c.before), _rows(c.before))}, ratio {_ratio(c)}.",
                "assessment",
                (
                    "Reporting and recording practice may have changed.",
                    "Several types were compared; some stand out by chance.",
                ),
            )
        )
    if not found:
        found.append(
            Statement(
                "Assessed: nothing in these counts stands out beyond what chance would give.",
                "assessment",
                ("Small numbers hide real differences.",),
            )
        )
    return Section("Findings", tuple(found))


def _gaps(now: Sequence[Event], asked: Asked, figures: Figures) -> Section:
    rows = tuple(
        (
            gap.what[0].upper() + gap.what[1:],
            figures.add(len(gap.events), _rows(gap.events)) if gap.events else "no row to show",
            _share(len(gap.events), len(now)) if gap.events else "",
        )
        for gap in describe.gaps(now, asked.months)
    )
    absent = [m for m in asked.months.names if m not in {event.month for event in now}]
    parts: list[Statement | Table] = []
    if absent:
        parts.append(
            Statement(f"No record in view falls in {', '.join(absent)}. No record is not no crime.")
        )
    if rows:
        parts.append(Table("What the data lack", ("Gap", "Crimes", "Share, 95 %"), rows))
    if not parts:
        parts.append(Statement("No gap was found in the fields that this profile uses."))
    return Section("Data gaps", tuple(parts))


def _limits(now: Sequence[Event]) -> Section:
    parts = [
        Statement(
            "Recorded crime is what was reported to the police and recorded by them. What was "
            "not reported is not here, and areas differ in what is reported."
        )
    ]
    if describe.snapped(now):
        parts.append(
            Statement(
                "Coordinates look snapped: many crimes share one point exactly. A point stands for "
                "a stretch of street, not an address; distances below about 100 metres and the "
                "exact spot mean nothing."
            )
        )
    parts.append(Statement("This product names no person and says nothing of any person."))
    return Section("Limits", tuple(parts))


def _questions(now: Sequence[Event]) -> Section:
    asked = [
        "Which of these places did officers already know, and what is being done there?",
        "Did anything change in how these crimes are reported or recorded in the period?",
    ]
    if now:
        asked.append("What would have to be true for the highest place to be an artefact?")
    return Section("Questions for the analyst", tuple(Statement(text) for text in asked))


def _area(event: Event) -> str | None:
    if event.area_name and event.area:
        return f"{event.area_name} ({event.area})"
    return event.area


def _rows(events: Iterable[Event]) -> list[Row]:
    return [event.row for event in events]


def _between(n: int) -> str:
    low, high = count(n)
    return f"{low:,.0f} to {high:,.0f}"


def _share(part: int, whole: int) -> str:
    low, high = share(part, whole)
    return f"{part:,} of {whole:,} ({low:.0%} to {high:.0%})".replace("%", " %")


def _ratio(change: Change) -> str:
    if not change.before:
        return "none before"
    middle = len(change.now) / len(change.before)
    return f"{middle:.2f} ({change.ratio.low:.2f} to {change.ratio.high:.2f})"


def _left_out(shown: int, whole: int, what: str) -> str | None:
    return f"{shown:,} of {whole:,} shown: {what}" if shown < whole else None
