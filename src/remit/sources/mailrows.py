"""Messages: who wrote to whom and when, as the headers say it; then their paragraphs.

A message is an event from its sender's address to each recipient's. The time is that of its
`Date` header, in the zone stated there; one that states none is asked. Where the sender's clock
and the servers on the way differ by whole hours, the load says so and changes nothing.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import getaddresses, parsedate_tz

from remit.errors import BadInput
from remit.ontology.types import TYPES, Ambiguous
from remit.ontology.types import time as times
from remit.sources.counting import counted
from remit.sources.defects import ROWS_NAMED, Defect
from remit.sources.documents import label_of, text_claim
from remit.store.drafts import Claim, EventDraft, LinkDraft, MentionDraft, RowDraft

__all__ = ["MAIL", "MailRows", "sent", "unzoned"]

MAIL = "emails"
"""Id of the profile."""

_REMEMBERED = 200_000
"""Messages remembered to tell those that come twice."""

_FIELDS = (("from", "From"), ("to", "To"), ("cc", "Cc"), ("bcc", "Bcc"))
_ZONED = re.compile(
    r"(?:[+-]\d{4}|\b(?:GMT|UTC?|Z|[ECMP][SD]T))\s*(?:\([^()]{0,80}\)\s*)?$", re.IGNORECASE
)
"""A zone that RFC 5322 defines, at the end of a date; names such as BST it does not."""

_NEARLY = timedelta(minutes=10)
"""How far from a whole hour two clocks may differ and still be an hour apart."""


class MailRows:
    """Maps the rows of one message or mailbox."""

    def __init__(self, sha256: str, zone: str | None) -> None:
        self._file = sha256[:32]
        self._zone = zone
        self._seen: dict[str, int] = {}
        self._again: list[int] = []
        self._apart: list[tuple[int, int]] = []
        self._unread: Counter[str] = Counter()
        self._undated = 0

    def row(self, pos: int, raw: Mapping[str, str | None]) -> RowDraft:
        """A message, or a paragraph or part of one. Raises `BadInput` for a date that is none."""
        key = raw.get("Message-ID") or f"{self._file} {raw.get('Message')}"
        claims = text_claim(raw)
        for column, prop in (("Title", "title"), ("Dated", "date")):
            if text := raw.get(column):
                claims.append((prop, text, " ".join(text.split()), column))
        if page := raw.get("Page"):
            claims.append(("page", page, page, "Page"))
        if raw.get("Kind") != "message":
            document = MentionDraft("document", "document", key, label_of(raw), None, tuple(claims))
            return RowDraft(pos, raw, (document,))
        return self._message(pos, raw, key, claims)

    def notes(self) -> list[str]:
        """Addresses that are none, and messages without a date."""
        found = [
            counted(
                n, "address|addresses in {column!r} is|are none: kept as received", column=column
            )
            for column, n in sorted(self._unread.items())
        ]
        if self._undated:
            found.append(counted(self._undated, "message|messages states|state no date"))
        return found

    def defects(self) -> list[Defect]:
        """Messages that come twice, and clocks that are hours apart."""
        found = []
        if self._again:
            text = (
                f"{len(self._again):,} messages come again under the same Message-ID; all are kept"
            )
            found.append(Defect("repeated", text, self._again[:ROWS_NAMED]))
        if self._apart:
            hours = Counter(hours for _, hours in self._apart)
            said = ", ".join(f"{h:+d} h: {n:,}" for h, n in sorted(hours.items()))
            text = (
                f"{len(self._apart):,} messages are dated by a clock that is whole hours away from "
                f"the first server's ({said}); the date is kept as stated"
            )
            found.append(Defect("wrong-zone", text, [pos for pos, _ in self._apart[:ROWS_NAMED]]))
        return found

    def _message(
        self, pos: int, raw: Mapping[str, str | None], key: str, claims: list[Claim]
    ) -> RowDraft:
        if identity := raw.get("Message-ID"):
            claims.append(("reference", identity, identity, "Message-ID"))
            if identity in self._seen:
                self._again.append(pos)
            elif len(self._seen) < _REMEMBERED:
                self._seen[identity] = pos
        when = sent(raw.get("Sent"), self._zone)
        self._undated += when is None
        self._compare(pos, when, raw.get("Received"))
        subject = raw.get("Title") or "no subject"
        document = MentionDraft("document", "document", key, subject[:80], None, tuple(claims))
        mentions = [document, *self._addresses(raw)]
        ends = {one.slot for one in mentions}
        sender = "from" if "from" in ends else None
        others = [one.slot for one in mentions if one.slot.partition("-")[0] in ("to", "cc", "bcc")]
        pairs = [(sender, other) for other in others] if sender else []
        events = [self._event(raw, when, pair) for pair in pairs] or [self._event(raw, when, None)]
        links = [LinkDraft("subject-of", one.slot, "document") for one in mentions[1:]]
        return RowDraft(pos, raw, tuple(mentions), tuple(events), tuple(links))

    def _event(
        self,
        raw: Mapping[str, str | None],
        when: times.Instant | None,
        between: tuple[str, str] | None,
    ) -> EventDraft:
        attributes = {"type": "e-mail"}
        if subject := raw.get("Title"):
            attributes["text"] = subject
        return EventDraft(
            kind="message",
            category="e-mail",
            begin=when.begin if when else None,
            time_text=raw.get("Sent"),
            zone=when.zone if when else None,
            precision=when.precision if when else None,
            means="at" if when else None,
            reference=raw.get("Message-ID"),
            attributes=attributes,
            things=(*(between or ()), "document"),
            between=between,
        )

    def _listed(self, column: str, text: str) -> list[tuple[str, str]]:
        """Names and addresses of a header; none of one nested too deep to be read (RFC 5322)."""
        try:
            return getaddresses([text])
        except RecursionError:
            self._unread[column] += 1
            return []

    def _addresses(self, raw: Mapping[str, str | None]) -> list[MentionDraft]:
        """The addresses of the headers, each once; the first sender is `from`."""
        found: list[MentionDraft] = []
        known: set[tuple[str, str]] = set()
        for group, column in _FIELDS:
            number = 0
            for name, address in self._listed(column, raw.get(column) or ""):
                if not address:
                    continue
                try:
                    value = TYPES["email"].clean(address)
                except BadInput:
                    self._unread[column] += 1
                    continue
                if value is None or (group, str(value)) in known:
                    continue
                known.add((group, str(value)))
                number += 1
                slot = group if number == 1 else f"{group}-{number}"
                text = f"{name} <{address}>" if name else address
                said: Claim = ("address", text, str(value), column)
                found.append(MentionDraft(slot, "email", str(value), str(value), None, (said,)))
        return found

    def _compare(self, pos: int, when: times.Instant | None, received: str | None) -> None:
        """Note a message whose first server's clock is whole hours away from its date."""
        if when is None or when.precision != "instant" or not received:
            return
        try:
            first = sent(received.split(";")[-1], None)
        except BadInput:
            return
        if first is None:
            return
        apart = when.begin - first.begin
        hours = round(apart / timedelta(hours=1))
        if 0 < abs(hours) <= 14 and abs(apart - timedelta(hours=hours)) <= _NEARLY:
            self._apart.append((pos, hours))


