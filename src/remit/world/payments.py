"""Payments between accounts, a day at a time: wages, rents, shopping, money among friends."""

from datetime import date

import numpy as np
import pyarrow as pa

from remit.world.calls import ZONES
from remit.world.city import City
from remit.world.clock import HOUR, hours, midnight, to_local, to_utc
from remit.world.draws import Draws, Ints
from remit.world.out import Table, joined, stamped, texts
from remit.world.planted import Payment, Planted

__all__ = ["COLUMNS", "Payments"]

COLUMNS = (
    "From sort code", "From account", "To sort code", "To account", "When", "Amount", "Reference",
)  # fmt: skip

SHOPPING, AMONG_FRIENDS, RENTING = 0.1, 0.012, 0.45
"""Payments to shops and to friends by each account in a day; share of households that rent."""

HOURS = (1, 0, 0, 0, 0, 1, 4, 10, 18, 22, 24, 26, 30, 28, 25, 24, 26, 30, 28, 20, 14, 9, 5, 2)
BETWEEN = ("dinner", "thanks", "tickets", "for the flat", "bday", "cheers", "owed you", "petrol")

NO_DASHES, TWICE, WITH_COMMA = 0.006, 0.001, 0.02

_Rows = tuple[Ints, Ints, Ints, Ints, Ints]


