"""The manifest keeps the rules of dbt-project-evaluator, which cannot be installed offline."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from tests.dialect.compiled import PROJECT_DIR, run_dbt

MAX_JOINS = 6
MAX_YAML_LINES = 600

# Layer by folder: the prefix of its models, and what they may read.
LAYERS = {"staging": "stg_", "intermediate": "int_", "marts": "fct_"}
READABLE = {
    "staging": {"source", "seed"},
    "intermediate": {"staging", "intermediate", "seed"},
    "marts": {"intermediate", "marts", "seed"},
}

# What breaks a rule on purpose: (rule, finding) -> reason.
EXCEPTIONS = {
    (
        "rejoined_concepts",
        "int_teams__season_games -> fct_team_tendencies_pace -> fct_team_tendencies",
    ): "the header counts the lists that its sibling fills; the league's pace is over all teams",
    (
        "rejoined_concepts",
        "int_teams__season_games -> fct_team_tendencies_back_to_back -> fct_team_tendencies",
    ): "the header counts the lists that its sibling fills; the league's pace is over all teams",
    (
        "rejoined_concepts",
        "int_player_games__described -> int_teams__leading_scorers -> int_props__described",
    ): "a leading scorer is a fact of a team and a date, with rules and unit tests of its own",
    (
        "rejoined_concepts",
        "int_player_games__played -> int_players__shot_profiles -> int_props__described",
    ): "a shot profile is a fact with rules and unit tests of its own",
}


@dataclass(frozen=True)
class Relation:
    """A source, seed or model. ``layer``: the model's folder below models/, else its kind."""

    name: str
    layer: str
    parents: tuple[str, ...] = ()
    path: str = ""
    sql: str = ""
    described_in: str = ""
    description: str = "What it holds."
    access: str = "protected"
    is_view: bool = False
    has_key_test: bool = True

    @property
    def is_model(self) -> bool:
        return self.layer in LAYERS


@dataclass(frozen=True)
class Project:
    """What the rules look at. ``unit_tests``: name -> its file and the model's name."""

    relations: dict[str, Relation]
    unit_tests: dict[str, tuple[str, str]] = field(default_factory=dict)
    yaml_lines: dict[str, int] = field(default_factory=dict)

    @property
    def models(self) -> list[Relation]:
        return [relation for relation in self.relations.values() if relation.is_model]

    def children(self, name: str) -> set[str]:
        return {model.name for model in self.models if name in model.parents}


Rule = Callable[[Project], Iterable[str]]


def source_fan_out(project: Project) -> Iterable[str]:
    """A source is read by one staging model."""
    for relation in project.relations.values():
        if relation.layer == "source" and len(readers := project.children(relation.name)) != 1:
            yield f"{relation.name}: {sorted(readers)}"


def skipped_layers(project: Project) -> Iterable[str]:
    """A model reads its own layer or the one below; a staging model reads no other."""
    for model in project.models:
        for parent in model.parents:
            if project.relations[parent].layer not in READABLE[model.layer]:
                yield f"{model.name} reads {parent}"


def rejoined_concepts(project: Project) -> Iterable[str]:
    """No model joins A to a B that is made of A alone and that nothing else reads."""
    for middle in project.models:
        if len(middle.parents) == 1 and len(children := project.children(middle.name)) == 1:
            (parent,), (child,) = middle.parents, children
            if parent in project.relations[child].parents:
                yield f"{parent} -> {middle.name} -> {child}"


def too_many_joins(project: Project) -> Iterable[str]:
    """A model has few joins, those of all its CTEs together."""
    for model in project.models:
        code = re.sub(r"--[^\n]*|\{#.*?#\}", "", model.sql, flags=re.DOTALL)
        if (joins := len(re.findall(r"\bjoin\b(?!\()", code, re.IGNORECASE))) > MAX_JOINS:
            yield f"{model.name}: {joins} joins"


def untested_keys(project: Project) -> Iterable[str]:
    """A table's primary key is tested; a test of a view would scan its source again."""
    for model in project.models:
        if not model.is_view and not model.has_key_test:
            yield model.name


