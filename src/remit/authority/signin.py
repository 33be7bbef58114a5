"""Sign-in by one-time link: a link becomes a session, once, and a session ends by itself.

Only digests of links and sessions are kept, so the database signs nobody in.
"""

import hmac
import secrets
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from sqlalchemy import insert, select, update

from remit.authority import tables
from remit.authority.actor import Actor, Actors
from remit.authority.rows import moment, stamp
from remit.errors import NotFound
from remit.ledger.box import Box
from remit.ledger.entry import Entry
from remit.ledger.log import Batch, Log

__all__ = ["IDLE", "LIFE", "SignIn"]

LIFE = timedelta(hours=12)
"""Longest life of a session."""

IDLE = timedelta(minutes=60)
"""A session unused for this long is over."""

_SEEN_EVERY = timedelta(minutes=1)
"""How exactly the time of last use is kept: not every page needs a write."""


class SignIn:
    """One-time links and sessions."""

    def __init__(self, log: Log, box: Box) -> None:
        self._log = log
        self._actors = Actors(log, box)

    def link(self, actor: Actor, minutes: int = 30) -> str:
        """A token that signs `actor` in once, within `minutes`. Shown here and never again."""
        token = secrets.token_urlsafe(32)

        def work(batch: Batch) -> None:
            until = batch.now + timedelta(minutes=minutes)
            row = {"digest": _digest(token), "actor": actor.id, "expires_at": stamp(until)}
            batch.conn.execute(insert(tables.sign_in_link).values(row))
            batch.append(Entry("sign-in.linked", body={"actor": actor.id, "until": stamp(until)}))

        self._log.commit(work)
        return token

    def redeem(self, token: str) -> str:
        """A session for an unused link in its time. Raises `NotFound`, whatever is wrong."""
        session = secrets.token_urlsafe(32)
        link = tables.sign_in_link

        def work(batch: Batch) -> None:
            now = stamp(batch.now)
            unused = (link.c.digest == _digest(token)) & link.c.used_at.is_(None)
            used = batch.conn.execute(
                update(link).where(unused, link.c.expires_at > now).values(used_at=now)
            )
            if used.rowcount != 1:
                raise NotFound("this link was used, is too old or never was: ask for a new one")
            query = select(link.c.actor).where(link.c.digest == _digest(token))
            actor_id = batch.conn.execute(query).scalar_one()
            row = {"digest": _digest(session), "actor": actor_id, "started_at": now}
            batch.conn.execute(insert(tables.sign_in_session).values(**row, seen_at=now))
            batch.append(Entry("sign-in.redeemed", body={"actor": actor_id}))

        self._log.commit(work)
        return session

    def session(self, token: str) -> Actor | None:
        """Who is signed in with this session; None when it is over or never was."""
        row_in = tables.sign_in_session
        query = select(row_in).where(row_in.c.digest == _digest(token))
        with self._log.engine.connect() as conn:
            row = conn.execute(query).first()
        now = datetime.now(UTC)
        if row is None or row.ended_at is not None:
            return None
        if now - moment(row.started_at) >= LIFE or now - moment(row.seen_at) >= IDLE:
            return None
        try:
            actor = self._actors.get(row.actor)
        except NotFound:
            return None
        if now - moment(row.seen_at) >= _SEEN_EVERY:
            seen = update(row_in).where(row_in.c.digest == _digest(token))
            self._log.commit(lambda b: b.conn.execute(seen.values(seen_at=stamp(now))) and None)
        return actor

    def end(self, token: str) -> None:
        """End a session. Ending one twice, or one that never was, is harmless."""
        row_in = tables.sign_in_session

        def work(batch: Batch) -> None:
            running = (row_in.c.digest == _digest(token)) & row_in.c.ended_at.is_(None)
            query = select(row_in.c.actor).where(running)
            actor_id = batch.conn.execute(query).scalar()
            if actor_id is not None:
                batch.conn.execute(update(row_in).where(running).values(ended_at=stamp(batch.now)))
                batch.append(Entry("sign-in.ended", body={"actor": actor_id}))

        self._log.commit(work)

    def csrf(self, session: str) -> str:
        """The token that a session's forms carry."""
        return hmac.new(session.encode(), b"remit form", sha256).hexdigest()


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
