"""Numbers that are impossible as a line or a price: they stop nothing and change nothing."""

from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped]

from scripts.sample.plan import LATEST_SLATE
from tests.fixtures import tables
from tests.fixtures.harness import dbt_build, document_bytes

NAN = "'nan'::double"
BEYOND = (NAN, "'inf'::double", "'-inf'::double", "1e300", "-1e300", "-0.5", "1e6")


def beside(rows: str, column: str, *values: str) -> str:
    """Return a query that adds copies of rows, with each of these values in a column."""
    copies = (f"select * replace ({value} as {column}) from {rows}" for value in values)
    return "".join(f" union all by name {copy}" for copy in copies)


def test_impossible_numbers_change_no_document(small_league_dir: Path, tmp_path: Path) -> None:
    night = f"(from source where game_date = date '{LATEST_SLATE}')"
    # Alone in their rows: a copy's price must not replace the line's own.
    day_before = "snapshot_timestamp - interval 1 day as snapshot_timestamp"
    earlier = f"(from {night} select * replace ({day_before}))"
    changed = tables.altered(
        small_league_dir,
        tmp_path / "data",
        {
            tables.PROPS: f"from source {beside(night, 'points_line', NAN)}",
            tables.ODDS_API: f"from source {beside(night, 'points_line', *BEYOND)}"
            f"{beside(earlier, 'over_price', *BEYOND)}",
        },
    )
    # Other writers leave NaN out of a file's statistics, so that every line seems to be in range.
    file = tables.file_of(changed, tables.PROPS)
    pq.write_table(pq.read_table(file), file)
    documents = []
    for name, data_dir in (("clean", small_league_dir), ("changed", changed)):
        warehouse = tmp_path / f"{name}.duckdb"
        dbt_build(data_dir, warehouse, LATEST_SLATE, tests=True)
        documents.append(document_bytes(warehouse, LATEST_SLATE))
    assert documents[0] == documents[1]
