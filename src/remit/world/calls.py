"""Calls and messages, a day at a time, from the caller's side, as networks keep them."""

from datetime import date

import numpy as np
import pyarrow as pa

from remit.world.city import City
from remit.world.clock import HOUR, hours, midnight, to_local, to_utc
from remit.world.draws import Draws, Ints
from remit.world.out import Table, joined, stamped, swapped, texts
from remit.world.planted import Call, Planted

__all__ = ["COLUMNS", "Calls"]

COLUMNS = (
    "Caller", "Called", "Type", "Start", "Duration", "Cell", "Cell longitude", "Cell latitude",
    "IMEI",
)  # fmt: skip

A_DAY = 0.68
"""Calls and messages by each phone in a day."""

SMS, ELSEWHERE, CALLS_BACK = 0.45, 0.1, 0.1
"""Share that are messages; made away from home and work; made by a firm rather than to it."""

HOURS = (3, 2, 1, 1, 1, 2, 8, 18, 26, 28, 28, 29, 33, 30, 28, 30, 34, 40, 44, 43, 38, 30, 18, 8)
"""Calls by local hour."""

WAYS = ("", "number with 0", "number with 0044", "number without its first zero")
CALLED_WAYS, CALLER_WAYS = (950, 25, 15, 10), (990, 5, 3, 2)
"""How numbers are written, in a thousand."""

ZONES = texts(["+00:00", "+01:00"])

SHORT_IMEI, NO_DURATION, TWICE = 0.008, 0.0005, 0.001


