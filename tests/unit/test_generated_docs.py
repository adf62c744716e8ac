"""What ``python -m scripts.docs`` writes: whole pages, and parts of pages that people write."""

import shutil
from pathlib import Path

import pytest

from scripts.docs import examples, exposures, tables
from scripts.docs.command import COMMAND, main, pages
from scripts.pages import renewed, table
from scripts.project import ROOT

PAGES = sorted(pages(ROOT))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the pages and the schemas, to be corrupted."""
    shutil.copytree(ROOT / "json_schemas", tmp_path / "json_schemas")
    for name in PAGES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_every_generated_page_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0, capsys.readouterr().err


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_is_out_of_date_is_named_and_written_again(
    name: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = (root / name).read_text(encoding="utf-8")
    (root / name).write_text(whole.replace("hourly 12:00", "hourly 11:00"), encoding="utf-8")
    assert main(["--check"], root) == 1
    assert capsys.readouterr().err == f"{name} is out of date: {COMMAND} renews it\n"
    assert main([], root) == 0
    assert main(["--check"], root) == 0


def test_a_schema_that_tells_what_is_common_in_its_own_way_is_named_and_mended(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    schema = root / "json_schemas" / "bounce-back.schema.json"
    whole = schema.read_text(encoding="utf-8")
    schema.write_text(
        whole.replace("When the numbers were computed.", "Sometime."), encoding="utf-8"
    )
    assert schema.read_text(encoding="utf-8") != whole
    assert main(["--check"], root) == 1
    assert "json_schemas/bounce-back.schema.json is out of date" in capsys.readouterr().err
    assert main([], root) == 0
    assert schema.read_text(encoding="utf-8") == whole


def test_what_stands_outside_the_marks_is_left_alone(root: Path) -> None:
    readme = root / "README.md"
    written = readme.read_text(encoding="utf-8").replace("# Trends", "# Anything", 1)
    readme.write_text(written.replace("| [whos-hot]", "| [whos-not]"), encoding="utf-8")
    assert main([], root) == 0
    assert readme.read_text(encoding="utf-8") == written


def test_a_page_without_its_marks_is_refused_and_nothing_is_written(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    readme, api = root / "README.md", root / "docs" / "api.md"
    readme.write_text("# Trends\n", encoding="utf-8")
    api.write_text("out of date", encoding="utf-8")
    assert main([], root) == 1
    assert capsys.readouterr().err.startswith(
        "error: README.md: the page needs the marks <!-- generated: documents --> and"
    )
    assert api.read_text(encoding="utf-8") == "out of date"


def test_the_examples_are_renewed_on_request_only(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(examples, "renew", asked.append)
    assert main([], root) == 0 and asked == []
    assert main(["--examples"], root) == 0
    assert asked == [ROOT / "docs" / "examples"]


# Read by hand off publisher/documents/whos_hot.py and json_schemas/whos-hot-v2.schema.json.


def test_the_exposure_of_a_document_names_its_marts() -> None:
    assert """
exposures:
  - name: whos_hot
    label: "Who's hot, who's cold"
    type: application
    maturity: high
    url: /v1/trends/whos-hot-v2.json
    description: "Players who beat or miss their points line the most, over four periods."
    owner: {name: Trends}
    config:
      meta: {group: daily, cadence: "daily 06:00, 09:00 and hourly 12:00-23:00 America/New_York"}
    depends_on:
      - ref('fct_whos_hot')
      - ref('fct_whos_hot_periods')
      - ref('fct_whos_hot_players')
      - ref('fct_guards')
      - ref('fct_guards_tonight')

  - name: bounce_back
""" in exposures.page()


def test_the_table_of_documents_has_a_row_for_each_and_for_the_index() -> None:
    header, rule, first, *_, index = tables.documents().splitlines()
    assert header == "| document | what it tells | path | made (New York) |"
    assert rule == "|---|---|---|---|"
    assert first == (
        "| [whos-hot](docs/api.md#whos-hot) "
        "| Players who beat or miss their points line the most, over four periods "
        "| `/v1/trends/whos-hot-v2.json` | daily 06:00, 09:00 and hourly 12:00-23:00 |"
    )
    assert index.startswith("| [index](docs/api.md#index) | What is live")
    assert index.endswith("| `/v1/trends/index.json` | with every release |")


def test_the_table_of_schedules_has_the_message_of_each_job() -> None:
    assert tables.schedules().splitlines()[2] == (
        "| trends-daily-export | daily 06:00, 09:00 and hourly 12:00-23:00 | `0 6,9,12-23 * * *` "
        '| `{"group": "daily", "documents": ["whos-hot", "bounce-back"]}` |'
    )


def test_the_table_of_outcomes_says_which_messages_come_again() -> None:
    rows = [line.split(" | ")[:2] for line in tables.outcomes().splitlines()[2:]]
    comes_again = [code.removeprefix("| ") for code, what in rows if what == "comes again"]
    assert comes_again == ["1", "5", "6", "8", "130", "signal"]


@pytest.mark.parametrize(
    "page",
    [
        "nothing",
        "<!-- generated: a --> without an end",
        "<!-- end: a --> before <!-- generated: a -->",
        "<!-- generated: a --> twice <!-- generated: a --><!-- end: a -->",
        "<!-- generated: b --> of another name <!-- end: b -->",
    ],
)
def test_a_part_needs_both_its_marks_once_and_in_order(page: str) -> None:
    with pytest.raises(ValueError, match="<!-- generated: a --> and <!-- end: a -->"):
        renewed(page, "a", "text")


def test_only_the_part_between_the_marks_is_replaced() -> None:
    page = "before\n<!-- generated: a -->\n\nold\n\n<!-- end: a -->\nafter"
    assert renewed(page, "a", "new\n") == page.replace("old", "new")


def test_a_bar_in_a_cell_does_not_end_it() -> None:
    assert table(("a", "b"), [("1|2", "3")]) == "| a | b |\n|---|---|\n| 1\\|2 | 3 |"
