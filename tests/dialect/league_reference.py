"""The tiny league's schedule, injury reports, registry, player list, rosters and aliases."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from tests.dialect.league import NAMES, Row, games, instant


def nbac_schedule() -> list[Row]:
    """Return the schedule: stale rows, a postponement, exhibitions, an unknown hour."""
    rows = []
    for game, _ in games():
        day, tip = game["date"], game["tip"]
        rows.append(
            {
                "game_id": game["id"],
                "game_date": day,
                # Without an hour, its writer stores the date at 00:00 UTC.
                "game_date_est": datetime.combine(day, time(0), UTC)
                if tip == "-"
                else instant(day, tip),
                "game_status": 3,
                "season_year": day.year if day.month >= 10 else day.year - 1,
                "home_team_tricode": game["home"],
                "away_team_tricode": game["away"],
                "is_all_star": False,
                "neutral_site_flag": True if game["id"] == "0022500006" else None,
                "processed_at": instant(day, "12:00"),
            }
        )
    last, unknown = rows[-1], {**rows[3], "game_date_est": None}
    return [
        *rows,
        # The last game was first on the 14th; the higher status of its two latest rows holds.
        {
            **last,
            "game_date": date(2025, 10, 14),
            "game_date_est": instant(date(2025, 10, 14), "22:30"),
            "game_status": 1,
            "processed_at": instant(date(2025, 10, 13), "12:00"),
        },
        {**last, "game_date": date(2025, 10, 16), "game_status": None},
        {**last, "game_date": date(2025, 10, 17), "processed_at": None},
        # A date that two ids claim: the league game counts. An all-star game; one without a team.
        {**rows[3], "game_id": "0012400099", "home_team_tricode": "CHI"},
        {**unknown, "game_id": "0022400098", "away_team_tricode": "CHI"},
        {**unknown, "game_id": "0062400001", "game_date": date(2025, 10, 10), "is_all_star": True},
        {
            **unknown,
            "game_id": "0022400097",
            "game_date": date(2025, 9, 19),
            "home_team_tricode": "CHI",
            "away_team_tricode": None,
        },
        # Placeholders: one with a real team.
        {
            **unknown,
            "game_id": "0042400411",
            "game_date": date(2025, 10, 17),
            "home_team_tricode": "TBD",
            "away_team_tricode": "",
        },
        {
            **unknown,
            "game_id": "0042400412",
            "game_date": date(2025, 10, 17),
            "away_team_tricode": "TBD",
        },
        # The old id of a postponed game, on a date that has passed.
        {
            **unknown,
            "game_id": "0022400096",
            "game_date": date(2025, 9, 26),
            "game_status": 1,
        },
        # Final, and no box score has come.
        {
            **unknown,
            "game_id": "0022500013",
            "game_date": date(2025, 10, 10),
            "home_team_tricode": "CHI",
            "away_team_tricode": "BOS",
        },
        # Midnight in New York is not a tip-off either.
        {
            **rows[-2],
            "processed_at": instant(rows[-2]["game_date"], "12:01"),
            "game_date_est": instant(rows[-2]["game_date"], "00:00"),
        },
    ]


def nbac_injury_report() -> list[Row]:
    """Return snapshots before and after tip-off, names with accents, teams by any name."""

    def listed(
        day: date, hour: int, team: str, name: str, status: str | None, ahead: int = 0
    ) -> Row:
        reported = day - timedelta(days=ahead)
        return {
            "report_date": reported,
            "report_hour": hour,
            "game_date": day,
            "team": team,
            "player_full_name": name,
            "injury_status": status,
            "processed_at": instant(reported, "23:00"),
        }

    first, second, undated = date(2025, 9, 30), date(2025, 10, 12), date(2025, 10, 5)
    return [
        listed(first, 17, "Boston Celtics", "Ivo Novák", "Questionable", ahead=1),
        listed(first, 17, "Boston Celtics", "Ali Jones", "Out"),
        listed(first, 19, "BOS", "Ivo Novak", "Out"),
        listed(first, 22, "BOS", "Ivo Novák", "Probable"),
        listed(first, 9, "los angeles lakers", "Max Weiß", "Doubtful"),
        {**listed(first, 9, "LAL", "MAX WEISS", "Available"), "processed_at": None},
        listed(second, 13, "Los Angeles Lakers", "BJØRN LUND JR.", "Out"),
        {
            **listed(second, 13, "LAL", "Bjørn Lund Jr.", None),
            "processed_at": instant(second, "23:30"),
        },
        listed(second, 18, "Unknown Team", "Đuro Łęcki", "Out"),
        listed(undated, 23, "Boston Celtics", "Ivo Novák", "Out"),
        listed(undated, 9, "LA Lakers", "Ali Jones", "Questionable"),
    ]


def nba_players_registry() -> list[Row]:
    """Return a row per player, team and season, with positions in any spelling."""

    def registered(
        player: str, season: str, position: str | None, *activity: date | None, team: str = "BOS"
    ) -> Row:
        return {
            "player_name": NAMES.get(player, player) + (" (old)" if season == "2023-24" else ""),
            "player_lookup": player,
            "team_abbr": team,
            "season": season,
            "position": position,
            "last_gamebook_activity_date": activity[0],
            "last_roster_activity_date": activity[1],
            "processed_at": None,
        }

    spring, autumn = date(2025, 3, 1), date(2025, 10, 6)
    return [
        registered("ivonovak", "2023-24", "Shooting Guard", spring, None),
        registered("ivonovak", "2024-25", "SF-SG", None, None),
        registered("alijones", "2025-26", "Center", spring, None, team="BOS"),
        registered("alijones", "2025-26", "PF-C", None, date(2025, 10, 7), team="LAL"),
        registered("alijones", "2025-26", "G", autumn, spring, team="CHI"),
        registered("maxweiss", "2024-25", "Wing", spring, autumn, team="LAL"),
        registered("bjornlund", "2024-25", "Center", spring, autumn, team="LAL"),
        # A season text that is not one.
        registered("tomreed", "unknown", "PG", spring, autumn),
        {**registered("tomreed", "2024-25", "Point Guard", spring, None), "player_name": "Tomreed"},
        registered("bjornlundjr", "2026-27", "C", autumn, autumn, team="LAL"),
        {**registered("dansmith", "2024-25", "C", None, None), "player_lookup": None},
    ]


def nbac_player_list_current() -> list[Row]:
    """Return today's players, one of them twice: years in the league for every archetype."""

    def listed(player: str | None, draft_year: int | None, years_pro: int | None) -> Row:
        return {
            "player_lookup": player,
            "draft_year": draft_year,
            "years_pro": years_pro,
            "season_year": 2025,
            "processed_at": None,
        }

    return [
        listed("ivonovak", 2018, 6),
        {**listed("ivonovak", 2018, 3), "season_year": None},
        listed("alijones", None, 2),
        listed("maxweiss", 2016, None),
        listed("bjornlundjr", 2013, 12),
        listed("tomreed", 2025, 1),
        listed("dansmith", None, None),
        listed(None, 2018, 7),
    ]


