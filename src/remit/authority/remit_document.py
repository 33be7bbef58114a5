"""The remit as a document: readable YAML that a lawyer can check and an overseer signs.

Immutable: a change is a new version, submitted and vetted again. Unknown keys, repeated keys
and references inside the YAML are refused, so what is read is all that is granted.
"""

from collections.abc import Hashable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

import yaml
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from remit.authority import purposes as lists
from remit.authority.actor import ROLES
from remit.authority.scope import Place
from remit.errors import BadInput

__all__ = [
    "CATEGORIES",
    "MAX_DOCUMENT",
    "Money",
    "Remit",
    "Vetting",
    "Volume",
    "granted",
    "load",
    "parse",
    "render",
]

Category = Literal["suspect", "convicted", "victim", "witness", "third-party", "uncategorised"]
CATEGORIES: frozenset[str] = frozenset(get_args(Category))
"""Subject categories: Data Protection Act 2018 s.38(3), and those nobody has categorised."""

MAX_DOCUMENT = 16 * 1024
"""Longest document in bytes; a ledger entry holds at most 64 KiB with its signature."""


@dataclass(frozen=True, slots=True)
class Vetting:
    """One vetting: who signed it off, when, and where the papers are."""

    by: str
    on: date
    reference: str


@dataclass(frozen=True, slots=True)
class Volume:
    """How much one act, and one day (UTC), may take; None is no limit."""

    rows_per_act: int | None = None
    acts_per_day: int | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """Whole-life spending limit and what one act costs, in pounds."""

    cap_gbp: Decimal
    per_act_gbp: Decimal


@dataclass(frozen=True)
class Remit:
    """The grant for one capability: who, why, on what data, where, until when, at what cost."""

    id: str
    version: int
    capability: str
    title: str
    purposes: frozenset[str]
    legal_bases: frozenset[str]
    categories: frozenset[str]
    sources: frozenset[str]
    """Source ids, or `*` for every source."""
    handling: frozenset[str]
    roles: frozenset[str]
    supplier: str
    valid_from: datetime
    valid_to: datetime
    """Not live from this moment on."""
    vetting: Mapping[str, Vetting]
    dpia_due: datetime | None
    """When the data protection impact assessment must have been renewed; None: none is needed."""
    cases: frozenset[str] = frozenset({"*"})
    """Case ids; `*` admits every case, `none` admits acts outside a case."""
    sensitive_sources: frozenset[str] = frozenset()
    """Sources for which each act needs a justification of its own."""
    place: Place | None = None
    since: date | None = None
    until: date | None = None
    """First and last day of the data admitted, both included."""
    volume: Volume = Volume()
    money: Money | None = None
    conditions: str = ""
    supersedes: int | None = None
    """The version this one replaces when it goes live."""
    vetted: frozenset[str] = field(init=False, repr=False, compare=False)
    stopped_by: frozenset[str] = field(init=False, repr=False, compare=False)
    """Handbrake scopes that stop this remit by name or by supplier."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "vetted", frozenset(self.vetting))
        stopped_by = frozenset({f"remit:{self.id}", f"supplier:{self.supplier}"})
        object.__setattr__(self, "stopped_by", stopped_by)


def load(text: str) -> dict[str, Any]:
    """The names and values of a document, not yet checked. Raises `BadInput`."""
    if len(text.encode()) > MAX_DOCUMENT:
        raise BadInput(f"the document is longer than {MAX_DOCUMENT} bytes")
    try:
        raw = yaml.load(text, Loader=_StrictLoader)  # noqa: S506  # a SafeLoader, made stricter
    except yaml.YAMLError as error:
        raise BadInput(f"not readable as YAML: {error}") from error
    if not isinstance(raw, dict):
        raise BadInput("a remit is a list of `name: value` lines")
    return raw


def granted(raw: Mapping[str, Any]) -> Remit:
    """The remit that these names and values grant. Raises `BadInput` naming what is wrong."""
    try:
        edge = _Document.model_validate(dict(raw))
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(map(str, e['loc'])) or 'document'}: {e['msg']}" for e in error.errors()
        )
        raise BadInput(wrong) from error
    return edge.inside()


def parse(text: str) -> Remit:
    """The remit a document grants. Raises `BadInput` naming every field that is wrong."""
    return granted(load(text))


def render(remit: Remit) -> str:
    """The document of `remit`; `parse(render(remit)) == remit`."""
    rows: dict[str, Any] = {
        "format": 1,
        "id": remit.id,
        "version": remit.version,
        "supersedes": remit.supersedes,
        "capability": remit.capability,
        "title": remit.title,
        "supplier": remit.supplier,
        "purposes": sorted(remit.purposes),
        "legal_bases": sorted(remit.legal_bases),
        "categories": sorted(remit.categories),
        "sources": sorted(remit.sources),
        "sensitive_sources": sorted(remit.sensitive_sources),
        "handling": sorted(remit.handling),
        "roles": sorted(remit.roles),
        "cases": sorted(remit.cases),
        "place": list(remit.place) if remit.place else None,
        "since": remit.since,
        "until": remit.until,
        "volume": asdict(remit.volume),
        "money": {k: str(v) for k, v in asdict(remit.money).items()} if remit.money else None,
        "conditions": remit.conditions,
        "valid_from": remit.valid_from.astimezone(UTC).isoformat(),
        "valid_to": remit.valid_to.astimezone(UTC).isoformat(),
        "vetting": {kind: asdict(v) for kind, v in sorted(remit.vetting.items())},
        "dpia_due": remit.dpia_due and remit.dpia_due.astimezone(UTC).isoformat(),
    }
    return yaml.dump(rows, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=96)


class _PlainDumper(yaml.SafeDumper):
    """Writes every value out; nothing refers to another."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


