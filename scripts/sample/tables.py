"""The ten source tables: their columns, the rows collected for them, and the parquet files."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path

import duckdb

from scripts.sample.quotes import Quote, Row, bettingpros_rows, odds_api_rows
from scripts.sample.schedule import Game

# The columns that documents read come first, as in the table of sources; the second
# part are columns that the real tables carry too and that no document may read.
COLUMNS: dict[str, tuple[str, str]] = {
    "nba_analytics.player_game_summary": (
        """player_lookup VARCHAR, player_full_name VARCHAR, game_id VARCHAR, game_date DATE,
        team_abbr VARCHAR, opponent_team_abbr VARCHAR, season_year BIGINT, points BIGINT,
        minutes_played DECIMAL(5,1), fg_attempts BIGINT, fg_makes BIGINT, three_pt_attempts BIGINT,
        three_pt_makes BIGINT, ft_attempts BIGINT, turnovers BIGINT, paint_attempts BIGINT,
        paint_makes BIGINT, mid_range_attempts BIGINT, mid_range_makes BIGINT,
        has_complete_shot_zones BOOLEAN, usage_rate DECIMAL(6,2), points_line DECIMAL(4,1),
        points_line_source VARCHAR, is_active BOOLEAN, is_dnp BOOLEAN, player_status VARCHAR,
        dnp_reason_category VARCHAR, processed_at TIMESTAMPTZ""",
        """dnp_reason VARCHAR, ft_makes BIGINT, starter_flag BOOLEAN, win_flag BOOLEAN,
        over_under_result VARCHAR, margin DECIMAL(6,2), opening_line DECIMAL(4,1),
        line_movement DECIMAL(4,1)""",
    ),
    "nba_analytics.team_offense_game_summary": (
        """game_id VARCHAR, nba_game_id VARCHAR, game_date DATE, team_abbr VARCHAR,
        opponent_team_abbr VARCHAR, season_year BIGINT, points_scored BIGINT, fg_attempts BIGINT,
        ft_attempts BIGINT, turnovers BIGINT, possessions BIGINT, overtime_periods BIGINT,
        pace DECIMAL(5,1), is_partial_game_data BOOLEAN, quality_tier VARCHAR,
        processed_at TIMESTAMPTZ""",
        "home_game BOOLEAN, win_flag BOOLEAN, margin_of_victory BIGINT",
    ),
    "nba_raw.bettingpros_player_points_props": (
        """game_date DATE, market_type VARCHAR, bet_side VARCHAR, player_name VARCHAR,
        player_lookup VARCHAR, book_id BIGINT, bookmaker VARCHAR, points_line DOUBLE,
        odds_american BIGINT, bookmaker_last_update TIMESTAMPTZ, opening_line DOUBLE,
        opening_odds BIGINT, is_active BOOLEAN, processed_at TIMESTAMPTZ""",
        "market_id BIGINT, player_team VARCHAR",
    ),
    "nba_raw.odds_api_player_points_props": (
        """game_id VARCHAR, game_date DATE, game_start_time TIMESTAMPTZ, home_team_abbr VARCHAR,
        away_team_abbr VARCHAR, snapshot_timestamp TIMESTAMPTZ, minutes_before_tipoff BIGINT,
        bookmaker VARCHAR, player_name VARCHAR, player_lookup VARCHAR, points_line DOUBLE,
        over_price DOUBLE, under_price DOUBLE, over_price_american BIGINT,
        under_price_american BIGINT, bookmaker_last_update TIMESTAMPTZ, processed_at TIMESTAMPTZ""",
        "odds_api_event_id VARCHAR, data_source VARCHAR",
    ),
    "nba_raw.nbac_schedule": (
        """game_id VARCHAR, game_date DATE, game_date_est TIMESTAMPTZ, game_status BIGINT,
        season_year BIGINT, home_team_tricode VARCHAR, away_team_tricode VARCHAR,
        is_regular_season BOOLEAN, is_playoffs BOOLEAN, is_all_star BOOLEAN,
        neutral_site_flag BOOLEAN, home_team_score BIGINT, away_team_score BIGINT,
        processed_at TIMESTAMPTZ""",
        "season_nba_format VARCHAR, game_status_text VARCHAR",
    ),
    "nba_raw.nbac_injury_report": (
        """report_date DATE, report_hour BIGINT, game_date DATE, team VARCHAR,
        player_full_name VARCHAR, player_lookup VARCHAR, injury_status VARCHAR,
        reason_category VARCHAR, processed_at TIMESTAMPTZ""",
        "reason VARCHAR",
    ),
    "nba_reference.nba_players_registry": (
        """player_name VARCHAR, player_lookup VARCHAR, team_abbr VARCHAR, season VARCHAR,
        games_played BIGINT, position VARCHAR, last_gamebook_activity_date DATE,
        last_roster_activity_date DATE, processed_at TIMESTAMPTZ""",
        "universal_player_id VARCHAR",
    ),
    "nba_raw.nbac_player_list_current": (
        """player_lookup VARCHAR, player_id BIGINT, player_full_name VARCHAR, team_abbr VARCHAR,
        position VARCHAR, draft_year BIGINT, years_pro BIGINT, season_year BIGINT,
        processed_at TIMESTAMPTZ""",
        "is_active BOOLEAN",
    ),
    "nba_reference.player_aliases": (
        "alias_lookup VARCHAR, nba_canonical_lookup VARCHAR, is_active BOOLEAN",
        "alias_display VARCHAR, nba_canonical_display VARCHAR, notes VARCHAR",
    ),
    "nba_raw.br_rosters_current": (
        """season_year BIGINT, team_abbrev VARCHAR, player_lookup VARCHAR, experience_years BIGINT,
        processed_at TIMESTAMPTZ""",
        "season_display VARCHAR, player_full_name VARCHAR",
    ),
}
DATASETS = {name.split(".")[1]: name.split(".")[0] for name in COLUMNS}
# Not written where they have no row: everything works without them.
OPTIONAL = frozenset({"odds_api_player_points_props", "player_aliases", "br_rosters_current"})
QUOTES = "bettingpros_player_points_props"
MORE_QUOTES = "odds_api_player_points_props"
BLANK = "(blank)"  # an empty text, which CSV cannot tell from none

_TYPES = {
    name.split(".")[1]: dict(re.findall(r"(\w+)\s+(\w+(?:\([\d,]+\))?)", ", ".join(columns)))
    for name, columns in COLUMNS.items()
}
PLACES = {table: {column: n for n, column in enumerate(kinds)} for table, kinds in _TYPES.items()}


def edited(table: str, row: Row, **values: object) -> Row:
    """Return a table's row with some columns changed."""
    changed = list(row)
    for column, value in values.items():
        changed[PLACES[table][column]] = value
    return tuple(changed)


