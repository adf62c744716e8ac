"""Whom a name means, and what the lists say about him: the oracle's rules."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.oracle.careers import entry_years, position_of
from tests.oracle.hand_rows import (
    DAY,
    alias_row,
    listed_row,
    player_row,
    registry_row,
    roster_row,
    sources,
)
from tests.oracle.identity import Players
from tests.oracle.league import build
from tests.oracle.names import key_of, turned, without_suffix
from tests.oracle.sources import AliasRow, PlayerRow, RegistryRow


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Nikola Jokić", "nikolajokic"),
        ("Luka Dončić", "lukadoncic"),
        ("Đorđe Øster Łukasz Weiß Æ", "dordeosterlukaszweissae"),
        ("De'Aaron Fox", "deaaronfox"),
        ("P.J. Washington Jr.", "pjwashingtonjr"),
        ("Hardaway Jr., Tim", "timhardawayjr"),
        ("Jokić, Nikola", "nikolajokic"),
        ("Tim Hardaway, Jr.", "timhardawayjr"),
        ("Trey Murphy, III", "treymurphyiii"),
        ("Donte DiVincenzo", "dontedivincenzo"),
        ("Nenê,", "nene"),
        ("  ", ""),
    ],
)
def test_keys_of_names(name: str, key: str) -> None:
    assert key_of(name) == key


def test_a_suffix_after_a_comma_is_not_a_first_name() -> None:
    assert turned("Tim Hardaway, Jr.") == "Tim Hardaway, Jr."
    assert turned("Hardaway, Tim") == " Tim Hardaway"


@pytest.mark.parametrize(
    ("key", "base"),
    [
        ("timhardawayjr", "timhardaway"),
        ("treymurphyiii", "treymurphy"),
        ("jimmybutlerii", "jimmybutler"),
        ("lonniewalkeriv", "lonniewalker"),
        ("robertwilliamsv", "robertwilliams"),
        ("garypaytonsr", "garypayton"),
        ("jrsmith", "jrsmith"),
        ("dontedivincenzo", "dontedivincenzo"),
        ("jr", "jr"),
    ],
)
def test_keys_without_a_suffix(key: str, base: str) -> None:
    assert without_suffix(key) == base


def players(
    rows: list[PlayerRow] | None = None,
    registry: list[RegistryRow] | None = None,
    aliases: list[AliasRow] | None = None,
) -> Players:
    return Players(rows or [], registry or [], aliases or [])


def box(lookup: str, day: date = DAY, **columns: object) -> PlayerRow:
    return player_row(player_lookup=lookup, game_date=day, **columns)


def listed(lookup: str, season: str = "2024-25", **columns: object) -> RegistryRow:
    return registry_row(player_lookup=lookup, season=season, **columns)


def test_a_name_is_found_by_its_key() -> None:
    found = players([box("nikolajokic")])
    assert found.named("Nikola Jokić") == "nikolajokic"
    assert found.named("Jokic, Nikola") == "nikolajokic"
    assert found.named("Nikola Vučević") is None
    assert found.named(None) is None
    assert found.named("?") is None


def test_a_registry_row_makes_a_player_known() -> None:
    assert players(registry=[listed("ronaldhollandii")]).named("Ronald Holland") is not None


def test_an_active_alias_leads_to_the_player_and_an_inactive_one_does_not() -> None:
    rows = [box("herbertjones"), box("jaylinwilliams")]
    aliases = [alias_row("herbjones", "herbertjones")]
    aliases.append(alias_row("jalenwilliams", "jaylinwilliams", is_active=False))
    found = players(rows, aliases=aliases)
    assert found.named("Herb Jones") == "herbertjones"
    assert found.named("Jalen Williams") is None


def test_an_alias_may_lack_the_suffix_and_may_lead_to_nobody() -> None:
    aliases = [alias_row("ronholland", "ronaldholland"), alias_row("camwhitmore", "cwhitmore")]
    found = players([box("ronaldhollandii"), box("camwhitmore")], aliases=aliases)
    assert found.named("Ron Holland") == "ronaldhollandii"
    assert found.named("Cam Whitmore") is None


def test_an_extra_or_missing_suffix_still_finds_the_one_player() -> None:
    found = players([box("isaiahstewart"), box("jimmybutleriii")])
    assert found.named("Isaiah Stewart II") == "isaiahstewart"
    assert found.named("Jimmy Butler") == "jimmybutleriii"
    assert found.named("Jimmy Butler Jr.") == "jimmybutleriii"


def test_two_spellings_are_one_player_under_the_registrys_latest() -> None:
    rows = [box("bobbyportis"), box("bobbyportisjr", date(2023, 1, 1))]
    registry = [listed("bobbyportis", "2024-25"), listed("bobbyportisjr", "2025-26")]
    found = players(rows, registry)
    assert found.key("bobbyportis") == found.key("bobbyportisjr") == "bobbyportisjr"
    assert found.named("Bobby Portis") == "bobbyportisjr"
    assert found.split == []


def test_without_a_registry_row_the_first_box_score_spells_the_key() -> None:
    """No later result changes it (DECISIONS.md)."""
    rows = [box("p", date(2024, 1, 1)), box("pjr", date(2024, 1, 2)), box("pjr", date(2023, 5, 5))]
    assert players(rows).key("p") == "pjr"
    # A registry row of any season comes before every box score.
    assert players(rows, [listed("p", "2021-22")]).key("pjr") == "p"


def test_two_spellings_that_played_on_one_date_are_two_players() -> None:
    rows = [box("garypayton"), box("garypaytonii"), box("garypaytonii", date(2025, 1, 12))]
    found = players(rows)
    assert found.split == ["garypayton"]
    assert found.key("garypayton") == "garypayton"
    assert found.key("garypaytonii") == "garypaytonii"
    assert found.named("Gary Payton II") == "garypaytonii"
    assert found.named("Gary Payton Jr.") is None  # it equals two players' keys


def test_a_row_of_a_player_who_did_not_play_does_not_make_two() -> None:
    rows = [box("garypayton"), box("garypaytonii", points=None, minutes_played=None)]
    assert players(rows).split == []


def test_an_alias_of_two_players_is_nobodys() -> None:
    aliases = [alias_row("pp", "p2"), alias_row("pp", "p1")]
    assert players([box("p1"), box("p2")], aliases=aliases).named("PP") is None
    assert players([box("p1")], aliases=aliases).named("PP") == "p1"
    assert players([box("p1jr")], aliases=[*aliases, alias_row("pp", "p1jr")]).named("PP") == "p1jr"


def test_an_alias_comes_before_the_player_of_that_key() -> None:
    found = players([box("p1"), box("p2")], aliases=[alias_row("p1", "p2")])
    assert found.named("P 1") == "p2"
    assert players([box("p1")], aliases=[alias_row("p1", "p2")]).named("P 1") is None


def test_a_registry_row_without_a_season_and_a_box_score_of_a_team_outside_the_league() -> None:
    rows = [listed("p9", season="unknown"), listed("p8", season="")]
    found = build(sources(registry=rows, players=[box("p1", team_abbr="EST")]))
    assert found.games == {}
    assert found.players.named("P9") is None


@pytest.mark.parametrize(
    ("text", "position"),
    [
        *((text, "G") for text in ("PG", "SG", "G", "Guard", "Point Guard", "Shooting Guard")),
        *((text, "F") for text in ("SF", "PF", "F", "Forward", "small forward", "SF-PF")),
        *((text, "C") for text in ("C", "Center", "center")),
        *((text, "G-F") for text in ("G-F", "SG-SF", "SF-SG", "Forward-Guard", "F/G")),
        *((text, "F-C") for text in ("PF-C", "C-PF", "F-C", "Center-Forward")),
        *((text, None) for text in (None, "", "Wing", "G-C", "G-F-C", "Coach-F")),
    ],
)
def test_positions_in_any_spelling(text: str | None, position: str | None) -> None:
    assert position_of(text) == position


def test_the_registry_row_of_the_position() -> None:
    rows = [
        listed("p1", "2025-26", position="C"),
        listed("p1", "2024-25", position="PF", last_gamebook_activity_date=date(2025, 1, 1)),
        listed("p1", "2024-25", position="SG", last_roster_activity_date=date(2025, 1, 2)),
        listed("p1", "2023-24", position="SF", last_roster_activity_date=date(2025, 1, 3)),
    ]
    league = build(sources(players=[box("p1", date(2024, 12, 1))], registry=rows))
    assert league.identity("p1", DAY) == ("P One", "G")
    assert league.identity("p1", date(2026, 1, 1)) == ("P One", "C")
    assert league.identity("p1", date(2020, 1, 1)) == ("p1", None)


def test_the_name_is_from_the_last_box_score_and_then_from_the_registry() -> None:
    rows = [
        box("p1", date(2025, 1, 1), player_full_name="Old Name"),
        box("p1", date(2025, 1, 3), player_full_name="New Name"),
        box("p1", date(2025, 1, 5), player_full_name=" "),
    ]
    league = build(sources(players=rows, registry=[listed("p1", player_name="P1")]))
    names = [league.identity("p1", date(2025, 1, day))[0] for day in (2, 4, 6)]
    assert names == ["Old Name", "New Name", "P1"]


@pytest.mark.parametrize(("length", "shown"), [(100, 100), (101, 100), (1_000_000, 100)])
def test_a_name_is_cut_at_100_characters(length: int, shown: int) -> None:
    rows = [box("p1", date(2025, 1, 1), player_full_name=f" {'é' * length}")]
    league = build(sources(players=rows))
    assert league.identity("p1", date(2025, 1, 2)) == ("é" * shown, None)


def test_a_player_without_any_name_is_shown_by_the_look_up() -> None:
    rows = [box("p1", date(2025, 1, 1), player_full_name="")]
    league = build(sources(players=rows, registry=[listed("p1", player_name=" ")]))
    assert league.identity("p1", date(2025, 1, 2))[0] == "p1"


def entry(**tables: list[object]) -> int | None:
    found = entry_years(
        tables.get("players", []),  # type: ignore[arg-type]
        tables.get("registry", []),  # type: ignore[arg-type]
        tables.get("listed", []),  # type: ignore[arg-type]
        tables.get("rosters", []),  # type: ignore[arg-type]
        without_suffix,
    )
    return found.get("p1")


def test_years_in_the_league_come_from_the_latest_roster() -> None:
    rosters: list[object] = [
        roster_row(season_year=2024, experience_years=5),
        roster_row(season_year=2025, experience_years=2),
        roster_row(season_year=2026, experience_years=None),
    ]
    assert entry(rosters=rosters) == 2023
    assert entry(rosters=rosters, listed=[listed_row(years_pro=9)]) == 2023
    assert entry(rosters=rosters, listed=[listed_row(draft_year=2022)]) == 2023
    assert entry(rosters=rosters, listed=[listed_row(draft_year=2024)]) == 2024


def test_a_rookie_has_no_years_of_experience() -> None:
    assert entry(rosters=[roster_row(player_lookup="p1jr", experience_years=0)]) == 2024


def test_without_a_roster_the_list_gives_the_years() -> None:
    assert entry(listed=[listed_row(years_pro=3)]) == 2022
    assert entry(listed=[listed_row(years_pro=3, draft_year=2020)]) == 2022
    assert entry(listed=[listed_row(draft_year=2020)]) == 2020
    later = datetime(2026, 1, 1, tzinfo=UTC)
    rows: list[object] = [
        listed_row(draft_year=2020),
        listed_row(draft_year=2021, processed_at=later),
    ]
    assert entry(listed=rows) == 2021


@pytest.mark.parametrize(
    ("first_box", "first_registry", "year"),
    [
        (date(2023, 10, 1), "2024-25", 2023),
        (date(2024, 9, 30), "2022-23", 2022),
        (date(2022, 10, 1), "2024-25", 2022),
        (date(2022, 9, 30), "2024-25", None),  # of 2021-22, with which the registry begins
        (date(2023, 10, 1), "2020-21", None),
    ],
)
def test_otherwise_the_first_season_seen_counts_if_the_registry_is_older(
    first_box: date, first_registry: str, year: int | None
) -> None:
    seen = entry(players=[box("p1", first_box)], registry=[listed("p1", first_registry)])
    assert seen == year