class Payments:
    """Writes the payments of one city; keeps those of the accounts that are asked for."""

    def __init__(self, city: City, planted: Planted, kept: frozenset[int]) -> None:
        self._city, self._planted = city, planted
        self._kept_accounts = np.array(sorted(kept), dtype=np.int64)
        self.kept: list[Payment] = []
        """Payments from or to the accounts asked for, as they really were."""
        plain = [f"{code},{number}" for code, number in city.accounts]
        bare = [f"{code.replace('-', '')},{number}" for code, number in city.accounts]
        self._accounts = texts([*plain, *bare])
        firms = [firm.name.upper() for firm in city.have.firms]
        self._references = [*(f"CARD {name}" for name in firms), *BETWEEN, "SALARY", "RENT"]
        self._owner = np.flatnonzero(city.have.account >= 0)

    def day(self, day: date, table: Table) -> int:
        """Write the payments of one local day; how many rows."""
        draws = self._city.draws("payments", day)
        payer, payee, second, pence, reference = self._drawn(draws, day)
        references = list(self._references)
        if put := self._planted.payments_on(midnight(day)):
            rows = [(p.payer, p.payee, to_local(p.at) - midnight(day), p.pence,
                     len(references) + n) for n, p in enumerate(put)]  # fmt: skip
            references += [p.reference for p in put]
            more = np.array(rows, dtype=np.int64).T
            payer, payee, second, pence, reference = (
                np.concatenate(pair)
                for pair in zip((payer, payee, second, pence, reference), more, strict=True)
            )
        order = np.argsort(second, kind="stable")
        columns = [part[order] for part in (payer, payee, second, pence, reference)]
        self._keep(day, columns, references)
        again = np.repeat(np.arange(len(order)), 1 + draws.hits(len(order), TWICE))
        table.wrong(np.flatnonzero(np.diff(again, prepend=-1) == 0), "the row above again")
        columns = [column[again] for column in columns]
        table.block(self._rows(draws, table, columns, day, references), len(again))
        return len(again)

    def _drawn(self, draws: Draws, day: date) -> _Rows:
        """Payer, payee, second shown, pence and reference of ordinary payments."""
        parts = [self._shopping(draws), self._friends(draws)]
        parts += [self._wages(draws)] if day.day == 27 else []
        parts += [self._rents()] if day.day == 1 else []
        payer, payee, pence, reference = (np.concatenate(part) for part in zip(*parts, strict=True))
        shown, _ = hours(day)
        second = shown[draws.picks(len(payer), HOURS)] * HOUR + draws.whole(len(payer), HOUR)
        regular = reference >= len(self._references) - 2
        return payer, payee, np.where(regular, 6 * 3600 + second % 600, second), pence, reference

    def _shopping(self, draws: Draws) -> tuple[Ints, ...]:
        city = self._city
        n = int(len(self._owner) * SHOPPING)
        hubs = city.have.hubs
        firm = hubs[(draws.share(n) ** 2 * len(hubs)).astype(np.int64)]
        pence = 120 + (draws.share(n) ** 3 * 12_000).astype(np.int64)
        return draws.whole(n, len(self._owner)), city.firm_account(0) + firm, pence, firm

    def _friends(self, draws: Draws) -> tuple[Ints, ...]:
        city = self._city
        n = int(len(self._owner) * AMONG_FRIENDS)
        pair = draws.along(n, city.contacts.sums)
        other = np.minimum(city.contacts.other[pair], len(city.people) - 1)
        payer, payee = city.have.account[city.contacts.one[pair]], city.have.account[other]
        pence = 500 + draws.whole(n, 120) * 50
        word = len(city.have.firms) + draws.whole(n, len(BETWEEN))
        known = (city.contacts.other[pair] < len(city.people)) & (payer >= 0) & (payee >= 0)
        return payer[known], payee[known], pence[known], word[known]

    def _wages(self, draws: Draws) -> tuple[Ints, ...]:
        city = self._city
        workers = np.flatnonzero((city.have.work >= 0) & (city.have.account >= 0))
        payer = city.firm_account(0) + city.have.work[workers]
        # The same person earns the same each month: drawn from its own key.
        pence = 90_000 + city.draws("wages").whole(len(city.people), 260_000)[workers]
        word = np.full(len(workers), len(self._references) - 2)
        return payer, city.have.account[workers], pence, word

    def _rents(self) -> tuple[Ints, ...]:
        city = self._city
        draws = city.draws("rents")
        n = len(city.people)
        lettings = np.array([k for k, f in enumerate(city.have.firms) if f.kind == "Lettings"])
        landlord = city.firm_account(0) + lettings[draws.whole(n, len(lettings))]
        pence = 60_000 + draws.whole(n, 1_800) * 50
        renting = city.people.head & (city.have.account >= 0) & draws.hits(n, RENTING)
        payer = city.have.account[renting]
        word = np.full(len(payer), len(self._references) - 1)
        return payer, landlord[renting], pence[renting], word

    def _keep(self, day: date, columns: list[Ints], references: list[str]) -> None:
        wanted = np.isin(columns[0], self._kept_accounts) | np.isin(columns[1], self._kept_accounts)
        for row in np.flatnonzero(wanted).tolist():
            payer, payee, second, pence, reference = (int(c[row]) for c in columns)
            at = to_utc(midnight(day) + second)
            self.kept.append(Payment(at, payer, payee, pence, references[reference]))

    def _rows(
        self,
        draws: Draws,
        table: Table,
        columns: list[Ints],
        day: date,
        references: list[str],
    ) -> bytes:
        payer, payee, second, pence, reference = columns
        _, ahead = hours(day)
        bare = draws.hits(len(payer), NO_DASHES)
        payer = payer + bare * len(self._city.accounts)
        table.wrong(np.flatnonzero(bare), "sort code without dashes")
        comma = draws.hits(len(payer), WITH_COMMA) & (pence >= 100_000)
        table.wrong(np.flatnonzero(comma), "amount with a comma")
        amounts = [
            f'"{p // 100:,}.{p % 100:02}"' if c else f"{p // 100}.{p % 100:02}"
            for p, c in zip(pence.tolist(), comma.tolist(), strict=True)
        ]
        return joined(
            [
                self._accounts.take(pa.array(payer)),
                self._accounts.take(pa.array(payee)),
                stamped(day, second, ZONES.take(pa.array(ahead[second // HOUR]))),
                texts(amounts),
                texts(f"{word}\n" for word in references).take(pa.array(reference)),
            ]
        )
