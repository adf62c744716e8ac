"""Runs the emulator, a BigQuery REST server that executes on DuckDB, until it is told to stop.

    python -m tests.emulator.server PORT

It differs from ``bqemulator start`` in what this machine and this project need: its spatial
extension comes from a package, and a bare NUMERIC keeps nine decimals, as in BigQuery.
"""

import sys

from bqemulator.config import LogLevel, Settings
from bqemulator.sql.rules import register
from bqemulator.sql.rules._base import TranslationRule
from duckdb_extensions import import_extension  # type: ignore[import-untyped]
from sqlglot import exp

# What DuckDB makes of a DECIMAL without parameters, and so the emulator of a NUMERIC.
DUCKDB_DEFAULT = ["18", "3"]


@register
class NumericKeepsNineDecimals(TranslationRule):
    """NUMERIC without parameters is DECIMAL(38, 9); nothing in the project asks for (18, 3)."""

    name = "NUMERIC_SCALE"

    def applies_to(self, node: exp.Expression) -> bool:
        """Tell whether a node is such a type."""
        return (
            isinstance(node, exp.DataType)
            and node.this == exp.DataType.Type.DECIMAL
            and [parameter.sql() for parameter in node.expressions] in ([], DUCKDB_DEFAULT)
        )

    def rewrite(self, node: exp.Expression) -> exp.Expression:
        """Return the type that BigQuery means."""
        return exp.DataType.build("DECIMAL(38, 9)", dialect="duckdb")


def main() -> None:
    """Serve on the port of the command line, everything in memory."""
    import_extension("spatial")
    # Imported last: it takes the rules that are registered by then.
    from bqemulator.server import run_forever

    run_forever(
        Settings(
            rest_port=int(sys.argv[1]),
            grpc_port=0,
            log_level=LogLevel.WARNING,
            # Avro, which would be downloaded.
            enable_format_extensions=False,
        )
    )


if __name__ == "__main__":
    main()
