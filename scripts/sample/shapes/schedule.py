"""Shapes of the schedule: tip-offs that it does not know, flags, and rows that are no game."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from scripts.sample.draws import pick, share
from scripts.sample.plan import LATEST_SLATE, SEASONS, season_label
from scripts.sample.quotes import CONTEST, Quote, Row
from scripts.sample.schedule import EVENING, Game
from scripts.sample.shapes import windows
from scripts.sample.shapes.plan import ABANDONED, PLACEHOLDERS, RISING_STARS
from scripts.sample.tables import PLACES, Tables
from scripts.sample.times import eastern, utc

SCHEDULE = "nbac_schedule"
ID, DAY, HOME, AWAY, STATUS = (
    PLACES[SCHEDULE][column]
    for column in ("game_id", "game_date", "home_team_tricode", "away_team_tricode", "game_status")
)


def midnight_tip_offs(tables: Tables) -> None:
    """Tip-offs of some games are midnight New York: the hour is not known."""
    hidden = {game.game_id: game.day for game in tables.games if game.hides_tip}

    def change(row: Row) -> dict[str, object] | None:
        day = hidden.get(str(row[ID]))
        return {"game_date_est": eastern(day, 0)} if day == row[DAY] and day else None

    tables.edit(SCHEDULE, change)


def date_only_tip_offs(tables: Tables) -> None:
    """Tip-offs are 00:00 UTC of the date; a contest's rows of the Odds API have the true ones."""

    def change(row: Row) -> dict[str, object] | None:
        day = row[DAY]
        assert isinstance(day, date)
        return {"game_date_est": utc(day, 0)} if windows.is_date_only(day) else None

    tables.edit(SCHEDULE, change)
    tables.quotes = [*tables.quotes, *_contest(tables)]


def _contest(tables: Tables) -> Iterator[Quote]:
    """Yield quotes of a contest, no line's, on the games of the Odds API whose hour is lost."""
    listed = defaultdict(list)
    look_up, name, day, team = (
        PLACES["player_game_summary"][column]
        for column in ("player_lookup", "player_full_name", "game_date", "team_abbr")
    )
    for row in tables.rows["player_game_summary"]:
        listed[row[day], row[team]].append((str(row[look_up]), str(row[name])))
    for game in tables.games:
        if not (windows.is_date_only(game.day) and game.counts and windows.has_odds_api(game)):
            continue
        players = listed[game.day, game.home][:2] + listed[game.day, game.away][:1]
        for turn, (player, full_name) in enumerate(players):
            moment = game.cutoff - 3600 * (turn + 1) - 540
            line = pick((8.5, 12.5, 16.5, 21.5, 27.5), "contest", game.game_id, player)
            start = game
            if turn == 2 and share("contest moved", game.game_id) < 0.1:
                # Hours before, it still had another tip-off: the latest snapshot is right.
                start = Game(game.game_id, game.season, game.day, game.home, game.away,
                             game.tip - 60)  # fmt: skip
            yield Quote(
                start, player, full_name, player, "", CONTEST, CONTEST, line, (-115, -115), moment,
                moment + 540, feed="odds_api",
            )  # fmt: skip


def stage_flags(tables: Tables) -> None:
    """Every league game is of the regular season, and the play-in of the playoffs."""

    def change(row: Row) -> dict[str, object] | None:
        prefix = str(row[ID])[:3]
        if prefix in ("001", "003"):
            return None
        return {"is_regular_season": True, "is_playoffs": prefix in ("004", "005")}

    tables.edit(SCHEDULE, change)


def neutral_flags(tables: Tables) -> None:
    """No game is on neutral ground by its flag; the Cup final keeps it, where it is there at all.

    (It is in no list of games on neutral ground, since the real schedule does not have it.)
    """
    tables.edit(
        SCHEDULE,
        lambda row: None if str(row[ID])[:3] == "006" else {"neutral_site_flag": False},
    )


def no_cup_final(tables: Tables) -> None:
    """The schedule does not have the Cup final."""
    tables.rows[SCHEDULE] = [row for row in tables.rows[SCHEDULE] if str(row[ID])[:3] != "006"]


def _add(tables: Tables, game_id: str, day: date, home: str, away: str, *, tip: int = EVENING,
         text: str = "Scheduled", is_all_star: bool = False) -> None:  # fmt: skip
    """Add a row of a game that was never played."""
    season = day.year if day.month >= 10 else day.year - 1
    written = utc(min(day - timedelta(days=20), LATEST_SLATE - timedelta(days=2)), 10)
    prefix = game_id[:3]
    tables.add(
        SCHEDULE, game_id, day, eastern(day, tip), 1, season, home, away, prefix == "002",
        prefix == "004", is_all_star, False, None, None, written, season_label(season), text,
    )  # fmt: skip


def placeholders(tables: Tables) -> None:
    """Games whose teams nobody knows yet stand in the schedule, up to a year ahead."""
    for game_id, day, home, away in PLACEHOLDERS:
        _add(tables, game_id, day, home, away, tip=EVENING + 90, text="TBD")


def abandoned_games(tables: Tables) -> None:
    """Rows of games that were called off, and played later under another id, stay scheduled."""
    for number, (day, home, away) in enumerate(ABANDONED, start=1):
        season = day.year if day.month >= 10 else day.year - 1
        _add(tables, f"002{season % 100}0{1300 + number}", day, home, away, text="PPD")


def all_star_rows(tables: Tables) -> None:
    """The All-Star weekend has more games than one, of teams that are none of the thirty."""
    for season in SEASONS:
        day, pairs = RISING_STARS[season]
        for number, (home, away) in enumerate(pairs, start=2):
            code = f"003{season % 100}0000{number}"
            _add(tables, code, day, home, away, is_all_star=season != 2024)
