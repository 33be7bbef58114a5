"""What `--json` prints, command by command: the part that others may build on.

Keys may be added; these keep their names and meaning. `docs/schemas/` is written from here.
"""

from typing import Any, Literal

from pydantic import BaseModel, Field

from remit.cli.schemas_findings import Analysed, Finding
from remit.cli.schemas_identity import IdentityMeasured
from remit.cli.schemas_phones import SuccessorLine
from remit.cli.schemas_row import Printed as _Printed
from remit.cli.schemas_row import Row

__all__ = ["SCHEMAS", "schema"]


class Reject(_Printed):
    """A row that was not accepted, and why."""

    row: int
    reason: str
    ground: str | None = Field(
        default=None, description="of a row that is held back or was sealed for good"
    )


class Question(_Printed):
    """Something the file does not say; answer it with `--set COLUMN=CHOICE`."""

    column: str
    question: str
    choices: list[str]


class Named(_Printed):
    """Something that is wrong with a file as a whole, and the first rows that it is about."""

    defect: str
    text: str
    rows: list[int]


class Loaded(_Printed):
    """A line of `remit load`, one for each file. received = accepted + rejected."""

    load: str | None = Field(description="null where nothing was loaded: see questions or error")
    file: str
    source: str | None
    received: int
    accepted: int
    rejected: int
    held: int = Field(description="of those rejected: they wait for an independent person")
    rejects: list[Reject]
    questions: list[Question]
    defects: list[Named]
    notes: list[str]


class Why(_Printed):
    """Why something matched: the rule, and the value it matched on."""

    rule: str
    value: Any


class Hit(_Printed):
    """A line of `remit search`."""

    entity: str
    kind: str
    label: str
    score: float
    why: list[Why]
    rows: list[Row]
    act: str


class Shown(_Printed):
    """What `remit show`, `remit record` and `remit path` print: one object."""

    act: str


class Made(_Printed):
    """What `remit product` prints."""

    product: str
    files: list[str]
    findings: list[dict[str, Any]]
    act: str


class Workspace(_Printed):
    """What `remit init` prints."""

    case: str | None
    home: str
    env: dict[str, str]


class RemitLine(_Printed):
    """A line of `remit remits list`, and what the deciding commands print."""

    remit: str
    version: int
    capability: str
    title: str
    state: Literal[
        "draft", "submitted", "live", "suspended", "revoked", "refused", "expired", "superseded"
    ]
    valid_from: str
    valid_to: str


class BrakeLine(_Printed):
    """A line of `remit brake status`, and what pulling and releasing print."""

    brake: str | None
    scope: str | None
    state: Literal["engaged", "released"]
    since: str | None
    by: str | None
    because: str | None


class Verified(_Printed):
    """What `remit ledger verify` prints, and `verify.py` with `--json`."""

    ok: bool
    size: int | None
    root: str | None
    problems: list[str]


class Published(_Printed):
    """What `remit ledger publish` prints."""

    files: int
    root: str
    size: int


class CaseLine(_Printed):
    """A line of `remit cases list`."""

    case: str
    state: Literal["proposed", "open", "closed"]
    reference: str
    title: str
    purpose: str
    legal_basis: str
    members: list[str]


class ActLine(_Printed):
    """What `remit acts show` prints."""

    act: str
    actor: str
    verb: str
    state: str
    remit: str | None
    case: str | None


class Condition(_Printed):
    """One condition that failed."""

    condition: str
    who_can_change_it: str
    what_to_do: str


class Conditions(_Printed):
    """Every condition that failed, not the first alone."""

    conditions: list[Condition]


class Refusal(_Printed):
    """What any command prints when the gate says no; exit code 3."""

    refused: Conditions
    act: str | None


class GroundHeld(_Printed):
    """How many rows are held back on one ground."""

    ground: str
    rows: int


class HeldLine(_Printed):
    """A line of `remit quarantine list`: a load with rows that are held back."""

    load: str
    file: str | None
    source: str
    case: str | None
    received: int
    accepted: int
    rejected: int
    held: int
    grounds: list[GroundHeld]
    act: str


class HeldRowLine(_Printed):
    """One row that is held back, as received."""

    row: int
    ground: str
    reason: str
    received: dict[str, str | None]
    rows: list[Row]


class HeldRead(_Printed):
    """What `remit quarantine read` prints."""

    load: str
    file: str | None
    source: str
    case: str | None
    authority: dict[str, Any] | None
    held: int
    shown: int
    next: int | None = Field(description="the row after which to go on; null at the end")
    waiting: list[HeldRowLine]
    act: str


class Decided(_Printed):
    """What `remit quarantine release` and `remit quarantine seal` print."""

    load: str
    released: int | None = None
    sealed: int | None = None
    accepted: int = Field(description="of those released: the others contradict their profile")
    held: int = Field(description="rows that still wait")
    act: str


class NameReason(_Printed):
    """One part of the score of two names."""

    feature: str
    weight: float = Field(
        description="what it gave, or took where below 0; they add up to the score"
    )
    evidence: str


class NamePair(_Printed):
    """A line of `remit assure names`, one for each pair; with known truth one more, `measured`."""

    row: int = Field(ge=1, description="counts from 1 in the file as received, header included")
    left: str
    right: str
    same: bool = Field(description="the score reaches the shipped threshold: one name, as written")
    score: float = Field(ge=0, le=1)
    why: list[NameReason]
    act: str


SCHEMAS: dict[str, type[BaseModel]] = {
    "load": Loaded,
    "search": Hit,
    "phones-successors": SuccessorLine,
    "show": Shown,
    "product": Made,
    "init": Workspace,
    "remits": RemitLine,
    "brake": BrakeLine,
    "ledger-verify": Verified,
    "ledger-publish": Published,
    "cases": CaseLine,
    "acts": ActLine,
    "quarantine-list": HeldLine,
    "quarantine-read": HeldRead,
    "quarantine-decision": Decided,
    "analyse": Finding,
    "analyse-end": Analysed,
    "assure-names": NamePair,
    "assure-identity": IdentityMeasured,
    "refused": Refusal,
}
"""The model of each kind of line, by the name of its file."""


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of one kind of line."""
    return SCHEMAS[name].model_json_schema()
