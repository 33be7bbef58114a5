"""Runs migration steps on the connection that `migrate` hands over."""

from alembic import context

from remit.store.migrate import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
