"""The sample league, several times larger: more seasons, more leagues beside it, more markets.

The league as it is stays in it, row for row. To that come

- earlier seasons, 2016-17 to 2022-23: each is 2024-25, its calendar moved back by whole weeks, so
  that weekdays and New York's clock times stay. A player plays under his own name back to the
  season of his entry; before it, his place was another man's, an "Elder";
- sister leagues of 30 teams and 450 players of their own, over all seasons;
- assists and rebounds on MARKET_SHARE of the points lines, so that points are about 6 in 10 rows.

Points lines of whatever is added are moved by up to two points, the same way for all books of a
player's game: streaks, heat and over rates differ from league to league and season to season.
Everything is written by DuckDB, table by table, the oldest season first.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from scripts.sample.plan import TEAM_NAMES, season_label
from scripts.sample.tables import DATASETS

SCALES = (1, 4, 16)  # about as many times the player rows of the league as it is

TEMPLATE = 2024  # the season that earlier ones repeat: complete, and with lines
FIRST_SEASON = 2016
# By scale: each league's suffix to a player's name, and how far its tricodes are rotated through
# the alphabet: 120 tricodes that differ, none of them an alias of a real team.
LEAGUES = {4: (("", 0),), 16: (("", 0), (" North", 1), (" South", 4), (" West", 7))}
ELDER = " Elder"
MARKET_SHARE = 30  # percent of the points lines that come with a line of each other market
OTHER_MARKETS = {"assists": (157, 0.25), "rebounds": (151, 0.3)}  # id, its line by that of points

Columns = dict[str, str]


def history_start(scale: int) -> date | None:
    """Return the var history_start that lets dbt read all seasons; None: the project's own."""
    return None if scale == 1 else date(FIRST_SEASON, 10, 1)


@dataclass(frozen=True)
class Copy:
    """A season, or all seasons as they are, of one league: how its rows differ from the source's.

    ``back`` is the number of years the template is moved back; 0: all seasons where they are.
    """

    back: int
    suffix: str
    rotation: int

    @property
    def is_source(self) -> bool:
        """Whether the rows are those of the league as it is."""
        return not self.back and not self.suffix

    @property
    def days(self) -> int:
        """How far the calendar is moved back: whole weeks, a year at a time."""
        return 364 * self.back

    def day(self, column: str) -> str:
        """Return SQL of a date."""
        return f"cast({column} - {self.days} as date)"

    def instant(self, column: str) -> str:
        """Return SQL of an instant: the same time of the clock in New York."""
        zone = "'America/New_York'"
        moved = f"timezone({zone}, timezone({zone}, {column}) - to_days({self.days}))"
        return moved if self.back else column

    def team(self, column: str) -> str:
        """Return SQL of a tricode, or of a text whose capitals are all tricodes."""
        letters = string.ascii_uppercase
        rotated = letters[self.rotation :] + letters[: self.rotation]
        return f"translate({column}, '{letters}', '{rotated}')"

    def league_id(self, column: str) -> str:
        """Return SQL of the league's ten digits: kind, season, and the number in the season."""
        season = f"lpad(cast(cast(substr({column}, 4, 2) as int) - {self.back} as text), 2, '0')"
        return f"substr({column}, 1, 3) || {season} || '{self.rotation}' || right({column}, 4)"

    def name(self, column: str) -> str:
        """Return SQL of a player's name: his own, or that of the man before him."""
        return self._named(column, self.suffix, ELDER)

    def lookup(self, column: str) -> str:
        """Return SQL of a player's lookup: that of his name."""
        return self._named(column, *(end.lower().strip() for end in (self.suffix, ELDER)))

    def _named(self, column: str, suffix: str, elder: str) -> str:
        if not self.back:
            return f"{column} || '{suffix}'"
        is_elder = f"people.entry > {TEMPLATE - self.back}"
        return f"{column} || '{suffix}' || case when {is_elder} then '{elder}' else '' end"


def write_scaled(source_dir: Path, data_dir: Path, scale: int) -> dict[str, int]:
    """Write the league of ``source_dir`` at 4 or 16 times its size; return each table's rows."""
    copies = [
        Copy(back, suffix, rotation)
        for back in (*range(TEMPLATE - FIRST_SEASON, TEMPLATE - 2023, -1), 0)
        for suffix, rotation in LEAGUES[scale]
    ]
    counts = {}
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set memory_limit = '2GB'")
        for table, dataset in DATASETS.items():
            file = source_dir / dataset / f"{table}.parquet"
            connection.read_parquet(file.as_posix()).create_view(table)
        connection.execute(PEOPLE)
        for table, dataset in DATASETS.items():
            target = data_dir / dataset / f"{table}.parquet"
            target.parent.mkdir(parents=True, exist_ok=True)
            parts = [part for copy in copies for part in _selects(table, copy)]
            written = connection.execute(
                f"copy ({' union all '.join(parts)}) to $target (format parquet)",
                {"target": target.as_posix()},
            ).fetchone()
            counts[table] = int(written[0]) if written else 0
    return counts


# Everybody of the template's season: name, lookup, and the first season where it is known.
PEOPLE = f"""
create table people as
select player_name, player_lookup, any_value(entry) as entry
from (select distinct player_name, player_lookup from nba_players_registry
      where season = '{season_label(TEMPLATE)}')
left join (select player_lookup, greatest(draft_year, season_year - years_pro) as entry
           from nbac_player_list_current) using (player_lookup)
group by all
"""


