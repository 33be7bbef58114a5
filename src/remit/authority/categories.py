"""What a person counts as in a case: suspect, convicted, victim, witness or third party.

A category belongs to a mention in a case, never to a person everywhere, and is never carried
along by a machine's match. People start as third party; several categories may hold at once
(a trafficked child is victim and suspect). Adding one that unlocks data takes a second member;
taking one away takes one. Nothing is overwritten: decisions are rows that follow each other.
"""

from collections.abc import Mapping

from sqlalchemy import insert, select, update

from remit.authority import tables
from remit.authority.actor import FORCE_ROLES, Actor, require
from remit.authority.conditions import refused
from remit.authority.remit_document import CATEGORIES, parse
from remit.authority.rows import Run, decided, stamp, within
from remit.errors import Misuse, NotFound
from remit.ledger.entry import Entry
from remit.ledger.log import Batch, Log

__all__ = ["START", "CategoryDecisions", "require_member"]

START = "third-party"
"""What a person is taken for when added to a case, until a member decides otherwise."""


class CategoryDecisions:
    """The part of `Cases` that decides what people count as."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def add_person(self, actor: Actor, case_id: str, mention: str) -> bool:
        """Add a person to a case as third party. Returns whether that is in force already."""
        return self.propose_category(actor, case_id, mention, START)

    def propose_category(self, actor: Actor, case_id: str, mention: str, category: str) -> bool:
        """Give a mention a category in a case.

        Returns True when it is in force at once, and False when it would unlock data under a
        live remit and so waits for `confirm_category` by a second member.
        """
        if category not in CATEGORIES - {"uncategorised"}:
            raise Misuse(
                f"a category is one of {', '.join(sorted(CATEGORIES - {'uncategorised'}))}"
            )

        def work(batch: Batch) -> bool:
            run = within(batch)
            require_member(run, actor, case_id)
            before = _in_force(_rows(run, case_id)).get(mention)
            if before is not None and category in before:
                return True
            waits = _unlocks(run, before, category)
            _decide(batch, case_id, mention, category, "proposed" if waits else "in-force", actor)
            return not waits

        return decided(self._log, work, asked=f"category.propose {case_id}", by=actor.id)

    def confirm_category(self, actor: Actor, case_id: str, mention: str, category: str) -> None:
        """Confirm a proposed category: a second member of the case, not its proposer.

        Raises `Refused` (`category.second-person`), `NotFound` when nothing is proposed.
        """

        def work(batch: Batch) -> None:
            run = within(batch)
            require_member(run, actor, case_id)
            latest = {(m, c): (step, by) for m, c, step, by in _rows(run, case_id)}
            step, by = latest.get((mention, category), ("", ""))
            if step != "proposed":
                raise NotFound(f"no category waits to be confirmed for {mention}")
            if by == actor.id:
                raise refused("category.second-person")
            _decide(batch, case_id, mention, category, "in-force", actor)

        decided(self._log, work, asked=f"category.confirm {case_id}", by=actor.id)

    def withdraw_category(self, actor: Actor, case_id: str, mention: str, category: str) -> None:
        """Take a category away from a mention, proposed or in force: it can only lock data."""

        def work(batch: Batch) -> None:
            run = within(batch)
            require_member(run, actor, case_id)
            latest = {(m, c): step for m, c, step, _ in _rows(run, case_id)}
            if latest.get((mention, category)) not in ("proposed", "in-force"):
                raise NotFound(f"{mention} is no {category} in this case")
            _decide(batch, case_id, mention, category, "withdrawn", actor)

        decided(self._log, work, asked=f"category.withdraw {case_id}", by=actor.id)

    def categories(self, case_id: str) -> Mapping[str, frozenset[str]]:
        """Categories in force by mention. A mention with a decision may hold none: it is then
        out of every scope until a member decides again.
        """
        return _in_force(self._decisions(case_id))

    def categories_waiting(self, case_id: str) -> list[tuple[str, str, str]]:
        """Mention, category and proposer of what waits for a second member."""
        latest = {(m, c): (step, by) for m, c, step, by in self._decisions(case_id)}
        return [(m, c, by) for (m, c), (step, by) in latest.items() if step == "proposed"]

    def _decisions(self, case_id: str) -> list[tuple[str, str, str, str]]:
        row = tables.category_decision.c
        query = select(row.mention, row.category, row.step, row.by)
        with self._log.engine.connect() as conn:
            found = conn.execute(query.where(row.case_id == case_id).order_by(row.seq))
            return [(m, c, step, by) for m, c, step, by in found]


def _rows(run: Run, case_id: str) -> list[tuple[str, str, str, str]]:
    sql = "SELECT mention, category, step, by FROM category_decision WHERE case_id = ? ORDER BY seq"
    return [(m, c, step, by) for m, c, step, by in run(sql, (case_id,))]


def _in_force(rows: list[tuple[str, str, str, str]]) -> dict[str, frozenset[str]]:
    """Later rows supersede earlier ones, category by category."""
    now: dict[str, frozenset[str]] = {}
    for mention, category, step, _ in rows:
        if step == "in-force":
            now[mention] = now.get(mention, frozenset()) | {category}
        elif step == "withdrawn" and mention in now:
            now[mention] -= {category}
    return now


def _unlocks(run: Run, before: frozenset[str] | None, category: str) -> bool:
    """Whether some live remit admits `category` and might admit nothing the mention counts as.

    None is a mention without a decision: its records may claim any category, so only a remit
    that admits all of them certainly shows it already.
    """
    rows = run("SELECT document FROM remit WHERE state = ?", ("live",))
    admitted = [parse(document).categories for (document,) in rows]
    if before is None:
        return any(category in a and not a >= CATEGORIES for a in admitted)
    return any(category in a and a.isdisjoint(before) for a in admitted)


def require_member(run: Run, actor: Actor, case_id: str) -> None:
    """Refuse unless the actor is a member of that open case now, in this transaction."""
    require(run, actor, *sorted(FORCE_ROLES))
    rows = run(
        "SELECT 1 FROM case_member m JOIN case_file c ON c.id = m.case_id "
        "WHERE c.id = ? AND c.state = 'open' AND m.actor = ? AND m.ended_at IS NULL",
        (case_id, actor.id),
    )
    if not rows:
        raise refused("case.unknown", case=case_id)


def _decide(
    batch: Batch, case_id: str, mention: str, category: str, step: str, actor: Actor
) -> None:
    """Add one row; the count of decisions moves every view of the case to a new scope."""
    batch.conn.execute(
        insert(tables.category_decision).values(
            case_id=case_id,
            mention=mention,
            category=category,
            step=step,
            by=actor.id,
            at=stamp(batch.now),
        )
    )
    file = tables.case_file
    batch.conn.execute(
        update(file).where(file.c.id == case_id).values(decisions=file.c.decisions + 1)
    )
    body = {
        "case": case_id,
        "mention": mention,
        "category": category,
        "step": step,
        "by": actor.id,
    }
    batch.append(Entry("category.decided", body=body))