def unzoned(rows: Iterable[Mapping[str, str | None]]) -> str | None:
    """The first date that does not say its zone; None where all do."""
    for row in rows:
        try:
            sent(row.get("Sent"), None)
        except Ambiguous:
            return row.get("Sent")
        except BadInput:
            pass
    return None


def sent(text: str | None, zone: str | None) -> times.Instant | None:
    """The time of a `Date` header (RFC 5322 section 3.3); None where there is none.

    `-0000` is UTC whose writer's zone is unknown. Raises `Ambiguous` where no zone is stated and
    `zone` is None, `BadInput` for what is no date.

    >>> str(sent("Tue, 20 Jan 2026 10:03:11 +0100 (CET)", None))
    '2026-01-20T09:03:11Z'
    """
    if text is None or not text.strip():
        return None
    shown = " ".join(text.split())[:60]
    try:
        parts = parsedate_tz(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        parts = None
    if parts is None:
        return times.clean(text.strip()[:80], zone=zone)
    try:
        local = datetime(*parts[:6])  # noqa: DTZ001 - its zone is added below
    except (ValueError, OverflowError):
        raise BadInput(f"{shown!r} is no date") from None
    if not 1970 <= local.year <= 2199:
        raise BadInput(f"{shown!r}: the year is outside 1970 to 2199")
    if not _ZONED.search(text):
        if zone is None:
            reason = f"{shown!r} does not say its zone"
            raise Ambiguous(reason, needs="zone", choices=("Europe/London", "UTC"))
        read = times.clean(f"{local:%Y-%m-%d %H:%M:%S}", zone=zone)
        return read and times.Instant(read.begin, read.end, shown, read.zone, read.precision)
    seconds = parts[9] or 0
    if abs(seconds) > 14 * 3600:
        raise BadInput(f"{shown!r}: no zone is so far from UTC")
    utc = (local - timedelta(seconds=seconds)).replace(tzinfo=UTC)
    minutes = abs(seconds) // 60
    offset = f"{'-' if seconds < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"
    return times.Instant(utc, utc, shown, offset if seconds else "UTC", "instant")
