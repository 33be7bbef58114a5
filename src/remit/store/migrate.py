"""Brings a state database to this version's tables, by Alembic, in one transaction a step.

The ledger, authority and the store each declare their tables; the steps lie in `migrations/`
and are run in order when a workspace is opened. A database from a newer version is refused.
"""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from remit.authority.tables import metadata as authority
from remit.errors import Unavailable
from remit.ledger.tables import metadata as ledger
from remit.store.tables import metadata as store

__all__ = ["METADATA", "migrate"]

_TURN = {
    "sqlite": "PRAGMA user_version = 1",  # a write: it waits for the others'
    "postgresql": "SELECT pg_advisory_xact_lock(5391665)",
}
"""The first statement of a migration: processes that start at once take turns."""

METADATA = [ledger, authority, store]
"""Every table of the state database, room by room."""


def migrate(engine: Engine) -> None:
    """Run the steps that are missing. Raises `Unavailable` for a newer database."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    scripts = ScriptDirectory.from_config(config)
    with engine.connect() as conn:
        now = MigrationContext.configure(conn).get_current_revision()
    if now == scripts.get_current_head():
        return
    known: set[Any] = {script.revision for script in scripts.walk_revisions()}
    if now is not None and now not in known:
        raise Unavailable(f"the database is of a newer version of Remit (step {now})")
    with engine.begin() as conn:
        conn.exec_driver_sql(_TURN[engine.dialect.name])
        config.attributes["connection"] = conn
        command.upgrade(config, "head")
