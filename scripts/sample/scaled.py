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
What feeds and reports call a player is what they call him in the league, with the same word before
it: his own nickname, suffix or none, last name first; aliases are multiplied with the names.
Everything is written by DuckDB, table by table, the oldest season first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from scripts.sample.plan import season_label
from scripts.sample.tables import DATASETS, MORE_QUOTES, OPTIONAL, QUOTES, create_empty

SCALES = (1, 4, 16)  # about as many times the player rows of the league as it is

TEMPLATE = 2024  # the season that earlier ones repeat: complete, and with lines
FIRST_SEASON = 2016
PREFIXES = {4: ("",), 16: ("", "North ", "South ", "West ")}  # to names, of all who stand beside
ELDER = "Elder "
MARKET_SHARE = 30  # percent of the points lines that come with a line of each other market
OTHER_MARKETS = {"assists": (157, 0.25), "rebounds": (151, 0.3)}  # id, its line by that of points

WITHOUT_PLAYERS = ("team_offense_game_summary", "nbac_schedule")
OF_TODAY = ("nbac_player_list_current", "br_rosters_current")  # no earlier season of them
BY_NAME = {  # where a feed's or a report's name says who it is, not a key
    QUOTES: "player_name",
    MORE_QUOTES: "player_name",
    "nbac_injury_report": "player_full_name",
}

Columns = dict[str, str]


def history_start(scale: int) -> date | None:
    """Return the var history_start that lets dbt read all seasons; None: the project's own."""
    return None if scale == 1 else date(FIRST_SEASON, 10, 1)


@dataclass(frozen=True)
class Copy:
    """All seasons or one, of the players with one prefix: how its rows differ from the source's.

    ``back`` is the number of years by which the template is moved back; 0: all seasons stay.
    """

    back: int
    prefix: str

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
        return f"prefixed(source.{column}, {self._prefix(self.prefix, ELDER)})"

    def lookup(self, column: str = "player_lookup") -> str:
        """Return SQL of a player's lookup: that of his name."""
        prefix, elder = (word.lower().strip() for word in (self.prefix, ELDER))
        return f"{self._prefix(prefix, elder)} || source.{column}"

    def _prefix(self, prefix: str, elder: str) -> str:
        if not self.back:
            return f"'{prefix}'"
        is_elder = f"people.entry > {TEMPLATE - self.back}"
        return f"(case when {is_elder} then '{prefix}{elder}' else '{prefix}' end)"

    def of_the_player(self, what: str) -> str:
        """Return SQL of a number that all quotes on a player and date share, whatever his name."""
        return f"hash('{self.prefix}', names.person, source.game_date, {self.days}, '{what}')"


def write_scaled(source_dir: Path, data_dir: Path, scale: int) -> dict[str, int]:
    """Write the league of ``source_dir`` at 4 or 16 times its size; return each table's rows.

    One thread, so that the same rows give the same bytes.
    """
    copies = [
        Copy(back, prefix)
        for back in (*range(TEMPLATE - FIRST_SEASON, TEMPLATE - 2023, -1), 0)
        for prefix in PREFIXES[scale]
    ]
    counts = {}
    with duckdb.connect() as connection:
        connection.execute("set threads = 1; set TimeZone = 'UTC'; set memory_limit = '2GB'")
        files = {
            table: f"{dataset}/{table}.parquet"
            for table, dataset in DATASETS.items()
            if table not in OPTIONAL or (source_dir / dataset / f"{table}.parquet").exists()
        }
        for table in DATASETS:
            if table in files:
                connection.read_parquet((source_dir / files[table]).as_posix()).create_view(table)
            else:
                create_empty(connection, table)
        connection.execute(PEOPLE)
        for table, file in files.items():
            target = data_dir / file
            target.parent.mkdir(parents=True, exist_ok=True)
            parts = " union all ".join(part for copy in copies for part in _queries(table, copy))
            written = connection.execute(
                f"copy ({parts}) to $target (format parquet, compression zstd)",
                {"target": target.as_posix()},
            ).fetchone()
            counts[table] = int(written[0]) if written else 0
    return counts