class _StrictLoader(yaml.SafeLoader):
    """YAML without references or repeated keys."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("references (`*name`) are not allowed")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _ in node.value]
        repeated = {str(key) for key in keys if keys.count(key) > 1}
        if repeated:
            raise yaml.YAMLError(f"given twice: {', '.join(sorted(repeated))}")
        return super().construct_mapping(node, deep=deep)


class _Edge(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Vetting(_Edge):
    by: Annotated[str, Field(min_length=1)]
    on: date
    reference: Annotated[str, Field(min_length=1)]


class _Volume(_Edge):
    rows_per_act: Annotated[int, Field(ge=1)] | None = None
    acts_per_day: Annotated[int, Field(ge=1)] | None = None


class _Money(_Edge):
    cap_gbp: Annotated[Decimal, Field(ge=0)]
    per_act_gbp: Annotated[Decimal, Field(ge=0)]


_Names = Annotated[list[Annotated[str, Field(min_length=1, max_length=120)]], Field(min_length=1)]


class _Document(_Edge):
    """The document as it stands in the file."""

    format: Literal[1] = 1
    id: Annotated[str, Field(pattern=r"^remit-[0-9a-z][0-9a-z-]{0,60}$")]
    version: Annotated[int, Field(ge=1)]
    supersedes: Annotated[int, Field(ge=1)] | None = None
    capability: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,60}$")]
    title: Annotated[str, Field(min_length=1, max_length=200)]
    supplier: Annotated[str, Field(min_length=1, max_length=120)]
    purposes: _Names
    legal_bases: _Names
    categories: Annotated[list[Category], Field(min_length=1)]
    sources: _Names
    sensitive_sources: list[str] = []
    handling: _Names
    roles: _Names
    cases: _Names = ["*"]
    place: tuple[float, float, float, float] | None = None
    since: date | None = None
    until: date | None = None
    volume: _Volume = _Volume()
    money: _Money | None = None
    conditions: Annotated[str, Field(max_length=4000)] = ""
    valid_from: AwareDatetime
    valid_to: AwareDatetime
    vetting: dict[Literal["financial", "ethical", "legal"], _Vetting]
    dpia_due: AwareDatetime | None = None

    def inside(self) -> Remit:
        """The same grant as the rest of the program holds it, checked across fields."""
        _all_known("purposes", self.purposes, lists.purposes())
        _all_known("legal_bases", self.legal_bases, lists.legal_bases())
        _all_known("roles", self.roles, ROLES)
        if self.valid_to <= self.valid_from:
            raise BadInput("valid_to is not after valid_from")
        if self.since and self.until and self.until < self.since:
            raise BadInput("until is before since")
        if self.place and not _is_box(self.place):
            raise BadInput("place is west, south, east, north in degrees, west and south first")
        return Remit(
            id=self.id,
            version=self.version,
            capability=self.capability,
            title=self.title,
            purposes=frozenset(self.purposes),
            legal_bases=frozenset(self.legal_bases),
            categories=frozenset(self.categories),
            sources=frozenset(self.sources),
            handling=frozenset(self.handling),
            roles=frozenset(self.roles),
            supplier=self.supplier,
            valid_from=self.valid_from.astimezone(UTC),
            valid_to=self.valid_to.astimezone(UTC),
            vetting={kind: Vetting(v.by, v.on, v.reference) for kind, v in self.vetting.items()},
            dpia_due=self.dpia_due and self.dpia_due.astimezone(UTC),
            cases=frozenset(self.cases),
            sensitive_sources=frozenset(self.sensitive_sources),
            place=self.place,
            since=self.since,
            until=self.until,
            volume=Volume(self.volume.rows_per_act, self.volume.acts_per_day),
            money=Money(self.money.cap_gbp, self.money.per_act_gbp) if self.money else None,
            conditions=self.conditions,
            supersedes=self.supersedes,
        )


def _all_known(name: str, given: list[str], known: Any) -> None:
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise BadInput(
            f"{name}: no such {', '.join(unknown)}; there are {', '.join(sorted(known))}"
        )


def _is_box(place: Place) -> bool:
    west, south, east, north = place
    return -180 <= west < east <= 180 and -90 <= south < north <= 90
