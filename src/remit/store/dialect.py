"""SQL as the house writes it: DuckDB's dialect, one SELECT, named tables only.

`admit` holds every statement of a view to that: no function that opens a file or lists the
engine's insides, no table beyond those offered. `render` gives the same statement for
another engine.

>>> admit("SELECT count(*) FROM mention", frozenset({"mention"}))
>>> render("SELECT list_contains(a, 1) FROM t", "spark")
'SELECT ARRAY_CONTAINS(a, 1) FROM t'
"""

from functools import lru_cache
from typing import Literal

import sqlglot
from sqlglot import exp

from remit.errors import Misuse

__all__ = ["Dialect", "admit", "render"]

Dialect = Literal["duckdb", "spark"]

_SERIES = (exp.GenerateSeries, exp.Unnest)
"""What may stand in FROM besides a table: values that the statement itself carries."""

_CUTS = (exp.Limit, exp.Offset, exp.Fetch)

_PRYING = frozenset({"CURRENT_SETTING", "GETENV", "GETVARIABLE", "QUERY", "QUERY_TABLE"})


@lru_cache(maxsize=512)
def render(sql: str, dialect: Dialect) -> str:
    """The statement `sql`, written in DuckDB's dialect, in `dialect`."""
    return sqlglot.transpile(sql, read="duckdb", write=dialect)[0]


@lru_cache(maxsize=512)
def admit(sql: str, tables: frozenset[str]) -> None:
    """Raise `Misuse` unless `sql` is one SELECT over `tables` and what it names itself."""
    try:
        parsed = sqlglot.parse(sql, read="duckdb")
    except sqlglot.errors.ParseError as error:
        raise Misuse("the statement is not SQL that Remit reads") from error
    statement = parsed[0] if len(parsed) == 1 else None
    if not isinstance(statement, exp.Query):
        raise Misuse("a view answers one SELECT at a time")
    named = tables | {cte.alias for cte in statement.find_all(exp.CTE)}
    for table in statement.find_all(exp.Table):
        if isinstance(table.this, _SERIES):
            continue
        if not isinstance(table.this, exp.Identifier) or table.db or table.name not in named:
            raise Misuse(f"a view has no {table.sql(dialect='duckdb')}; it has {sorted(tables)}")
    if any(cut.parent and not cut.parent.args.get("order") for cut in statement.find_all(*_CUTS)):
        raise Misuse("a view takes LIMIT only with ORDER BY: which rows come would be chance")
    if statement.find(exp.TableSample):
        raise Misuse("a view takes no samples: rows would depend on what is out of scope")
    prying = {f.name.upper() for f in statement.find_all(exp.Anonymous)} & _PRYING
    if prying:
        raise Misuse(f"a view does not answer {sorted(prying)[0].lower()}()")
