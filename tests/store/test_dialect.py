"""Statements: one SELECT over named relations, and the same on another engine."""

from pathlib import Path

import pytest
import sqlglot

import remit
from remit.errors import Misuse
from remit.store.dialect import admit, render

SHIPPED = sorted(Path(remit.__file__).parent.rglob("*.sql"))
TABLES = frozenset({"mention", "record"})


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
@pytest.mark.parametrize("dialect", ["duckdb", "spark"])
def test_every_shipped_statement_renders_for_every_engine(path: Path, dialect: str) -> None:
    text = render(path.read_text(encoding="utf-8"), dialect)  # type: ignore[arg-type]
    assert sqlglot.parse_one(text, read=dialect) is not None


def test_there_are_shipped_statements() -> None:
    assert len(SHIPPED) >= 5


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*) FROM mention",
        "WITH a AS (SELECT * FROM mention) SELECT * FROM a JOIN record USING (load, pos)",
        "SELECT * FROM mention WHERE id IN (SELECT unnest(?))",
        "SELECT * FROM unnest($ids) AS u(id), mention",
        "SELECT i FROM range(5) AS r(i)",
        "SELECT 1 UNION ALL SELECT pos FROM record",
        "SELECT id FROM mention ORDER BY id LIMIT 3 OFFSET 2",
    ],
)
def test_a_select_over_the_relations_is_admitted(sql: str) -> None:
    admit(sql, TABLES)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM sealed.mention",
        "SELECT * FROM read_parquet('sealed://load/x')",
        "SELECT * FROM 'sealed://load/x'",
        "SELECT * FROM duckdb_views()",
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM pg_tables",
        "SELECT * FROM query('SELECT 1')",
        "SELECT getvariable('x')",
        "SELECT * FROM mention TABLESAMPLE 5%",
        "SELECT * FROM mention LIMIT 3",
        "SELECT * FROM (SELECT id FROM mention OFFSET 3) ORDER BY id",
        "SELECT (SELECT max(id) FROM sealed.mention)",
        "DELETE FROM mention",
        "CREATE TABLE x AS SELECT * FROM mention",
        "PRAGMA database_list",
        "SET threads = 1",
        "DESCRIBE mention",
        "SUMMARIZE mention",
        "SELECT 1; SELECT 2",
        "COPY mention TO '/tmp/x'",
        "not sql at all ((",
        "",
    ],
)
def test_anything_else_is_refused(sql: str) -> None:
    with pytest.raises(Misuse):
        admit(sql, TABLES)
