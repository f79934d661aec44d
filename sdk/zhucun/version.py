"""The version of this package, and of the engine beneath it."""

from collections.abc import Mapping

__version__ = "1.0.0rc2"


def engine() -> Mapping[str, str]:
    """Who runs the queries, ``name`` and ``version``: with the same of both programs a verdict is repeated. Read without loading it."""
    # every command would load it, and few ask
    from importlib.metadata import version

    return {"name": "DuckDB", "version": version("duckdb")}