def yaml_elsewhere(project: Project) -> Iterable[str]:
    """A model's YAML and its unit tests are in its own folder."""
    folders = {model.name: PurePosixPath(model.path).parent for model in project.models}
    for model in project.models:
        if PurePosixPath(model.described_in).parent != folders[model.name]:
            yield f"{model.name} is described in {model.described_in or 'no file'}"
    for name, (file, model_name) in project.unit_tests.items():
        if PurePosixPath(file).parent != folders[model_name]:
            yield f"{name} of {model_name} is in {file}"


def misnamed_models(project: Project) -> Iterable[str]:
    """A model's prefix is that of its layer."""
    for model in project.models:
        if not model.name.startswith(LAYERS[model.layer]):
            yield f"{model.layer}: {model.name}"


def wrong_access(project: Project) -> Iterable[str]:
    """Marts are public, and nothing else is."""
    for model in project.models:
        if (model.access == "public") != (model.layer == "marts"):
            yield f"{model.name} is {model.access}"


def undescribed_models(project: Project) -> Iterable[str]:
    """A model says what it holds."""
    for model in project.models:
        if not model.description.strip():
            yield model.name


def long_yaml(project: Project) -> Iterable[str]:
    """A YAML file can be read from end to end."""
    for file, lines in project.yaml_lines.items():
        if lines > MAX_YAML_LINES:
            yield f"{file}: {lines} lines"


def apostrophes_in_names(project: Project) -> Iterable[str]:
    """A possessive in a test's name has no underscore: a_players_team."""
    for name in project.unit_tests:
        if re.search(r"[a-z]_s(_|$)", name):
            yield name


RULES: list[Rule] = [
    source_fan_out,
    skipped_layers,
    rejoined_concepts,
    too_many_joins,
    untested_keys,
    yaml_elsewhere,
    misnamed_models,
    wrong_access,
    undescribed_models,
    long_yaml,
    apostrophes_in_names,
]


# --- the project


def relations_of(manifest: dict[str, Any]) -> dict[str, Relation]:
    """Return sources, seeds and models by name."""
    names = {key: f"{one['source_name']}.{one['name']}" for key, one in manifest["sources"].items()}
    nodes = {
        key: node
        for key, node in manifest["nodes"].items()
        if node["resource_type"] in ("model", "seed")
    }
    names |= {key: node["name"] for key, node in nodes.items()}
    keyed = {key for node in manifest["nodes"].values() for key in keyed_models(node)}
    found = {names[key]: Relation(names[key], "source") for key in manifest["sources"]}
    for key, node in nodes.items():
        if node["resource_type"] == "seed":
            found[node["name"]] = Relation(node["name"], "seed")
            continue
        found[node["name"]] = Relation(
            name=node["name"],
            layer=node["fqn"][1],
            parents=tuple(names[parent] for parent in node["depends_on"]["nodes"]),
            path=node["original_file_path"],
            sql=node["raw_code"],
            described_in=(node["patch_path"] or "").removeprefix("dbt_trends://"),
            description=node["description"],
            access=node["access"],
            is_view=node["config"]["materialized"] == "view",
            has_key_test=key in keyed,
        )
    return found


