"""What the tests of the sample league use: its columns, and tables of facts about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from scripts.sample.tables import OPTIONAL

# The columns and types that the project reads, as DuckDB names the types.
COLUMNS = {
    "nba_analytics.player_game_summary": """player_lookup VARCHAR, player_full_name VARCHAR,
        game_id VARCHAR, game_date DATE, team_abbr VARCHAR, opponent_team_abbr VARCHAR,
        season_year BIGINT, points BIGINT, minutes_played DECIMAL(5,1), fg_attempts BIGINT,
        fg_makes BIGINT, three_pt_attempts BIGINT, three_pt_makes BIGINT, ft_attempts BIGINT,
        turnovers BIGINT, paint_attempts BIGINT, paint_makes BIGINT, mid_range_attempts BIGINT,
        mid_range_makes BIGINT, has_complete_shot_zones BOOLEAN, usage_rate DECIMAL(6,2),
        points_line DECIMAL(4,1), points_line_source VARCHAR, is_active BOOLEAN, is_dnp BOOLEAN,
        player_status VARCHAR, dnp_reason_category VARCHAR, processed_at TIMESTAMPTZ""",
    "nba_analytics.team_offense_game_summary": """game_id VARCHAR, nba_game_id VARCHAR,
        game_date DATE, team_abbr VARCHAR, opponent_team_abbr VARCHAR, season_year BIGINT,
        points_scored BIGINT, fg_attempts BIGINT, ft_attempts BIGINT, turnovers BIGINT,
        possessions BIGINT, overtime_periods BIGINT, pace DECIMAL(5,1),
        is_partial_game_data BOOLEAN, quality_tier VARCHAR, processed_at TIMESTAMPTZ""",
    "nba_raw.bettingpros_player_points_props": """game_date DATE, market_type VARCHAR,
        bet_side VARCHAR, player_name VARCHAR, player_lookup VARCHAR, book_id BIGINT,
        bookmaker VARCHAR, points_line DOUBLE, odds_american BIGINT,
        bookmaker_last_update TIMESTAMPTZ, opening_line DOUBLE, opening_odds BIGINT,
        is_active BOOLEAN, processed_at TIMESTAMPTZ""",
    "nba_raw.odds_api_player_points_props": """game_id VARCHAR, game_date DATE,
        game_start_time TIMESTAMPTZ, home_team_abbr VARCHAR, away_team_abbr VARCHAR,
        snapshot_timestamp TIMESTAMPTZ, minutes_before_tipoff BIGINT, bookmaker VARCHAR,
        player_name VARCHAR, player_lookup VARCHAR, points_line DOUBLE, over_price DOUBLE,
        under_price DOUBLE, over_price_american BIGINT, under_price_american BIGINT,
        bookmaker_last_update TIMESTAMPTZ, processed_at TIMESTAMPTZ""",
    "nba_reference.player_aliases": """alias_lookup VARCHAR, nba_canonical_lookup VARCHAR,
        is_active BOOLEAN""",
    "nba_raw.br_rosters_current": """season_year BIGINT, team_abbrev VARCHAR,
        player_lookup VARCHAR, experience_years BIGINT, processed_at TIMESTAMPTZ""",
    "nba_raw.nbac_schedule": """game_id VARCHAR, game_date DATE, game_date_est TIMESTAMPTZ,
        game_status BIGINT, season_year BIGINT, home_team_tricode VARCHAR,
        away_team_tricode VARCHAR, is_regular_season BOOLEAN, is_playoffs BOOLEAN,
        is_all_star BOOLEAN, neutral_site_flag BOOLEAN, home_team_score BIGINT,
        away_team_score BIGINT, processed_at TIMESTAMPTZ""",
    "nba_raw.nbac_injury_report": """report_date DATE, report_hour BIGINT, game_date DATE,
        team VARCHAR, player_full_name VARCHAR, player_lookup VARCHAR, injury_status VARCHAR,
        reason_category VARCHAR, processed_at TIMESTAMPTZ""",
    "nba_reference.nba_players_registry": """player_name VARCHAR, player_lookup VARCHAR,
        team_abbr VARCHAR, season VARCHAR, games_played BIGINT, position VARCHAR,
        last_gamebook_activity_date DATE, last_roster_activity_date DATE,
        processed_at TIMESTAMPTZ""",
    "nba_raw.nbac_player_list_current": """player_lookup VARCHAR, player_id BIGINT,
        player_full_name VARCHAR, team_abbr VARCHAR, position VARCHAR, draft_year BIGINT,
        years_pro BIGINT, season_year BIGINT, processed_at TIMESTAMPTZ""",
}

FACTS = """
-- One row a game that counts or not, as the latest schedule row has it.
create table games as
select *, left(game_id, 3) as prefix, left(game_id, 3) not in ('001', '003') as counts,
    timezone('America/New_York', game_date_est)::time as tip_time