def br_rosters_current() -> list[Row]:
    """Return rosters in another site's codes: years of experience, a rookie's 0, two spellings."""

    def rostered(player: str | None, season: int | None, years: int | None) -> Row:
        return {
            "season_year": season,
            "team_abbrev": "BRK",
            "player_lookup": player,
            "experience_years": years,
            "processed_at": None,
        }

    return [
        rostered("ivonovak", 2024, 6),
        rostered("ivonovak", 2025, 7),
        rostered("bjornlund", 2025, 12),
        rostered("bjornlundjr", 2024, 9),
        rostered("edwu", 2025, 0),
        rostered("dansmith", 2025, None),
        rostered("alijones", None, 3),
        rostered(None, 2025, 4),
    ]


def player_aliases() -> list[Row]:
    """Return aliases: in use, not in use, of nobody, of two players."""

    def alias(name: str | None, player: str | None, active: bool | None = True) -> Row:
        return {"alias_lookup": name, "nba_canonical_lookup": player, "is_active": active}

    return [
        alias("allyjones", "alijones"),
        alias("allyjones", "alijones"),
        # The alias lacks the suffix.
        alias("bearlund", "bjornlund"),
        alias("tomreed", "edwu", active=False),
        alias("maxweiss", "edwu", active=None),
        alias("nicknobody", "nobodyatall"),
        alias("jones", "alijones"),
        alias("jones", "edwu"),
        alias(None, "edwu"),
        alias("wu", None),
    ]
