"""Stop and search in the town: times, places and outcomes drawn without regard to the person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from remit.world.chance import Chance
from remit.world.streets import Street

__all__ = ["Search", "searches"]

PER_MONTH = 36
"""Mean searches a month."""

ORIGINS = (
    ("White - English/Welsh/Scottish/Northern Irish/British", "White"),
    ("Black/African/Caribbean/Black British - African", "Black"),
    ("Asian/Asian British - Bangladeshi", "Asian"),
    ("Mixed/Multiple ethnic groups - White and Black Caribbean", "Black"),
    ("Other ethnic group - Not stated", "Other"),
)
GROUNDS = (
    ("Misuse of Drugs Act 1971 (section 23)", "Controlled drugs"),
    ("Police and Criminal Evidence Act 1984 (section 1)", "Stolen goods"),
    ("Police and Criminal Evidence Act 1984 (section 1)", "Offensive weapons"),
    ("Police and Criminal Evidence Act 1984 (section 1)", "Article for use in theft"),
)
OUTCOMES = (
    "A no further action disposal",
    "Arrest",
    "Community resolution",
    "Summons / charged by post",
)
OUTCOME_WEIGHTS = (71, 15, 10, 4)


@dataclass(frozen=True, slots=True)
class Search:
    """One stop and search; `point` is None where the place was not recorded."""

    at: str
    point: tuple[float, float] | None
    gender: str
    age_range: str
    self_defined: str
    officer_defined: str
    legislation: str
    object: str
    outcome: str
    linked: str


def searches(chance: Chance, streets: Sequence[Street], month: str) -> Iterator[Search]:
    """The searches of one month, by time."""
    found = [
        _search(chance, streets, month, n)
        for n in range(chance.count(PER_MONTH, "searches", month))
    ]
    yield from sorted(found, key=lambda search: search.at)


def _search(chance: Chance, streets: Sequence[Street], month: str, number: int) -> Search:
    def share(name: str) -> float:
        return chance.share("search", name, month, number)

    def key(name: str) -> tuple[object, ...]:
        return ("search", name, month, number)

    day, minute = 1 + int(share("day") * 28), int(share("minute") * 1440)
    street = chance.pick(streets, *key("street"))
    self_defined, officer_defined = chance.pick(ORIGINS, *key("origin"))
    legislation, looked_for = chance.pick(GROUNDS, *key("grounds"))
    outcome = chance.weighted(OUTCOMES, OUTCOME_WEIGHTS, *key("outcome"))
    return Search(
        at=f"{month}-{day:02}T{minute // 60:02}:{minute % 60:02}:00+00:00",
        point=street.points[0] if share("placed") < 0.7 else None,
        gender=chance.weighted(("Male", "Female", ""), (80, 16, 4), *key("gender")),
        age_range=chance.pick(("10-17", "18-24", "25-34", "over 34"), *key("age")),
        self_defined=self_defined,
        officer_defined=officer_defined,
        legislation=legislation,
        object=looked_for,
        outcome=outcome,
        linked="" if outcome == OUTCOMES[0] else chance.pick(("True", "False"), *key("linked")),
    )