from nbac_schedule
qualify row_number() over (partition by game_id order by processed_at desc, game_status desc) = 1;

create table team_days as
select game_date, home_team_tricode as team_abbr, * exclude (game_date) from games
union all select game_date, away_team_tricode, * exclude (game_date) from games;

-- One row a player and game that counts, played.
create table played as
select p.* from player_game_summary p
join team_days t on p.game_date = t.game_date and p.team_abbr = t.team_abbr and t.counts
qualify row_number() over (
    partition by p.player_lookup, p.game_date
    order by p.processed_at desc, minutes_played desc nulls last, points desc nulls last
) = 1 and points is not null and (minutes_played > 0 or points > 0);

create table team_games as
select * from team_offense_game_summary where not is_partial_game_data and fg_attempts >= 50
qualify row_number() over (
    partition by game_date, team_abbr
    order by list_position(['gold', 'silver', 'bronze'], quality_tier), possessions desc
) = 1;

create table quotes as  -- with the instant from which a line no longer counts
select q.*, game_date_est as cutoff
from bettingpros_player_points_props q
left join (select player_lookup, game_date, any_value(team_abbr) as team_abbr
           from player_game_summary group by all) using (player_lookup, game_date)
left join team_days using (game_date, team_abbr);

create table graded as
with sides as (
    select *, odds_american as odds
    from quotes
    where market_type = 'points' and bookmaker not like 'BettingPros%'
        and bookmaker_last_update < cutoff
    qualify bookmaker_last_update
            = max(bookmaker_last_update) over (partition by player_lookup, game_date, bookmaker)
        and processed_at = max(processed_at) over (partition by player_lookup, game_date,
            bookmaker, bookmaker_last_update, points_line, bet_side)
), lines as (
    select o.player_lookup, o.game_date, o.points_line
    from sides o join sides u using (player_lookup, game_date, bookmaker, points_line)
    where o.bet_side = 'over' and u.bet_side = 'under'
    qualify row_number() over (
        partition by o.player_lookup, o.game_date
        order by list_position(['DraftKings', 'FanDuel', 'BetMGM', 'Caesars', 'BetRivers',
                                'PrizePicks', 'Underdog'], bookmaker),
            abs(o.odds - u.odds), points_line
    ) = 1
)
select player_lookup, game_date, season_year, points, lines.points_line as line
from played join lines using (player_lookup, game_date);

-- Bounce-back situations: n before, average before, points.
create table seasons as
select *, avg(points) over w as average, count(*) over w as n,
    lead(game_date) over (partition by player_lookup, season_year order by game_date) as next_date
from played
window w as (partition by player_lookup, season_year order by game_date
             rows between unbounded preceding and 1 preceding);
create view situations as
select * from seasons where n >= 10 and average - points >= 10 and minutes_played >= 15;
"""


@contextmanager
def opened(data_dir: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a league's tables, each under its own name."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        for name in COLUMNS:
            dataset, table = name.split(".")
            file = data_dir / dataset / f"{table}.parquet"
            if file.exists() or table not in OPTIONAL:
                connection.execute(f"create view {table} as from '{file.as_posix()}'")
        yield connection


def value(league: duckdb.DuckDBPyConnection, query: str, *parameters: object) -> Any:
    """Return the single value of a query."""
    row = league.execute(query, list(parameters)).fetchone()
    assert row is not None and len(row) == 1
    return row[0]
