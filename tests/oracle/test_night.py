"""What the oracle says about a date: gaps, notes, tonight's lists, and what may be absent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.oracle import League, bounce_back, deep_dive, load, quick_hits, whos_hot
from tests.oracle.gaps import lines_due_at, result_gaps
from tests.oracle.hand_league import DAYS, TONIGHT, key, league, name
from tests.oracle.hand_rows import injury_row, new_york, player_row, schedule_row
from tests.oracle.schedule import Slot
from tests.oracle.seeds import Stat, Topic, deep_dive_topics
from tests.oracle.sources import (
    InjuryRow,
    PlayerListRow,
    PlayerRow,
    PropRow,
    RegistryRow,
    ScheduleRow,
    TeamRow,
)
from tests.oracle.tonight import Night

LAST = DAYS[-1]


def without(**columns: object) -> Callable[[list[Any]], list[Any]]:
    """Return the rows except those that have all these values."""
    return lambda rows: [
        row for row in rows if any(getattr(row, name) != value for name, value in columns.items())
    ]


def gaps(found: League, day: date = TONIGHT) -> dict[str, Any]:
    content: dict[str, Any] = whos_hot(found, day)["data_gaps"]
    return content


def codes(found: League, day: date = TONIGHT) -> list[str]:
    content: list[str] = whos_hot(found, day)["notes"]
    return content


@pytest.fixture(scope="module")
def whole() -> League:
    return league()


def test_nothing_is_missing(whole: League) -> None:
    assert gaps(whole) == {"games_without_results": 0, "lined_share_tonight": 1.0}
    assert codes(whole) == ["no_injury_report"]
    assert result_gaps(whole, TONIGHT).due == 1


@pytest.mark.parametrize(
    ("missing", "games"),
    [
        (without(game_date=LAST), 1),
        (without(game_date=LAST, team_abbr="NYK"), 1),
        (without(game_date=LAST, player_lookup="nykp0"), 0),
        (without(game_date=DAYS[-2]), 0),  # four days ago
    ],
)
def test_results_that_are_not_in(
    missing: Callable[[list[PlayerRow]], list[PlayerRow]], games: int
) -> None:
    found = league(players=missing)
    assert gaps(found)["games_without_results"] == games
    assert ("results_incomplete" in codes(found)) is (games > 0)
    for document in (bounce_back, quick_hits, deep_dive):
        content = document(found, TONIGHT)
        assert content["data_gaps"]["games_without_results"] == games
        assert ("results_incomplete" in content["notes"]) is (games > 0)


def test_the_three_days_before_count() -> None:
    found = league(players=without(game_date=LAST))
    days = [LAST + timedelta(days=number) for number in range(5)]
    missing = [gaps(found, day)["games_without_results"] for day in days]
    assert missing == [0, 1, 1, 1, 0]


def test_a_postponed_game_is_not_missing() -> None:
    def postponed(rows: list[ScheduleRow]) -> list[ScheduleRow]:
        return [row._replace(game_status=1) if row.game_date == LAST else row for row in rows]

    found = league(
        players=without(game_date=LAST), teams=without(game_date=LAST), schedule=postponed
    )
    assert gaps(found)["games_without_results"] == 0
    # Not marked as final yet, but one of the teams has a box score: it was played.
    half = league(
        players=without(game_date=LAST, team_abbr="NYK"),
        teams=without(game_date=LAST),
        schedule=postponed,
    )
    assert gaps(half)["games_without_results"] == 1


def crowd(missing: int, yesterday: int = 0) -> League:
    """Nine games on D-2 and three on D-1, some without results."""
    teams = "ATL BKN CHA CHI CLE DAL DEN DET GSW HOU IND LAC LAL MEM MIA MIL MIN NOP"
    pairs = list(zip(*[iter(teams.split())] * 2, strict=True))
    rows, played = [], []
    for day, number, lost in (
        (TONIGHT - timedelta(days=2), 9, missing),
        (TONIGHT - timedelta(days=1), 3, yesterday),
    ):
        for place, (home, away) in enumerate(pairs[:number]):
            rows.append(
                schedule_row(
                    game_id=f"0022409{place:02d}{day.day}",
                    game_date=day,
                    home_team_tricode=home,
                    away_team_tricode=away,
                )
            )
            if place >= lost:
                played += [
                    player_row(
                        player_lookup=f"{team}{place}".lower(), game_date=day, team_abbr=team
                    )
                    for team in (home, away)
                ]
    return league(schedule=rows, players=played, teams=[])


@pytest.mark.parametrize(
    ("missing", "yesterday", "is_refused"),
    [(0, 0, False), (4, 0, False), (5, 0, True), (0, 2, False), (0, 3, True), (3, 2, True)],
)
def test_more_than_a_third_or_all_of_yesterdays(
    missing: int, yesterday: int, is_refused: bool
) -> None:
    found = result_gaps(crowd(missing, yesterday), TONIGHT)
    assert (found.due, found.missing) == (12, missing + yesterday)
    assert found.refuses is is_refused


@pytest.mark.parametrize(
    ("lost", "share", "note"),
    [
        (None, 1.0, None),
        ({"player_name": name("BOS", 0)}, 0.5, "lines_incomplete"),
        ({}, 0.0, "no_lines"),
    ],
)
def test_lines_that_are_not_in(
    lost: dict[str, object] | None, share: float, note: str | None
) -> None:
    def tonight_without(rows: list[PropRow]) -> list[PropRow]:
        return rows if lost is None else without(game_date=TONIGHT, **lost)(rows)

    found = league(props=tonight_without)
    assert gaps(found)["lined_share_tonight"] == share
    daily = [whos_hot(found, TONIGHT)["notes"], bounce_back(found, TONIGHT)["notes"]]
    for notes in daily:
        assert [code for code in notes if code in ("lines_incomplete", "no_lines")] == (
            [note] if note else []
        )
    assert quick_hits(found, TONIGHT)["data_gaps"]["lined_share_tonight"] == share


def test_a_withdrawn_line_is_not_in() -> None:
    def withdrawn(rows: list[PropRow]) -> list[PropRow]:
        return [
            row._replace(is_active=row.game_date != TONIGHT or row.player_name != name("BOS", 0))
            for row in rows
        ]

    assert gaps(league(props=withdrawn))["lined_share_tonight"] == 0.5


def test_without_games_there_is_no_share(whole: League) -> None:
    day = LAST + timedelta(days=1)
    assert gaps(whole, day)["lined_share_tonight"] is None
    assert codes(whole, day) == []


def test_lines_are_due_three_hours_before_the_first_tip_off() -> None:
    slots = [
        Slot("1", TONIGHT, "BOS", True, new_york(20, 0, TONIGHT)),
        Slot("2", TONIGHT, "NYK", True, None),
    ]
    assert lines_due_at(slots[:1]) == datetime(2024, 12, 25, 17, tzinfo=new_york(0).tzinfo)
    assert lines_due_at(slots) == new_york(16, 0, TONIGHT)
    assert lines_due_at([]) is None


def test_no_recent_lines_after_seven_days_in_whos_hot_and_fourteen_elsewhere(
    whole: League,
) -> None:
    ahead = league(
        schedule=lambda rows: [
            *rows,
            schedule_row(game_id="0022409999", game_date=date(2025, 1, 20), game_status=1),
        ]
    )
    for days, in_whos_hot, elsewhere in (
        (7, False, False),
        (8, True, False),
        (14, True, False),
        (15, True, True),
    ):
        day = LAST + timedelta(days=days)
        assert ("no_recent_lines" in codes(ahead, day)) is in_whos_hot
        for document in (quick_hits, deep_dive):
            assert ("no_recent_lines" in document(ahead, day)["notes"]) is elsewhere
        assert "no_recent_lines" not in bounce_back(ahead, day)["notes"]  # it counts no props
    # In the off-season nothing is said about lines.
    assert "no_recent_lines" not in codes(whole, LAST + timedelta(days=40))


def test_data_through_is_the_date_of_the_last_graded_prop_or_the_last_game() -> None:
    found = league(props=without(game_date=LAST))
    assert whos_hot(found, TONIGHT)["data_through"] == DAYS[-2].isoformat()
    assert deep_dive(found, TONIGHT)["data_through"] == DAYS[-2].isoformat()
    assert bounce_back(found, TONIGHT)["data_through"] == LAST.isoformat()
    unlined = league(props=[])
    assert whos_hot(unlined, TONIGHT)["data_through"] is None

    def pushed(rows: list[PropRow]) -> list[PropRow]:
        return [
            row._replace(points_line=25.0 if row.player_name == name("BOS", 1) else None)
            if row.game_date == LAST
            else row
            for row in rows
        ]

    # A push is not a graded prop.
    assert whos_hot(league(props=pushed), TONIGHT)["data_through"] == DAYS[-2].isoformat()


def listed(content: dict[str, Any], kind: str) -> set[str]:
    return {
        entry["player_lookup"] for period in content["periods"].values() for entry in period[kind]
    }


def test_tonights_lists_leave_out_players_who_are_out(whole: League) -> None:
    before = whos_hot(whole, TONIGHT)
    chosen = next(iter(sorted(listed(before, "hot_tonight"))))
    team, number = chosen[:3].upper(), int(chosen[-1])
    for status, is_listed in (("Out", False), ("doubtful", True)):
        report = [
            injury_row(
                report_date=TONIGHT,
                game_date=TONIGHT,
                team={"BOS": "Boston Celtics", "NYK": "NYK"}[team],
                player_full_name=f"P{number}, {team.title()}",
                injury_status=status,
            )
        ]
        content = whos_hot(league(injuries=report), TONIGHT)
        assert (chosen in listed(content, "hot_tonight")) is is_listed
        assert chosen in listed(content, "hot")
        period = content["periods"]["30d"]
        assert period["qualifying_tonight"] == (10 if is_listed else 9)
        assert period["qualifying_players"] == 10


def test_a_report_after_the_cut_off_is_not_known() -> None:
    rows = [
        injury_row(report_date=TONIGHT, game_date=TONIGHT, report_hour=hour, injury_status=status)
        for hour, status in ((12, "questionable"), (19, "doubtful"), (20, "out"))
    ]
    rows = [row._replace(player_full_name="Bos P0") for row in rows]
    night = Night(league(injuries=rows), TONIGHT)
    assert night.injury(key("BOS", 0))[0] == "doubtful"
    assert night.injury(key("BOS", 1))[0] == "not_listed"
    assert night.injury(key("NYK", 0)) == (None, None)


def test_the_feed_is_given_beside_the_book(whole: League) -> None:
    tonight = Night(whole, TONIGHT).tonight(key("BOS", 0))
    assert tonight is not None
    shown = [tonight[field] for field in ("line_source", "line_type", "line_feed", "over_odds")]
    assert shown == ["PrizePicks", "dfs", "bettingpros", None]


def test_any_game_counts_whatever_its_minutes() -> None:
    def short(rows: list[PlayerRow]) -> list[PlayerRow]:
        return [
            row._replace(minutes_played=Decimal(5), points=4)
            if (row.player_lookup, row.game_date) == (key("BOS", 0), LAST)
            else row
            for row in rows
        ]

    found = league(players=short)
    # Ten games before each of the last two of ten players.
    assert len(found.any_games) == 20
    game = found.last_game(key("BOS", 0), TONIGHT)
    assert game is not None
    assert not game.is_bad  # too few minutes for a bad game


def test_the_topic_of_the_month_and_the_last_days_of_a_summer_are_not_candidates(
    whole: League,
) -> None:
    stats = [
        Stat("home", "situational", "venue", "home", ""),
        Stat("last", "league", "recency", "earlier", ""),
    ]
    at_home = Topic(0, "", "venue", "home")
    assert deep_dive_topics()[11][2:] == at_home[2:]
    for day, candidates in (
        (TONIGHT, ["home", "last"]),
        (date(2025, 8, 1), ["home"]),  # off-season
        (date(2025, 11, 1), []),  # the month of home games, no game near
    ):
        content = quick_hits(whole, day, stats)
        assert content["total_candidates"] == len(candidates)
        assert [stat["id"] for stat in content["stats"]] == candidates


def test_a_deep_dive_with_fewer_than_fifty_on_its_side_shows_the_league() -> None:
    topic = Topic(12, "home", "venue", "home")
    # Sixty props at home up to D; ten a day are not played yet.
    for day, is_shown in ((TONIGHT, True), (DAYS[10], True), (DAYS[9], False)):
        content = deep_dive(league(), day, topic)
        assert (content["hero_stat"]["comparison"] is not None) is is_shown
        assert ("insufficient_sample" in content["notes"]) is not is_shown


NEEDED = {
    "nba_analytics.player_game_summary": PlayerRow._fields,
    "nba_analytics.team_offense_game_summary": TeamRow._fields,
    "nba_raw.bettingpros_player_points_props": PropRow._fields,
    "nba_raw.nbac_schedule": ScheduleRow._fields,
    "nba_raw.nbac_injury_report": InjuryRow._fields,
    "nba_raw.nbac_player_list_current": PlayerListRow._fields,
    "nba_reference.nba_players_registry": RegistryRow._fields,
}


def test_the_optional_tables_alone_may_be_absent(tmp_path: Path) -> None:
    for table, fields in NEEDED.items():
        path = tmp_path.joinpath(*table.split(".")).with_suffix(".parquet")
        path.parent.mkdir(exist_ok=True)
        with pytest.raises(duckdb.IOException):
            load(tmp_path)
        columns = ", ".join(f"null::varchar as {field}" for field in fields)
        duckdb.sql(f"select {columns} limit 0").write_parquet(str(path))
    content = whos_hot(load(tmp_path), TONIGHT)
    assert (content["status"], content["data_through"]) == ("off_season", None)
