"""The sample league, several times larger: more seasons, more players, more markets.

The league as it is stays in it, row for row. To that come

- earlier seasons, 2016-17 to 2022-23: each is 2024-25, its calendar moved back by whole weeks, so
  that weekdays and New York's clock times stay. A player plays under his own name back to the
  season of his entry; before it, his place was another man's, an "Elder";
- at 16 times, three more players beside each: rosters of 60, of whom some 36 play. The number of
  teams and games a day stays, since the project knows the real thirty;
- assists and rebounds on MARKET_SHARE percent of the points lines.

The lines of whatever is added are moved by up to two points, the same way for all books of a
player's game: streaks, heat and over rates differ from player to player and season to season.
Everything is written by DuckDB, table by table, the oldest season first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from scripts.sample.plan import season_label
from scripts.sample.tables import DATASETS

SCALES = (1, 4, 16)  # about as many times the player rows of the league as it is

TEMPLATE = 2024  # the season that earlier ones repeat: complete, and with lines
FIRST_SEASON = 2016
SUFFIXES = {4: ("",), 16: ("", " North", " South", " West")}  # to names, of all who stand beside
ELDER = " Elder"
MARKET_SHARE = 30  # percent of the points lines that come with a line of each other market
OTHER_MARKETS = {"assists": (157, 0.25), "rebounds": (151, 0.3)}  # id, its line by that of points

WITHOUT_PLAYERS = ("team_offense_game_summary", "nbac_schedule")

Columns = dict[str, str]


def history_start(scale: int) -> date | None:
    """Return the var history_start that lets dbt read all seasons; None: the project's own."""
    return None if scale == 1 else date(FIRST_SEASON, 10, 1)


@dataclass(frozen=True)
class Copy:
    """All seasons or one, of the players with one suffix: how its rows differ from the source's.

    ``back`` is the number of years by which the template is moved back; 0: all seasons stay.
    """

    back: int
    suffix: str

    @property
    def days(self) -> int:
        """How far the calendar is moved back: whole weeks, a year at a time."""
        return 364 * self.back

    @property
    def season(self) -> str:
        """The season that an earlier one becomes, as the league writes it."""
        return season_label(TEMPLATE - self.back)

    def day(self, column: str) -> str:
        """Return SQL of a date."""
        return f"source.{column} - {self.days}"

    def instant(self, column: str) -> str:
        """Return SQL of an instant: the same time of the clock in New York."""
        zone = "'America/New_York'"
        moved = f"timezone({zone}, timezone({zone}, source.{column}) - to_days({self.days}))"
        return moved if self.back else f"source.{column}"

    def league_id(self, column: str) -> str:
        """Return SQL of the league's ten digits: kind, season, and the number in the season."""
        season = f"{(TEMPLATE - self.back) % 100:02d}"
        moved = f"substr(source.{column}, 1, 3) || '{season}' || substr(source.{column}, 6)"
        return moved if self.back else f"source.{column}"

    def name(self, column: str) -> str:
        """Return SQL of a player's name: his own, or that of the man before him."""
        return self._named(column, self.suffix, ELDER)

    def lookup(self) -> str:
        """Return SQL of a player's lookup: that of his name."""
        suffix, elder = (end.lower().strip() for end in (self.suffix, ELDER))
        return self._named("player_lookup", suffix, elder)

    def _named(self, column: str, suffix: str, elder: str) -> str:
        own = f"source.{column} || '{suffix}'"
        if not self.back:
            return own
        return (
            f"{own} || case when people.entry > {TEMPLATE - self.back} then '{elder}' else '' end"
        )


