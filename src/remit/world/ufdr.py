"""The report of a phone download, as such a report is laid out: metadata, files, decoded models.

    report = Report()
    report.device({"IMEI": "…"})
    report.model("Call", {"TimeStamp": Time("2026-03-01T12:00:00+00:00"), "Parties": [{…}]})
    report.bytes()

A field's value is a text, a `Time`, a model (a mapping) or models (a list of mappings). Row numbers
are those that a reader counts: each model as it ends, the device first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

__all__ = ["DELETED", "Kept", "Report", "Time", "Value"]

DELETED = "(deleted)"
"""Not a field: the state of a model within another, where it is not that of the other."""

_SPACE = "http://pa.cellebrite.com/report/2.0"
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'


class Time(NamedTuple):
    """A time as a report writes it."""

    text: str
    known: bool = True
    """Whether the report knows its offset; one it does not know is marked `DateTimeOnly`."""


Value = str | Time | Mapping[str, "Value"] | Sequence[Mapping[str, "Value"]]

_TYPES = {
    "Parties": "Party", "From": "Party", "To": "Party", "Participants": "Party",
    "Position": "Coordinate", "Entries": "ContactEntry", "Attachments": "Attachment",
    "Messages": "InstantMessage", "WayPoints": "Location", "FromPoint": "Location",
}  # fmt: skip
"""Types of the models that a field holds."""

_OWN_ROWS = frozenset({"Messages", "WayPoints"})


@dataclass(frozen=True, slots=True)
class Kept:
    """State and certainty of a model."""

    deleted: str = "Intact"
    confidence: str = "High"


class Report:
    """A report on its way."""

    def __init__(self) -> None:
        self.rows = 0
        """Rows so far."""
        self._made = 0
        self._metadata: list[str] = []
        self._files: list[str] = []
        self._models: dict[str, list[str]] = {}

    def device(self, items: Mapping[str, str]) -> int:
        """What the report says of the device; the row that it is."""
        lines = "".join(
            f'<item name="{escape(name)}"><![CDATA[{text}]]></item>' for name, text in items.items()
        )
        self._metadata.append(f'<metadata section="Device Info">{lines}</metadata>')
        self.rows += 1
        return self.rows

    def file(self, name: str, sha256: str, size: int, deleted: str = "Intact") -> int:
        """A file that the report lists; the row that it is."""
        self._files.append(
            f'<file path="/DCIM/{escape(name)}" name="{escape(name)}" size="{size}" '
            f'deleted="{deleted}"><metadata section="File">'
            f'<item name="Local Path"><![CDATA[files\\Image\\{name}]]></item>'
            f'<item name="SHA256"><![CDATA[{sha256}]]></item></metadata></file>'
        )
        self.rows += 1
        return self.rows

    def model(self, kind: str, fields: Mapping[str, Value], kept: Kept | None = None) -> int:
        """A model, and the rows of the models in it that have their own; the row that it is."""
        text = self._model(kind, fields, kept or Kept())
        self._models.setdefault(kind, []).append(text)
        self.rows += 1
        return self.rows

    def bytes(self) -> bytes:
        """The report. Models of one type stand together, in the order of their first."""
        types = "".join(
            f'<modelType type="{kind}">{"".join(models)}</modelType>\n'
            for kind, models in self._models.items()
        )
        text = (
            f'{_HEAD}<project name="Larkhithe" reportVersion="5.6" xmlns="{_SPACE}">\n'
            f"{''.join(self._metadata)}\n<taggedFiles>{''.join(self._files)}</taggedFiles>\n"
            f"<decodedData>\n{types}</decodedData>\n</project>\n"
        )
        return text.encode()

    def _model(self, kind: str, fields: Mapping[str, Value], kept: Kept) -> str:
        self._made += 1
        if isinstance(state := fields.get(DELETED), str):
            kept = Kept(state, kept.confidence)
        head = (
            f'<model type="{kind}" id="{self._made:08x}" deleted_state="{kept.deleted}" '
            f'decoding_confidence="{kept.confidence}" extractionId="0">'
        )
        said = "".join(
            self._field(name, value, kept) for name, value in fields.items() if name != DELETED
        )
        return f"{head}{said}</model>\n"

    def _field(self, name: str, value: Value, kept: Kept) -> str:
        if isinstance(value, Time):
            form = "TimeStampKnown" if value.known else "DateTimeOnly"
            inner = f'<value type="TimeStamp" format="{form}">{value.text}</value>'
            return f'<field name="{name}" type="TimeStamp">{inner}</field>'
        if isinstance(value, str):
            inner = f'<value type="String"><![CDATA[{value}]]></value>' if value else "<empty/>"
            return f'<field name="{name}" type="String">{inner}</field>'
        kind = _TYPES.get(name, name)
        if isinstance(value, Mapping):
            inner = self._model(kind, value, kept)
            return f'<modelField name="{name}" type="{kind}">{inner}</modelField>'
        inner = "".join(self._model(kind, one, kept) for one in value)
        if name in _OWN_ROWS:
            self.rows += len(value)
        return f'<multiModelField name="{name}" type="{kind}">{inner}</multiModelField>'