class Calls:
    """Writes the calls of one city; keeps those of the numbers that are asked for."""

    def __init__(self, city: City, planted: Planted, kept: frozenset[int]) -> None:
        self._city, self._planted = city, planted
        self._kept_numbers = np.array(sorted(kept), dtype=np.int64)
        self.kept: list[Call] = []
        """Calls from or to the numbers asked for, as they really were."""
        bare = [number[3:] for number in city.numbers]
        self._numbers = texts(
            [*city.numbers, *("0" + n for n in bare), *("0044" + n for n in bare), *bare]
        )
        degrees = city.cells.degrees
        self._cells = texts(
            [f"{name},{degrees[n, 0]:.6f},{degrees[n, 1]:.6f}"
             for n, name in enumerate(city.cells.names)] + [",,"]
        )  # fmt: skip
        imeis = city.imeis
        self._imeis = texts(
            [*(f"{imei}\n" for imei in imeis), *(f"{imei[2:]}\n" for imei in imeis), "\n"]
        )
        self._durations = texts([*map(str, range(3600)), ""])
        self._types = texts(["VOICE", "SMS"])
        n = len(city.people)
        self._silent_from = np.full(n, 1 << 40, dtype=np.int64)
        self._silent_to = np.zeros(n, dtype=np.int64)
        self._handset_from = city.have.handset_change.copy()
        self._new_handset = city.have.new_handset.copy()
        for silence in planted.silences:
            self._silent_from[silence.person] = silence.start
            self._silent_to[silence.person] = silence.stop
        for extra, theft in enumerate(city.crew.thefts):
            self._handset_from[theft.victim] = theft.at
            self._new_handset[theft.victim] = city.have.handsets + 100 + extra

    def day(self, day: date, table: Table) -> int:
        """Write the calls of one local day; how many rows."""
        draws = self._city.draws("calls", day)
        columns = self._drawn(draws, day)
        if put := self._planted.calls_on(midnight(day)):
            rows = np.array([(c.caller, c.called, c.sms, to_local(c.at) - midnight(day), c.seconds,
                              c.cell, c.handset) for c in put], dtype=np.int64).T  # fmt: skip
            columns = [np.concatenate(pair) for pair in zip(columns, rows, strict=True)]
        order = np.argsort(columns[3], kind="stable")
        columns = [column[order] for column in columns]
        self._keep(day, columns)
        again = np.repeat(np.arange(len(order)), 1 + draws.hits(len(order), TWICE))
        table.wrong(np.flatnonzero(np.diff(again, prepend=-1) == 0), "the row above again")
        data = self._rows(draws, table, [column[again] for column in columns], day)
        table.block(data, len(again))
        return len(again)

    def _drawn(self, draws: Draws, day: date) -> list[Ints]:
        """Caller, called, message, second shown, seconds, cell and handset of ordinary calls."""
        city, have, people = self._city, self._city.have, len(self._city.people)
        phones = int((have.sim >= 0).sum())
        n = int(phones * A_DAY * (1.0 if day.weekday() < 5 else 0.85))
        pair = draws.along(n, city.contacts.sums)
        one, other = city.contacts.one[pair], city.contacts.other[pair]
        back = draws.hits(n, 0.5)
        back = np.where(other >= people, draws.hits(n, CALLS_BACK), back)
        caller, called = np.where(back, other, one), np.where(back, one, other)
        shown, ahead = hours(day)
        hour = shown[draws.picks(n, HOURS)]
        second = hour * HOUR + draws.whole(n, HOUR)
        at = midnight(day) + second - ahead[hour] * HOUR
        firm = np.maximum(caller - people, 0)
        person = np.where(caller < people, caller, 0)
        sms = draws.hits(n, SMS) & (caller < people) & (called < people)
        lasting = 15 + (draws.share(n) ** 3 * 1500).astype(np.int64)
        works = (have.work[person] >= 0) & (hour >= 9) & (hour < 17) & (day.weekday() < 5)
        wards = np.array([f.ward for f in have.firms])
        cell = np.where(works, city.ward_cells[wards[have.work[person]]], city.home_cells[person])
        cell = np.where(draws.hits(n, ELSEWHERE), draws.whole(n, len(city.cells.names)), cell)
        changed = at >= self._handset_from[person]
        handset = np.where(changed, self._new_handset[person], have.sim[person])
        from_firm = caller >= people
        columns = [
            np.where(from_firm, city.landline(0) + firm, self._number(person, at)),
            self._called(called, at),
            sms.astype(np.int64),
            second,
            np.where(sms, 0, lasting),
            np.where(from_firm, len(city.cells.names), cell),
            np.where(from_firm, 2 * len(city.imeis), handset),
        ]
        heard = ~(self._is_silent(caller, at) | self._is_silent(called, at))
        return [column[heard] for column in columns]

    def _number(self, person: Ints, at: Ints) -> Ints:
        have = self._city.have
        new = at >= have.sim_change[person]
        return np.where(new, have.new_sim[person], have.sim[person])

    def _called(self, party: Ints, at: Ints) -> Ints:
        people = len(self._city.people)
        person = np.where(party < people, party, 0)
        line = self._city.landline(0) + np.maximum(party - people, 0)
        return np.where(party < people, self._number(person, at), line)

    def _is_silent(self, party: Ints, at: Ints) -> Ints:
        person = np.where(party < len(self._city.people), party, 0)
        silent = (at >= self._silent_from[person]) & (at < self._silent_to[person])
        return np.asarray(silent & (party < len(self._city.people)))

    def _keep(self, day: date, columns: list[Ints]) -> None:
        wanted = np.isin(columns[0], self._kept_numbers) | np.isin(columns[1], self._kept_numbers)
        for row in np.flatnonzero(wanted).tolist():
            caller, called, sms, second, lasting, cell, handset = (int(c[row]) for c in columns)
            at = to_utc(midnight(day) + second)
            self.kept.append(Call(at, caller, called, bool(sms), lasting, cell, handset))

    def _rows(self, draws: Draws, table: Table, columns: list[Ints], day: date) -> bytes:
        caller, called, sms, second, lasting, cell, handset = columns
        n, numbers, imeis = len(caller), len(self._city.numbers), len(self._city.imeis)
        for number, weights in ((caller, CALLER_WAYS), (called, CALLED_WAYS)):
            way = draws.picks(n, weights)
            number += way * numbers
            for kind in (1, 2, 3):
                table.wrong(np.flatnonzero(way == kind), WAYS[kind])
        short = draws.hits(n, SHORT_IMEI) & (handset < imeis)
        handset[short] += imeis
        table.wrong(np.flatnonzero(short), "IMEI without its leading zeros")
        unknown = draws.hits(n, NO_DURATION) & (sms == 0)
        lasting[unknown] = 3600
        table.wrong(np.flatnonzero(unknown), "no duration")
        _, ahead = hours(day)
        start = stamped(day, second, ZONES.take(pa.array(ahead[second // HOUR])))
        if n and draws.one(6) == 0:
            row = draws.one(n)
            start = swapped(start, row, f"{day.year}-02-30T25:61:00+00:00")
            table.wrong(np.array([row]), "a date that does not exist")
        return joined(
            [
                self._numbers.take(pa.array(caller)),
                self._numbers.take(pa.array(called)),
                self._types.take(pa.array(sms)),
                start,
                self._durations.take(pa.array(lasting)),
                self._cells.take(pa.array(cell)),
                self._imeis.take(pa.array(handset)),
            ]
        )