def write_scaled(source_dir: Path, data_dir: Path, scale: int) -> dict[str, int]:
    """Write the league of ``source_dir`` at 4 or 16 times its size; return each table's rows.

    One thread, so that the same rows give the same bytes.
    """
    copies = [
        Copy(back, suffix)
        for back in (*range(TEMPLATE - FIRST_SEASON, TEMPLATE - 2023, -1), 0)
        for suffix in SUFFIXES[scale]
    ]
    counts = {}
    with duckdb.connect() as connection:
        connection.execute("set threads = 1; set TimeZone = 'UTC'; set memory_limit = '2GB'")
        for table, dataset in DATASETS.items():
            file = source_dir / dataset / f"{table}.parquet"
            connection.read_parquet(file.as_posix()).create_view(table)
        connection.execute(PEOPLE)
        for table, dataset in DATASETS.items():
            target = data_dir / dataset / f"{table}.parquet"
            target.parent.mkdir(parents=True, exist_ok=True)
            parts = " union all ".join(part for copy in copies for part in _queries(table, copy))
            written = connection.execute(
                f"copy ({parts}) to $target (format parquet, compression zstd)",
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


def _queries(table: str, copy: Copy) -> Iterator[str]:
    """Yield the queries of a copy's rows of a table."""
    if copy == Copy(0, ""):
        yield f"from {table}"
    elif (table in WITHOUT_PLAYERS and copy.suffix) or (
        table == "nbac_player_list_current" and copy.back  # it lists the players of today
    ):
        return
    elif table == "bettingpros_player_points_props":
        points = "source.market_type = 'points'"
        yield _query(table, copy, _changes(table, copy), points)
        for market, (number, ratio) in OTHER_MARKETS.items():
            changes = _changes(table, copy) | {
                "market_type": f"'{market}'",
                "market_id": str(number),
                "points_line": f"floor({ratio} * source.points_line) + 0.5",
                "opening_line": f"floor({ratio} * source.opening_line) + 0.5",
            }
            # By player and day: both sides of a line, or neither.
            draw = f"hash({copy.lookup()}, source.game_date, '{market}', {copy.days}) % 100"
            yield _query(table, copy, changes, f"{points} and {draw} < {MARKET_SHARE}")
    else:
        yield _query(table, copy, _changes(table, copy))


def _query(table: str, copy: Copy, changes: Columns, where: str = "true") -> str:
    replaced = ", ".join(f"{value} as {column}" for column, value in changes.items())
    people = ""
    if table not in WITHOUT_PLAYERS:
        # The injury report's own lookup is broken.
        key = "player_lookup = source.player_lookup"
        if table == "nbac_injury_report":
            key = "player_name = source.player_full_name"
        people = f"left join people on people.{key}"
    if copy.back:
        where += (
            f" and source.season = '{season_label(TEMPLATE)}'"
            if table == "nba_players_registry"
            else f" and source.game_date between '{TEMPLATE}-10-01' and '{TEMPLATE + 1}-09-30'"
        )
    return f"select source.* replace ({replaced}) from {table} as source {people} where {where}"


def _changes(table: str, copy: Copy) -> Columns:
    """Return SQL of the columns that differ from the source's, by column."""
    season_year = f"source.season_year - {copy.back}"
    lookup = copy.lookup()
    game_day = {"game_date": copy.day("game_date")}
    # 20241225_NYK_BOS, 20241225_NYK, or the league's own ten digits.
    box_id = (
        f"case when contains(source.game_id, '_') then strftime({copy.day('game_date')}, '%Y%m%d') "
        f"|| substr(source.game_id, 9) else {copy.league_id('game_id')} end"
    )
    # Up to two points either way, the same for every line of a player's game.
    moved = f"cast(hash({lookup}, source.game_date, {copy.days}) % 5 as int) - 2"
    changes: dict[str, Columns] = {
        "player_game_summary": {
            "player_lookup": lookup,
            "player_full_name": copy.name("player_full_name"),
            "game_id": box_id,
            "season_year": season_year,
            **game_day,
        },
        "team_offense_game_summary": {
            "game_id": box_id,
            "nba_game_id": copy.league_id("nba_game_id"),
            "season_year": season_year,
            **game_day,
        },
        "bettingpros_player_points_props": {
            "player_lookup": lookup,
            "player_name": copy.name("player_name"),
            "points_line": f"greatest(0.5, source.points_line + {moved})",
            "bookmaker_last_update": copy.instant("bookmaker_last_update"),
            **game_day,
        },
        "nbac_schedule": {
            "game_id": copy.league_id("game_id"),
            "game_date_est": copy.instant("game_date_est"),
            "season_year": season_year,
            "season_nba_format": f"'{copy.season}'",
            **game_day,
        },
        "nbac_injury_report": {
            "report_date": copy.day("report_date"),
            "player_full_name": copy.name("player_full_name"),
            "player_lookup": lookup,
            **game_day,
        },
        "nba_players_registry": {
            "player_lookup": lookup,
            "player_name": copy.name("player_name"),
            "season": f"'{copy.season}'" if copy.back else "source.season",
            "last_gamebook_activity_date": copy.day("last_gamebook_activity_date"),
            "last_roster_activity_date": copy.day("last_roster_activity_date"),
        },
        "nbac_player_list_current": {
            "player_lookup": lookup,
            "player_full_name": copy.name("player_full_name"),
        },
    }
    return changes[table] | {"processed_at": copy.instant("processed_at")}
