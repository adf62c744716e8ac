"""The source tables as production declares them: columns, types, partitions, what a query needs.

Written down a second time on purpose, apart from `_sources.yml`: a test holds the two equal, so
that neither can drift from the warehouse on its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from google.cloud import bigquery


@dataclass(frozen=True)
class Table:
    """A source table: ``columns`` maps name to type, in the order of its DDL.

    It is partitioned by day, or by year where ``by_range``; where ``requires_filter`` BigQuery
    refuses a query without a predicate on ``partition``.
    """

    dataset: str
    name: str
    columns: dict[str, str]
    partition: str | None = None
    by_range: bool = False
    requires_filter: bool = False
    is_optional: bool = False

    @property
    def full_name(self) -> str:
        """Dataset and table."""
        return f"{self.dataset}.{self.name}"

    def in_bigquery(self, project: str, more: dict[str, str]) -> bigquery.Table:
        """Return the table to create; ``more`` are columns that only the live table has."""
        fields = [_field(name, kind) for name, kind in (self.columns | more).items()]
        table = bigquery.Table(f"{project}.{self.full_name}", fields)
        if self.by_range:
            years = bigquery.PartitionRange(start=2000, end=2100, interval=1)
            table.range_partitioning = bigquery.RangePartitioning(
                field=self.partition, range_=years
            )
        elif self.partition:
            table.time_partitioning = bigquery.TimePartitioning(field=self.partition)
        table.require_partition_filter = self.requires_filter
        return table


def _columns(text: str) -> dict[str, str]:
    """Return name -> type of ``a, b STRING, c NUMERIC(5,1)``: a name without a type shares one."""
    columns: dict[str, str] = {}
    names: list[str] = []
    for part in re.split(r",\s+", " ".join(text.split())):
        name, _, kind = part.partition(" ")
        names.append(name)
        if kind:
            columns |= dict.fromkeys(names, kind)
            names = []
    assert not names, f"no type: {names}"
    return columns


def _field(name: str, kind: str) -> bigquery.SchemaField:
    if numeric := re.fullmatch(r"NUMERIC\((\d+),(\d+)\)", kind):
        precision, scale = int(numeric[1]), int(numeric[2])
        return bigquery.SchemaField(name, "NUMERIC", precision=precision, scale=scale)
    return bigquery.SchemaField(name, kind)


TABLES = (
    Table(
        "nba_analytics",
        "player_game_summary",
        _columns(
            """player_lookup STRING, player_full_name STRING, game_id STRING, game_date DATE,
            team_abbr STRING, opponent_team_abbr STRING, season_year INT64, points INT64,
            minutes_played NUMERIC(5,1), fg_attempts, fg_makes, three_pt_attempts, three_pt_makes,
            ft_attempts, turnovers INT64, paint_attempts, paint_makes, mid_range_attempts,
            mid_range_makes INT64, has_complete_shot_zones BOOL, usage_rate NUMERIC(6,2),
            points_line NUMERIC(4,1), points_line_source STRING, is_active BOOL, is_dnp BOOL,
            player_status STRING, dnp_reason_category STRING, processed_at TIMESTAMP"""
        ),
        partition="game_date",
    ),
    Table(
        "nba_analytics",
        "team_offense_game_summary",
        _columns(
            """game_id, nba_game_id STRING, game_date DATE, team_abbr, opponent_team_abbr STRING,
            season_year, points_scored, fg_attempts, ft_attempts, turnovers, possessions,
            overtime_periods INT64, pace NUMERIC(5,1), is_partial_game_data BOOL,
            quality_tier STRING, processed_at TIMESTAMP"""
        ),
        partition="game_date",
        requires_filter=True,
    ),
    Table(
        "nba_raw",
        "bettingpros_player_points_props",
        _columns(
            """game_date DATE, market_type STRING, bet_side STRING, player_name, player_lookup
            STRING, book_id INT64, bookmaker STRING, points_line FLOAT64, odds_american INT64,
            bookmaker_last_update TIMESTAMP, opening_line FLOAT64, opening_odds INT64,
            is_active BOOL, processed_at TIMESTAMP"""
        ),
        partition="game_date",
        requires_filter=True,
    ),
    Table(
        "nba_raw",
        "odds_api_player_points_props",
        _columns(
            """game_id STRING, game_date DATE, game_start_time TIMESTAMP, home_team_abbr,
            away_team_abbr STRING, snapshot_timestamp TIMESTAMP, minutes_before_tipoff INT64,
            bookmaker, player_name, player_lookup STRING, points_line FLOAT64, over_price,
            under_price FLOAT64, over_price_american, under_price_american INT64,
            bookmaker_last_update, processed_at TIMESTAMP"""
        ),
        partition="game_date",
        is_optional=True,
    ),
    Table(
        "nba_raw",
        "nbac_schedule",
        _columns(
            """game_id STRING, game_date DATE, game_date_est TIMESTAMP, game_status INT64,
            season_year INT64, home_team_tricode, away_team_tricode STRING, is_regular_season,
            is_playoffs, is_all_star, neutral_site_flag BOOL, home_team_score, away_team_score
            INT64, processed_at TIMESTAMP"""
        ),
        partition="game_date",
        requires_filter=True,
    ),
    Table(
        "nba_raw",
        "nbac_injury_report",
        _columns(
            """report_date DATE, report_hour INT64, game_date DATE, team STRING,
            player_full_name, player_lookup STRING, injury_status STRING, reason_category STRING,
            processed_at TIMESTAMP"""
        ),
        partition="report_date",
    ),
    Table(
        "nba_raw",
        "nbac_player_list_current",
        _columns(
            """player_lookup STRING, player_id INT64, player_full_name, team_abbr, position STRING,
            draft_year, years_pro, season_year INT64, processed_at TIMESTAMP"""
        ),
        partition="season_year",
        by_range=True,
    ),
    Table(
        "nba_raw",
        "br_rosters_current",
        _columns(
            """season_year INT64, team_abbrev, player_lookup STRING, experience_years INT64,
            processed_at TIMESTAMP"""
        ),
        partition="season_year",
        by_range=True,
        is_optional=True,
    ),
    Table(
        "nba_reference",
        "nba_players_registry",
        _columns(
            """player_name, player_lookup, team_abbr, season STRING, games_played INT64,
            position STRING, last_gamebook_activity_date, last_roster_activity_date DATE,
            processed_at TIMESTAMP"""
        ),
    ),
    Table(
        "nba_reference",
        "player_aliases",
        _columns("alias_lookup, nba_canonical_lookup STRING, is_active BOOL"),
        is_optional=True,
    ),
)
