"""What surrounds an export, its environment and its folder, changes nothing of what it does."""

from pathlib import Path

import pytest

from scripts.sample.plan import LATEST_SLATE
from tests.end_to_end.test_export_script import ABSURD_PACE, Exporter
from tests.fixtures.tables import altered


@pytest.fixture(scope="module")
def exporter(small_league_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Exporter:
    return Exporter(small_league_dir, tmp_path_factory.mktemp("export"))


@pytest.mark.parametrize(
    "variables",
    [
        {"DBT_INDIRECT_SELECTION": "empty"},
        {"DBT_EXCLUDE_RESOURCE_TYPES": "test", "DBT_ENGINE_EXCLUDE_RESOURCE_TYPES": "test"},
        {"DBT_EMPTY": "true", "DBT_ENGINE_EMPTY": "true"},
    ],
    ids=lambda variables: min(variables),
)
def test_no_variable_of_dbts_switches_a_test_off(
    exporter: Exporter, tmp_path: Path, variables: dict[str, str]
) -> None:
    data_dir = altered(exporter.data_dir, tmp_path / "data", ABSURD_PACE)
    outcome = exporter("weekly", *exporter.place(data_dir, LATEST_SLATE), **variables)
    assert outcome.code == 8, outcome.stderr
    assert "rows fail team_tendencies_is_consistent" in outcome.stderr
    assert not exporter.site.exists()


def test_another_profile_and_project_of_the_caller_are_not_read(
    exporter: Exporter, tmp_path: Path
) -> None:
    """A profile that warns of nothing and builds elsewhere."""
    (tmp_path / "profiles.yml").write_text("dbt_trends: {target: nowhere, outputs: {}}")
    elsewhere = {"DBT_PROFILES_DIR": str(tmp_path), "DBT_PROJECT_DIR": str(tmp_path)}
    outcome = exporter.daily(
        exporter.data_dir, LATEST_SLATE, **elsewhere, DBT_TARGET="bigquery", DBT_PROFILE="other"
    )
    assert (outcome.code, outcome.receipt["status"]) == (0, "published"), outcome.stderr
