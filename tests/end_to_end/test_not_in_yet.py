"""What is not in yet, through the whole export: note, data_gaps, guard, exit code, receipt."""

import json
import shutil
from pathlib import Path

import pytest

from tests.end_to_end.night import (
    DOCUMENTS,
    EVE,
    D,
    Exporter,
    Outcome,
    at,
    document,
    games_of,
    loaded_now,
    notes,
    of_feeds,
    tonight,
    without_results,
)
from tests.fixtures import tables
from tests.fixtures.tables import altered, contents


@pytest.fixture(scope="module")
def league(small_league_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return loaded_now(small_league_dir, tmp_path_factory.mktemp("night") / "league")


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Exporter:
    return Exporter(tmp_path_factory.mktemp("exports"))


@pytest.fixture(scope="module")
def evening(league: Path, export: Exporter, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site on which yesterday's documents are live, with that night's lists in them."""
    site = tmp_path_factory.mktemp("evening") / "site"
    outcome = export(league, site, at(15, day=EVE))
    assert (outcome.code, outcome.warnings) == (0, []), outcome.events
    assert tonight(document(site)) >= 40
    return site


@pytest.fixture
def site(evening: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(evening, tmp_path / "site"))


def gaps(outcome: Outcome) -> dict[str, object]:
    """Return the gaps that both documents name in the receipt."""
    first, second = outcome.gaps
    assert first == second
    return first


# --- results


def missing(league: Path, case: str) -> tuple[tables.Changes, int]:
    """Return a removal of box scores, and how many games it leaves without both teams'."""
    last_night = games_of(league, EVE)
    assert len(last_night) == 10
    if case == "all of last night":
        return without_results(f"game_date = date '{EVE}'"), 10
    if case == "8 of 10":
        teams = ", ".join(f"'{team}'" for game in last_night[:8] for team in game)
        return without_results(f"game_date = date '{EVE}' and team_abbr in ({teams})"), 8
    if case == "three days":
        return without_results(f"game_date between date '{EVE}' - 2 and date '{EVE}'"), 23
    assert case == "one team"
    return without_results(f"game_date = date '{EVE}' and team_abbr = '{last_night[0][0]}'"), 1


@pytest.mark.parametrize("case", ["all of last night", "8 of 10", "three days"])
def test_missing_box_scores_keep_a_release_from_going_live(
    league: Path, export: Exporter, site: Path, tmp_path: Path, case: str
) -> None:
    changes, games = missing(league, case)
    data_dir = altered(league, tmp_path / "data", changes)
    before = contents(site)
    refused = export(data_dir, site, at(6))
    assert refused.code == 7
    text = (
        f"{games} of 23 games of the last three days have no box scores: more than a third, or "
        "all of yesterday's"
    )
    guard = {"guard": "missing_results", "document": None, "text": text}
    assert guard in refused.receipt["refusals"]
    assert text in refused.receipt["error"]
    assert gaps(refused)["games_without_results"] == games
    assert contents(site) == before, "a refused release writes nothing, not even the archive"
    if case != "8 of 10":
        return

    accepted = export(data_dir, site, at(6, 20), "--accept-degraded", "better than yesterday's")
    assert (accepted.code, accepted.receipt["accepted"]) == (0, "better than yesterday's")
    for file in DOCUMENTS:
        content = document(site, file)
        assert content["data_gaps"]["games_without_results"] == games
        assert notes(content)["results_incomplete"].startswith("The box scores of 8 games of the ")
    index = json.loads((site / "v1/trends/index.json").read_bytes())
    assert {
        refusal["guard"]
        for entry in index["documents"]
        for refusal in entry["degraded"]["refusals"]
    } == {"missing_results"}

    # At nine they are in, without anybody having to do anything.
    repaired = export(league, site, at(9))
    assert (repaired.code, repaired.receipt["refusals"]) == (0, [])
    assert gaps(repaired)["games_without_results"] == 0
    assert all("results_incomplete" not in notes(document(site, file)) for file in DOCUMENTS)
    index = json.loads((site / "v1/trends/index.json").read_bytes())
    assert [entry["degraded"] for entry in index["documents"]] == [None, None]


def test_a_team_without_box_score_is_a_note(
    league: Path, export: Exporter, site: Path, tmp_path: Path
) -> None:
    changes, games = missing(league, "one team")
    outcome = export(altered(league, tmp_path / "data", changes), site, at(6))
    assert (outcome.code, outcome.receipt["refusals"]) == (0, [])
    assert gaps(outcome)["games_without_results"] == games
    for file in DOCUMENTS:
        content = document(site, file)
        assert content["data_gaps"]["games_without_results"] == games
        assert notes(content)["results_incomplete"] == (
            "The box scores of 1 game of the last three days are missing: no count or average here "
            "includes it."
        )


# --- lines


NONE_YET = f"from source where game_date < date '{D}'"
WITHDRAWN = f"""select * replace (is_active and game_date < date '{D}' as is_active) from source"""
LATER = f"""select * replace (
    points_line + if(game_date = date '{D}', 1, 0) as points_line) from source"""


def half(league: Path) -> str:
    """Return the removal of tonight's lines for the players of every second game."""
    teams = ", ".join(f"'{team}'" for game in games_of(league, D)[::2] for team in game)
    players = f"'{tables.file_of(league, tables.PLAYER_GAMES)}'"
    return f"""
        from source where game_date < date '{D}' or player_lookup not in (
            select player_lookup from read_parquet({players})
            group by player_lookup having max_by(team_abbr, game_date) in ({teams})
        )"""


def test_a_day_of_lines_hour_by_hour(
    league: Path, export: Exporter, site: Path, tmp_path: Path
) -> None:
    def data(name: str, change: str) -> Path:
        return altered(league, tmp_path / name, of_feeds(league, change))

    none_yet, some, later = data("none", NONE_YET), data("half", half(league)), data("later", LATER)
    # BettingPros marks a line that a book has withdrawn; the Odds API no longer lists it.
    changes = {**of_feeds(league, NONE_YET), tables.PROPS: WITHDRAWN}
    withdrawn = altered(league, tmp_path / "withdrawn", changes)

    # 06:00: none yet, the day after one that had them. It is live, and says so.
    outcome = export(none_yet, site, at(6))
    assert (outcome.code, outcome.receipt["refusals"]) == (0, [])
    assert gaps(outcome) == {"games_without_results": 0, "lined_share_tonight": 0}
    due_at = {entry["lines_due_at"] for entry in outcome.receipt["documents"]}
    assert due_at == {f"{D}T16:00:00-05:00"}
    assert outcome.warnings == []
    for file in DOCUMENTS:
        content = document(site, file)
        assert content["as_of_date"] == str(D)
        assert content["data_gaps"]["lined_share_tonight"] == 0
        assert "no_lines" in notes(content) and "lines_incomplete" not in notes(content)
    assert tonight(document(site)) == 0

    # 09:00: all in.
    outcome = export(league, site, at(9))
    assert (outcome.code, gaps(outcome)["lined_share_tonight"]) == (0, 1)
    assert not {"no_lines", "lines_incomplete"} & notes(document(site)).keys()
    assert tonight(document(site)) >= 40
    feeds = {
        entry["tonight"]["line_feed"] for entry in document(site)["periods"]["30d"]["hot_tonight"]
    }
    assert feeds <= {"bettingpros", "odds_api"} and feeds

    # 12:00: withdrawn. They are not due yet: no refusal, though full lists empty.
    outcome = export(withdrawn, site, at(12))
    assert (outcome.code, outcome.receipt["refusals"]) == (0, [])
    assert "no_lines" in notes(document(site))
    assert tonight(document(site)) == 0

    # 13:00: half of the slate.
    outcome = export(some, site, at(13))
    assert (outcome.code, outcome.receipt["refusals"]) == (0, [])
    share = gaps(outcome)["lined_share_tonight"]
    assert isinstance(share, float) and 0.3 < share < 0.7
    words = f"{share * 100:.1f}"
    for file in DOCUMENTS:
        text = notes(document(site, file))["lines_incomplete"]
        assert text.startswith(f"Enough lines are known for only {words}% of tonight's teams")

    # 15:00: all in again. 16:00: they are due. 16:30: gone, and refused.
    assert export(league, site, at(15)).code == 0
    before = contents(site)
    outcome = export(none_yet, site, at(16, 30))
    assert outcome.code == 7
    assert {refusal["guard"] for refusal in outcome.receipt["refusals"]} >= {"emptied_list"}
    told = "tonight's lines were due at 16:00, but only 0.0% of the teams have enough of them"
    assert told in outcome.warnings
    assert contents(site) == before

    # 17:00: back, and moved. A later run of the day goes live, and the archive holds the last.
    outcome = export(later, site, at(17))
    assert (outcome.code, outcome.warnings) == (0, [])
    archive = site / "v1" / "trends" / "archive" / str(D)
    for file in DOCUMENTS:
        live = (site / "v1" / "trends" / file).read_bytes()
        assert live == (archive / file).read_bytes()
    assert contents(site) != before
    evening = json.loads(before[f"v1/trends/archive/{D}/whos-hot-v2.json"])

    def lines(content: dict[str, object]) -> dict[str, float]:
        periods: dict[str, dict[str, list[dict[str, dict[str, float]]]]] = content["periods"]  # type: ignore[assignment]
        return {
            str(entry["player_lookup"]): entry["tonight"]["prop_line"]
            for entry in periods["30d"]["hot_tonight"]
        }

    assert lines(document(site)) == {who: line + 1 for who, line in lines(evening).items()}


# --- what only warns, and what need not be there


def test_what_only_warns_is_reported_and_published(
    league: Path, export: Exporter, site: Path, tmp_path: Path
) -> None:
    change = f"""select * replace (
        if(game_date = date '{D}' and player_lookup < 'd', 'Nobody Known', player_name)
        as player_name) from source"""
    outcome = export(altered(league, tmp_path / "data", of_feeds(league, change)), site, at(12))
    assert (outcome.code, outcome.receipt["status"]) == (0, "published")
    (warning,) = outcome.warnings
    assert warning.startswith("quotes_of_tonight_are_matched: ")
    assert "rows (" in warning or "row (" in warning
    assert "player_name=Nobody Known, feed=bettingpros, quotes=" in warning
    assert warning in [e["message"] for e in outcome.events if e["event"] == "warning"]


OPTIONAL = (
    "nba_raw/odds_api_player_points_props",
    "nba_raw/br_rosters_current",
    "nba_reference/player_aliases",
)


@pytest.mark.parametrize("change", [None, tables.EMPTY], ids=["no file", "no rows"])
def test_a_missing_optional_table_is_not_a_fault(
    league: Path, export: Exporter, site: Path, tmp_path: Path, change: str | None
) -> None:
    """An empty table is reported; one that is not there is not."""
    data_dir = altered(league, tmp_path / "data", dict.fromkeys(OPTIONAL, change))
    outcome = export(data_dir, site, at(12))
    assert outcome.code == 0, outcome.receipt["error"]
    late = [text for text in outcome.receipt["warnings"] if text.startswith("late: ")]
    # The other two have no limit of freshness.
    empty = "late: nba_raw.odds_api_player_points_props: holds no rows"
    assert late == ([empty] if change else [])
