"""The feeds' words in other spellings, and rows that nobody can read: no document changes."""

from pathlib import Path

from scripts.sample.plan import LATEST_SLATE
from tests.fixtures import tables
from tests.fixtures.harness import dbt_build, document_bytes


def respelled(column: str) -> str:
    """Return a column of team codes in spellings of other feeds."""
    return (
        f"case {column} when 'BKN' then 'BRK' when 'CHA' then 'Hornets' when 'PHX' then 'pho ' "
        f"when 'POR' then 'Trail  Blazers' else lower({column}) || ' ' end as {column}"
    )


OTHER_WORDS = {
    tables.PLAYER_GAMES: f"select * replace ({respelled('team_abbr')}, "
    f"{respelled('opponent_team_abbr')}) from source",
    tables.TEAM_GAMES: f"select * replace ({respelled('team_abbr')}, "
    f"{respelled('opponent_team_abbr')}, upper(quality_tier) || ' ' as quality_tier) from source",
    tables.SCHEDULE: f"select * replace ({respelled('home_team_tricode')}, "
    f"{respelled('away_team_tricode')}) from source",
    tables.ODDS_API: f"select * replace ({respelled('home_team_abbr')}, "
    f"{respelled('away_team_abbr')}, upper(bookmaker) as bookmaker) from source",
    tables.PROPS: "select * replace (upper(bet_side) || ' ' as bet_side, "
    "' ' || upper(market_type) as market_type) from source",
    tables.INJURIES: "select * replace (case injury_status when 'out' then 'Out - Illness' "
    "when 'questionable' then 'Game-Time Decision' else upper(injury_status) || ' ' end "
    "as injury_status) from source",
}

# Of the last month's games, a later row with points that nobody has ever scored.
IMPLAUSIBLE = {
    tables.PLAYER_GAMES: "from source union all by name (select * replace "
    "(points * 10 + 101 as points, processed_at + interval 1 hour as processed_at) "
    "from source where points > 0 "
    f"and game_date > date '{LATEST_SLATE}' - 30)",
}


def test_other_words_and_implausible_rows_change_no_document(
    small_league_dir: Path, tmp_path: Path
) -> None:
    documents = {}
    for name, changes in (("clean", {}), ("words", OTHER_WORDS), ("rows", IMPLAUSIBLE)):
        data_dir = (
            tables.altered(small_league_dir, tmp_path / name, changes)
            if changes
            else small_league_dir
        )
        warehouse = tmp_path / f"{name}.duckdb"
        dbt_build(data_dir, warehouse, LATEST_SLATE)
        documents[name] = document_bytes(warehouse, LATEST_SLATE)
    assert documents["words"] == documents["clean"]
    assert documents["rows"] == documents["clean"]