# Who a name or a key is: the key without its suffix. And everybody of the template's season, with
# the first season where it is known.
PEOPLE = f"""
create macro lookup_person(lookup) as regexp_replace(lookup, '(jr|sr|iii|ii|iv|v)$', '');
create macro name_key(name) as regexp_replace(
    translate(lower(strip_accents(
        case when contains(name, ', ') then split_part(name, ', ', 2) || split_part(name, ', ', 1)
        else name end
    )), 'øłđ', 'old'), '[^a-z0-9]', '', 'g');
create table aliases as
select alias_lookup, any_value(nba_canonical_lookup) as lookup from player_aliases
where is_active group by 1;
create table names as
select name, lookup_person(coalesce(lookup, name_key(name))) as person
from (
    select player_name as name from {QUOTES}
    union select player_name from {MORE_QUOTES}
    union select player_full_name from nbac_injury_report
) left join aliases on alias_lookup = name_key(name);
create macro prefixed(name, prefix) as
    case when contains(name, ', ') then replace(name, ', ', ', ' || prefix) else prefix || name end;
create table people as
select person, min(entry) as entry
from (select distinct lookup_person(player_lookup) as person from nba_players_registry
      where season = '{season_label(TEMPLATE)}')
left join (
    select person, max(first_season) as entry
    from (
        select lookup_person(player_lookup) as person,
            greatest(draft_year, season_year - years_pro) as first_season
        from nbac_player_list_current
        union all
        select lookup_person(player_lookup),
            arg_max(season_year - experience_years, season_year)
        from br_rosters_current group by 1
    ) group by 1
) using (person)
group by person
"""


def _queries(table: str, copy: Copy) -> Iterator[str]:
    """Yield the queries of a copy's rows of a table."""
    if copy == Copy(0, ""):
        yield f"from {table}"
        if table == "player_aliases":  # the elders' are the same on every copy of a season
            yield _aliases(ELDER)
    elif table == "player_aliases":
        if not copy.back:
            yield _aliases(copy.prefix)
            yield _aliases(copy.prefix + ELDER)
    elif (table in WITHOUT_PLAYERS and copy.prefix) or (table in OF_TODAY and copy.back):
        return
    elif table == QUOTES:
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
            draw = f"{copy.of_the_player(market)} % 100"
            yield _query(table, copy, changes, f"{points} and {draw} < {MARKET_SHARE}")
    else:
        yield _query(table, copy, _changes(table, copy))


def _aliases(prefix: str) -> str:
    """Return the query of the aliases of players with a prefix."""
    key = prefix.lower().replace(" ", "")
    changed = ", ".join(
        f"'{before}' || {column} as {column}"
        for before, column in (
            (key, "alias_lookup"),
            (key, "nba_canonical_lookup"),
            (prefix, "alias_display"),
            (prefix, "nba_canonical_display"),
        )
    )
    return f"select * replace ({changed}) from player_aliases"


def _query(table: str, copy: Copy, changes: Columns, where: str = "true") -> str:
    replaced = ", ".join(f"{value} as {column}" for column, value in changes.items())
    person, people = "", ""
    if table in BY_NAME:
        person = "names.person"
        people = f"left join names on names.name = source.{BY_NAME[table]} "
    elif table not in WITHOUT_PLAYERS:
        person = "lookup_person(source.player_lookup)"
    if person:
        people += f"left join people on people.person = {person}"
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
    quoted = {
        "player_lookup": lookup,
        "player_name": copy.name("player_name"),
        # Up to two points either way, the same for every line of a player's game.
        "points_line": "greatest(0.5, source.points_line + "
        f"cast({copy.of_the_player('line')} % 5 as int) - 2)",
        "bookmaker_last_update": copy.instant("bookmaker_last_update"),
    }
    game_day = {"game_date": copy.day("game_date")}
    # 20241225_NYK_BOS, 20241225_NYK, or the league's own ten digits.
    box_id = (
        f"case when contains(source.game_id, '_') then strftime({copy.day('game_date')}, '%Y%m%d') "
        f"|| substr(source.game_id, 9) else {copy.league_id('game_id')} end"
    )
    # A date alone, 00:00 UTC, stays one.
    tip_off = (
        "case when source.game_date_est = timezone('UTC', cast(source.game_date as timestamp)) "
        f"then timezone('UTC', cast({copy.day('game_date')} as timestamp)) "
        f"else {copy.instant('game_date_est')} end"
    )
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
        QUOTES: quoted | game_day,
        MORE_QUOTES: {
            "game_id": box_id,
            "game_start_time": copy.instant("game_start_time"),
            "snapshot_timestamp": copy.instant("snapshot_timestamp"),
            **quoted,
            **game_day,
        },
        "nbac_schedule": {
            "game_id": copy.league_id("game_id"),
            "game_date_est": tip_off,
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
        **{
            table: {"player_lookup": lookup, "player_full_name": copy.name("player_full_name")}
            for table in OF_TODAY
        },
    }
    return changes[table] | {"processed_at": copy.instant("processed_at")}