class Tables:
    """The rows of the ten tables, in the order in which they are added.

    Games and quotes stand beside them: what the rows of the schedule and of the two feeds of lines
    are made of. The feeds' rows are made when everything is written.
    """

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = {name: [] for name in DATASETS}
        self.games: list[Game] = []
        self.quotes: list[Quote] = []

    def copy(self) -> Tables:
        """Return tables with the same rows, which change on their own from now on."""
        other = Tables()
        other.rows = {table: list(rows) for table, rows in self.rows.items()}
        other.games, other.quotes = list(self.games), list(self.quotes)
        return other

    def add(self, table: str, *values: object) -> None:
        """Append a row: the values in the order of COLUMNS; instants as epoch seconds."""
        self.rows[table].append(values)

    def edit(self, table: str, change: Callable[[Row], dict[str, object] | None]) -> None:
        """Change columns of a table's rows; None: the row stays as it is."""
        self.rows[table] = [
            edited(table, row, **values) if (values := change(row)) else row
            for row in self.rows[table]
        ]

    def rows_of(self, table: str) -> list[Row]:
        """Return a table's rows as they are written."""
        if table == QUOTES:
            return list(bettingpros_rows(self.quotes))
        if table == MORE_QUOTES:
            return list(odds_api_rows(self.quotes))
        return self.rows[table]

    def write(self, data_dir: Path, only: Collection[str] = DATASETS) -> dict[str, int]:
        """Write ``data_dir/<dataset>/<table>.parquet`` for every table; return their rows."""
        counts = {}
        for table in only:
            file = data_dir / DATASETS[table] / f"{table}.parquet"
            rows = self.rows_of(table)
            if rows or table not in OPTIONAL:
                file.parent.mkdir(parents=True, exist_ok=True)
                write_parquet(file, table, rows)
                counts[table] = len(rows)
            else:
                file.unlink(missing_ok=True)
        return counts


def write_parquet(target: Path, table: str, rows: list[Row]) -> None:
    """Write one table: the rows go through a temporary CSV, DuckDB gives the columns their types.

    One thread, so that the same rows give the same bytes.
    """
    types = _TYPES[table]
    as_text = {key: kind.replace("TIMESTAMPTZ", "BIGINT") for key, kind in types.items()}
    picked = ", ".join(
        f"to_timestamp({key}) as {key}"
        if kind == "TIMESTAMPTZ"
        else f"case when {key} = '{BLANK}' then '' else {key} end as {key}"
        if kind == "VARCHAR"
        else key
        for key, kind in types.items()
    )
    told_apart = (
        tuple(BLANK if value == "" else value for value in row) if "" in row else row
        for row in rows
    )
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        source = Path(folder) / "rows.csv"
        with source.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(told_apart)
        connection.execute("set threads = 1")
        connection.execute(
            f"copy (select {picked} from read_csv($source, columns = {as_text!r}, header = false,"
            " auto_detect = false, delim = ',', quote = '\"')) to $target"
            " (format parquet, compression zstd)",
            {"source": str(source), "target": str(target)},
        )


def create_empty(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Create a table without rows."""
    columns = ", ".join(f"{column} {kind}" for column, kind in _TYPES[table].items())
    connection.execute(f"create table {table} ({columns})")