def keyed_models(node: dict[str, Any]) -> list[str]:
    """Return the unique ids of the models whose key a data test holds."""
    if node["resource_type"] != "test":
        return []
    arguments = (node.get("test_metadata") or {}).get("kwargs", {})
    if arguments.get("key") or "broken_grains(" in node["raw_code"]:
        return list(node["depends_on"]["nodes"])
    return []


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    scratch = tmp_path_factory.mktemp("dbt_parse")
    run_dbt(scratch, "parse", variables={})
    manifest = json.loads((scratch / "target" / "manifest.json").read_text(encoding="utf-8"))
    return Project(
        relations=relations_of(manifest),
        unit_tests={
            test["name"]: (test["original_file_path"], test["model"])
            for test in manifest["unit_tests"].values()
        },
        yaml_lines={
            str(path.relative_to(PROJECT_DIR)): len(path.read_text("utf-8").splitlines())
            for folder in ("models", "seeds")
            for path in (PROJECT_DIR / folder).rglob("*.yml")
        },
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_project_keeps_the_rule(project: Project, rule: Rule) -> None:
    excepted = {finding for name, finding in EXCEPTIONS if name == rule.__name__}
    assert set(rule(project)) == excepted


def test_the_whole_project_is_looked_at(project: Project) -> None:
    files = {path.stem for path in (PROJECT_DIR / "models").rglob("*.sql")}
    assert {model.name for model in project.models} == files
    assert len(project.unit_tests) > 150
    assert Path("models/staging/_sources.yml") in map(Path, project.yaml_lines)


# --- each rule finds what breaks it


def small(*changed: Relation, **rest: Any) -> Project:
    """Return a project that keeps every rule, but for the relations given."""
    kept = (
        Relation("raw.games", "source"),
        model("staging", "stg_raw__games", "raw.games"),
        model("intermediate", "int_games", "stg_raw__games"),
        model("marts", "fct_games", "int_games", access="public"),
    )
    return Project({one.name: one for one in (*kept, *changed)}, **rest)


def model(layer: str, name: str, *parents: str, **rest: Any) -> Relation:
    defaults = {"path": f"models/{layer}/{name}.sql", "described_in": f"models/{layer}/_models.yml"}
    return Relation(name, layer, parents, **{**defaults, **rest})


def joins(count: int) -> str:
    return "-- no join here\nselect 1 from a" + "\nleft join b on a.i = b.i" * count


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_sound_project_breaks_no_rule(rule: Rule) -> None:
    sound = small(
        model("intermediate", "int_wide", "int_games", sql=joins(MAX_JOINS)),
        unit_tests={"a_players_team_is_known": ("models/marts/_unit_tests.yml", "fct_games")},
        yaml_lines={"models/marts/_models.yml": MAX_YAML_LINES},
    )
    assert list(rule(sound)) == []


@pytest.mark.parametrize(
    ("rule", "broken", "finding"),
    [
        (source_fan_out, small(Relation("raw.teams", "source")), "raw.teams: []"),
        (
            source_fan_out,
            small(model("staging", "stg_raw__games_again", "raw.games")),
            "raw.games: ['stg_raw__games', 'stg_raw__games_again']",
        ),
        (
            skipped_layers,
            small(model("marts", "fct_raw", "stg_raw__games")),
            "fct_raw reads stg_raw__games",
        ),
        (
            skipped_layers,
            small(model("intermediate", "int_raw", "raw.games")),
            "int_raw reads raw.games",
        ),
        (
            skipped_layers,
            small(model("intermediate", "int_late", "fct_games")),
            "int_late reads fct_games",
        ),
        (
            skipped_layers,
            small(model("staging", "stg_raw__rest", "stg_raw__games")),
            "stg_raw__rest reads stg_raw__games",
        ),
        (
            rejoined_concepts,
            small(
                model("intermediate", "int_counts", "int_games"),
                model("marts", "fct_counts", "int_games", "int_counts"),
            ),
            "int_games -> int_counts -> fct_counts",
        ),
        (
            too_many_joins,
            small(model("marts", "fct_wide", "int_games", sql=joins(MAX_JOINS + 1))),
            "fct_wide: 7 joins",
        ),
        (untested_keys, small(model("marts", "fct_keyless", has_key_test=False)), "fct_keyless"),
        (
            yaml_elsewhere,
            small(model("marts", "fct_far", described_in="models/_models.yml")),
            "fct_far is described in models/_models.yml",
        ),
        (
            yaml_elsewhere,
            small(model("marts", "fct_bare", described_in="")),
            "fct_bare is described in no file",
        ),
        (
            yaml_elsewhere,
            small(unit_tests={"a_rule": ("models/_unit_tests.yml", "fct_games")}),
            "a_rule of fct_games is in models/_unit_tests.yml",
        ),
        (misnamed_models, small(model("marts", "int_last", "int_games")), "marts: int_last"),
        (wrong_access, small(model("marts", "fct_hidden")), "fct_hidden is protected"),
        (
            wrong_access,
            small(model("intermediate", "int_open", access="public")),
            "int_open is public",
        ),
        (undescribed_models, small(model("marts", "fct_mute", description=" ")), "fct_mute"),
        (long_yaml, small(yaml_lines={"models/_models.yml": 601}), "models/_models.yml: 601 lines"),
        (
            apostrophes_in_names,
            small(unit_tests={"a_player_s_team": ("models/marts/_unit_tests.yml", "fct_games")}),
            "a_player_s_team",
        ),
    ],
)
def test_the_rule_finds_what_breaks_it(rule: Rule, broken: Project, finding: str) -> None:
    assert list(rule(broken)) == [finding]
