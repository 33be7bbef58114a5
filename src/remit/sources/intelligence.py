"""Items of intelligence reports: a document with the item's text, under the item's own grade.

What an item says of people is for extraction; only the references of its subjects are read. A row
that names the source is not let in at all: what names it is masked before anything is kept.
"""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from remit.errors import BadInput
from remit.ontology.types import is_blank
from remit.ontology.types import time as times
from remit.sources.answers import Reading
from remit.sources.counting import counted
from remit.sources.defects import ROWS_NAMED, Defect
from remit.sources.grading import LEGACY, graded
from remit.sources.mapping import Withheld
from remit.sources.profile import Profile
from remit.store.drafts import Claim, EventDraft, LinkDraft, MentionDraft, RowDraft

__all__ = ["INTELLIGENCE", "WITHHELD", "IntelligenceRows", "SourceNamed"]

INTELLIGENCE = "intelligence-reports"
"""Id of the profile."""

WITHHELD = "[withheld: identity of a source]"
"""Stands in a row for what names a source."""

_NUMBERED = re.compile(r"\S*\d\S*")
_REMEMBERED = 500_000
"""Items remembered to tell those that come twice."""


class SourceNamed(Withheld):
    """A row that names the source of its intelligence."""

    ground = "source-identifying"


class IntelligenceRows:
    """Maps the rows of one file of reports."""

    def __init__(
        self,
        profile: Profile,
        header: tuple[str, ...],
        readings: Mapping[str, Reading],
        today: date,
    ) -> None:
        found = profile.match(header)
        self._one: dict[str, str] = {}
        self._attributes: dict[str, str] = {}
        for name, spec in profile.columns.items():
            if name not in found:
                continue
            if spec.reading == "attribute":
                self._attributes[spec.name or name] = found[name]
            else:
                self._one[spec.reading] = found[name]
        self._zone = profile.zone
        self._today = today
        self._how = readings.get(self._one.get("time", ""), Reading(zone=profile.zone))
        self._seen: set[tuple[str, str]] = set()
        self._again: list[int] = []
        self._named: list[int] = []
        self._counts: Counter[str] = Counter()

    def row(self, pos: int, raw: Mapping[str, str | None]) -> RowDraft:
        """One item. Raises `BadInput` for a grade or a date that is none, `SourceNamed`."""
        if self._said(raw, "source_identity"):
            self._named.append(pos)
            reason = "the row names the source of its intelligence: withheld, not let in"
            raise SourceNamed(reason)
        urn, text = self._said(raw, "reference"), self._said(raw, "text")
        if urn is None or text is None:
            raise BadInput("an item without the number of its report, or without text")
        grade = graded(
            self._said(raw, "grade_source"),
            self._said(raw, "grade_intelligence"),
            self._said(raw, "grade_handling"),
            self._said(raw, "conditions"),
            self._said(raw, "grade"),
        )
        when = self._when(self._said(raw, "time"))
        said = {name: raw.get(column) for name, column in self._attributes.items()}
        attributes = {
            name: " ".join(value.split()) for name, value in said.items() if value and value.strip()
        }
        attributes |= {"grading": f"{grade.grading}{'' if grade.scheme == LEGACY else grade.code}"}
        if grade.scheme == LEGACY:
            attributes["legacy_handling"] = grade.code
            self._counts["graded 5x5x5: kept in that scheme, and handled under C"] += 1
        if grade.conditions:
            attributes["conditions"] = " ".join(grade.conditions)
        elif grade.code == "C":
            self._counts["handled under C without saying which conditions apply"] += 1
        self._repeats(pos, urn, attributes.get("item") or "")
        mentions, links = self._mentions(raw, urn, text, when)
        event = EventDraft(
            kind="intelligence",
            category=grade.scheme,
            begin=when.begin if when else None,
            end=when.end if when and when.precision != "instant" else None,
            time_text=when.text if when else None,
            zone=when.zone if when else None,
            precision=when.precision if when else None,
            means="at" if when else None,
            reference=urn,
            attributes=attributes,
            things=tuple(one.slot for one in mentions),
        )
        return RowDraft(
            pos, raw, tuple(mentions), (event,), tuple(links), grade.grading, grade.handling
        )

    def notes(self) -> list[str]:
        """Old grades, and conditions that are left open."""
        return [
            counted(n, "item|items is|are {what}", what=what)
            for what, n in sorted(self._counts.items())
        ]

    def defects(self) -> list[Defect]:
        """Rows that name a source, and items that come twice."""
        found = []
        if self._named:
            text = (
                f"{len(self._named):,} rows name the source of their intelligence: none was let "
                "in, and what names the source is masked; the file itself needs a decision"
            )
            found.append(Defect("source-identity", text, self._named[:ROWS_NAMED]))
        if self._again:
            text = f"{len(self._again):,} items come again under the same number; all are kept"
            found.append(Defect("repeated", text, self._again[:ROWS_NAMED]))
        return found

    def _said(self, raw: Mapping[str, str | None], reading: str) -> str | None:
        """The cell of that reading; None where there is none or nothing in it."""
        text = raw.get(self._one.get(reading, ""))
        return None if text is None or not text.strip() else text

    def _when(self, text: str | None) -> times.Instant | None:
        if text is None or is_blank(text):
            return None
        fold: Any = self._how.fold
        return times.clean(
            text, zone=self._how.zone or self._zone, day_first=self._how.day_first, fold=fold,
            serials=self._how.serials,
        )  # fmt: skip

    def _repeats(self, pos: int, urn: str, item: str) -> None:
        key = urn.strip().casefold(), item
        if item and key in self._seen:
            self._again.append(pos)
        elif len(self._seen) < _REMEMBERED:
            self._seen.add(key)

    def _mentions(
        self, raw: Mapping[str, str | None], urn: str, text: str, when: times.Instant | None
    ) -> tuple[list[MentionDraft], list[LinkDraft]]:
        reference = urn.strip()
        claims: list[Claim] = [
            ("text", text, " ".join(text.split()), self._one["text"]),
            ("reference", urn, reference, self._one["reference"]),
        ]
        if when is not None:
            claims.append(("date", when.text, str(when), self._one["time"]))
        label = f"{reference}: {' '.join(text.split())}"[:80]
        mentions = [MentionDraft("document", "document", None, label, None, tuple(claims))]
        links = []
        subjects = re.split(r"[;\n|]+", self._said(raw, "subjects") or "")
        for number, subject in enumerate((s.strip() for s in subjects if s.strip()), 1):
            column = self._one["subjects"]
            coded = _NUMBERED.search(subject)
            said: list[Claim] = []
            rest = subject.replace(coded[0], " ") if coded else subject
            name = " ".join(rest.strip(" ()[],-").split())
            if coded:
                said.append(("reference", coded[0], coded[0].strip("()[],"), column))
            if name:
                said.append(("name", subject, name, column))
            slot = f"subject-{number}"
            mentions.append(MentionDraft(slot, "person", None, name or subject, None, tuple(said)))
            links.append(LinkDraft("subject-of", slot, "document"))
        return mentions, links