def _selects(table: str, copy: Copy) -> Iterator[str]:
    """Yield the queries of a copy's rows of a table."""
    if copy.is_source:
        yield f"select * from {table}"
    elif table == "bettingpros_player_points_props":
        yield _select(table, copy, _changes(table, copy), "market_type = 'points'")
        for market, (number, ratio) in OTHER_MARKETS.items():
            changes = _changes(table, copy)
            changes |= {
                "market_type": f"'{market}'",
                "market_id": str(number),
                "points_line": f"floor({ratio} * source.points_line) + 0.5",
                "opening_line": f"floor({ratio} * source.opening_line) + 0.5",
            }
            chosen = f"hash(source.player_lookup, source.game_date, '{market}', {copy.days}) % 100"
            # Both sides of a line share its day and player: there is none with one side alone.
            yield _select(
                table, copy, changes, f"market_type = 'points' and {chosen} < {MARKET_SHARE}"
            )
    elif table != "nbac_player_list_current" or not copy.back:  # which is one of today's players
        yield _select(table, copy, _changes(table, copy))


def _select(table: str, copy: Copy, changes: Columns, where: str = "true") -> str:
    replaced = ", ".join(f"{value} as {column}" for column, value in changes.items())
    key = {"nbac_injury_report": "player_name = source.player_full_name"}.get(
        table, "player_lookup = source.player_lookup"
    )
    people = "" if table in WITHOUT_PLAYERS else f"left join people on people.{key}"
    if copy.back:
        where += f" and {SEASON[table]}"
    return f"select source.* replace ({replaced}) from {table} as source {people} where {where}"


WITHOUT_PLAYERS = ("team_offense_game_summary", "nbac_schedule")
_BY_DATE = f"source.game_date between date '{TEMPLATE}-10-01' and date '{TEMPLATE + 1}-09-30'"
# The rows of the template's season.
SEASON = {
    **dict.fromkeys(DATASETS, _BY_DATE),
    "nba_players_registry": f"source.season = '{season_label(TEMPLATE)}'",
}


def _changes(table: str, copy: Copy) -> Columns:
    """Return SQL of the columns that differ from the source's, by column."""
    season_year = f"source.season_year - {copy.back}"
    season = f"'{season_label(TEMPLATE - copy.back)}'" if copy.back else "source.season"
    lookup = copy.lookup("source.player_lookup")
    processed = {"processed_at": copy.instant("source.processed_at")}
    game_day = {"game_date": copy.day("source.game_date")}
    teams = {
        column: copy.team(f"source.{column}") for column in ("team_abbr", "opponent_team_abbr")
    }
    # 20241225_NYK_BOS, 20241225_NYK, or the league's own ten digits.
    box_id = (
        f"case when source.game_id like '%\\_%' escape '\\' then "
        f"strftime({copy.day('source.game_date')}, '%Y%m%d') || "
        f"{copy.team('substr(source.game_id, 9)')} else {copy.league_id('source.game_id')} end"
    )
    # Up to two points either way, the same for every line of a player's game.
    moved = f"cast(hash({lookup}, source.game_date, {copy.days}) % 5 as int) - 2"
    changes: dict[str, Columns] = {
        "player_game_summary": {
            "player_lookup": lookup,
            "player_full_name": copy.name("source.player_full_name"),
            "game_id": box_id,
            "season_year": season_year,
            **game_day,
            **teams,
        },
        "team_offense_game_summary": {
            "game_id": box_id,
            "nba_game_id": copy.league_id("source.nba_game_id"),
            "season_year": season_year,
            **game_day,
            **teams,
        },
        "bettingpros_player_points_props": {
            "player_lookup": lookup,
            "player_name": copy.name("source.player_name"),
            "points_line": f"greatest(0.5, source.points_line + {moved})",
            "opening_line": f"greatest(0.5, source.opening_line + {moved})",
            "bookmaker_last_update": copy.instant("source.bookmaker_last_update"),
            "player_team": f"case when source.player_team = 'FA' then 'FA' "
            f"else {copy.team('source.player_team')} end",
            **game_day,
        },
        "nbac_schedule": {
            "game_id": copy.league_id("source.game_id"),
            "game_date_est": copy.instant("source.game_date_est"),
            "season_year": season_year,
            "season_nba_format": season.replace("source.season", "source.season_nba_format"),
            "home_team_tricode": copy.team("source.home_team_tricode"),
            "away_team_tricode": copy.team("source.away_team_tricode"),
            **game_day,
        },
        "nbac_injury_report": {
            "report_date": copy.day("source.report_date"),
            "team": _team_of_report(copy),
            "player_full_name": copy.name("source.player_full_name"),
            "player_lookup": lookup,
            **game_day,
        },
        "nba_players_registry": {
            "player_lookup": lookup,
            "player_name": copy.name("source.player_name"),
            "team_abbr": teams["team_abbr"],
            "season": season,
            "last_gamebook_activity_date": copy.day("source.last_gamebook_activity_date"),
            "last_roster_activity_date": copy.day("source.last_roster_activity_date"),
        },
        "nbac_player_list_current": {
            "player_lookup": lookup,
            "player_id": f"source.player_id + 100000 * {copy.rotation}",
            "player_full_name": copy.name("source.player_full_name"),
            "team_abbr": teams["team_abbr"],
        },
    }
    return changes[table] | processed


def _team_of_report(copy: Copy) -> str:
    """Return SQL of the report's team: a full name only where the league has names of teams."""
    if not copy.rotation:
        return "source.team"
    names = " ".join(
        f"when '{name}' then '{tricode}'" for tricode, name in sorted(TEAM_NAMES.items())
    )
    return copy.team(f"case source.team {names} else source.team end")
