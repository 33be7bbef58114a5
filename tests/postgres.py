"""A pytest plugin: each parallel worker gets a database of its own on the server of the tests.

    python -m pytest -p tests.postgres --numprocesses=2

The tests empty the database that TEST_POSTGRES names, so two workers must not share one.
"""

import os

import pytest
from sqlalchemy import create_engine, make_url, text


def pytest_configure(config: pytest.Config) -> None:
    """In a worker, point TEST_POSTGRES at a database named after it."""
    worker = getattr(config, "workerinput", {}).get("workerid")
    address = os.environ.get("TEST_POSTGRES")
    if worker is None or not address:
        return
    server = make_url(address)
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        conn.execute(text(f"DROP DATABASE IF EXISTS {worker}"))
        conn.execute(text(f"CREATE DATABASE {worker}"))
    engine.dispose()
    own = server.set(database=worker)
    os.environ["TEST_POSTGRES"] = own.render_as_string(hide_password=False)
