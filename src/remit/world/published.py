"""What data.police.uk publishes: real columns in the real order, and the words that stand in them.

Source: data.police.uk, "About the data" (columns in the CSVs). Means are for a small town.
"""

from collections.abc import Mapping

__all__ = [
    "GROUNDS",
    "ORIGINS",
    "OUTCOMES",
    "OUTCOME_COLUMNS",
    "OUTCOME_WEIGHTS",
    "SEARCHES_A_MONTH",
    "SEARCH_COLUMNS",
    "SEARCH_OUTCOMES",
    "SEARCH_WEIGHTS",
    "STREET_COLUMNS",
    "TYPES",
]

_CRIME = ("Crime ID", "Month", "Reported by", "Falls within")
_PLACE = ("Longitude", "Latitude", "Location", "LSOA code", "LSOA name")
STREET_COLUMNS = (*_CRIME, *_PLACE, "Crime type", "Last outcome category", "Context")
OUTCOME_COLUMNS = (*_CRIME, *_PLACE, "Outcome type")
SEARCH_COLUMNS = (
    "Type", "Date", "Part of a policing operation", "Policing operation", "Latitude", "Longitude",
    "Gender", "Age range", "Self-defined ethnicity", "Officer-defined ethnicity", "Legislation",
    "Object of search", "Outcome", "Outcome linked to object of search",
    "Removal of more than just outer clothing",
)  # fmt: skip

TYPES: Mapping[str, float] = {
    "Anti-social behaviour": 52,
    "Bicycle theft": 8,
    "Burglary": 22,
    "Criminal damage and arson": 18,
    "Drugs": 11,
    "Other crime": 5,
    "Other theft": 24,
    "Possession of weapons": 3,
    "Public order": 16,
    "Robbery": 7,
    "Shoplifting": 20,
    "Theft from the person": 10,
    "Vehicle crime": 26,
    "Violence and sexual offences": 68,
}
"""Crime type → mean crimes a month."""

OUTCOMES = (
    "Under investigation",
    "Investigation complete; no suspect identified",
    "Unable to prosecute suspect",
    "Local resolution",
    "Offender given a caution",
    "Awaiting court outcome",
)
OUTCOME_WEIGHTS = (20, 46, 20, 4, 3, 7)

SEARCHES_A_MONTH = 36
"""Mean stops and searches."""

ORIGINS = (
    ("White - English/Welsh/Scottish/Northern Irish/British", "White"),
    ("Black/African/Caribbean/Black British - African", "Black"),
    ("Asian/Asian British - Bangladeshi", "Asian"),
    ("Mixed/Multiple ethnic groups - White and Black Caribbean", "Black"),
    ("Other ethnic group - Not stated", "Other"),
)
"""Self-defined and officer-defined; what was done to somebody never depends on it."""

GROUNDS = (
    ("Misuse of Drugs Act 1971 (section 23)", "Controlled drugs"),
    ("Police and Criminal Evidence Act 1984 (section 1)", "Stolen goods"),
    ("Police and Criminal Evidence Act 1984 (section 1)", "Offensive weapons"),
    ("Police and Criminal Evidence Act 1984 (section 1)", "Article for use in theft"),
)
SEARCH_OUTCOMES = (
    "A no further action disposal",
    "Arrest",
    "Community resolution",
    "Summons / charged by post",
)
SEARCH_WEIGHTS = (71, 15, 10, 4)
