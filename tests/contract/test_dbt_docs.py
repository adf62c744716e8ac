"""The dbt project's own documentation: complete, and in agreement with the registry."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment

from publisher.documents import DOCUMENTS, Document, Group, in_group
from publisher.documents.facts import RESULTS, TONIGHT
from scripts.sample.plan import LATEST_SLATE
from tests.fixtures.harness import ROOT, WITHOUT_TESTS, environment

JOB_LABELS = (ROOT / "dbt_trends" / "macros" / "job_labels.sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Project:
    """What `dbt docs generate` makes: what is described, and the columns that really exist."""

    manifest: dict[str, Any]
    catalog: dict[str, Any]

    @property
    def described(self) -> dict[str, Any]:
        """Models, seeds and sources, by their unique id."""
        kinds = ("model", "seed")
        nodes = self.manifest["nodes"].items()
        return {key: node for key, node in nodes if node["resource_type"] in kinds} | dict(
            self.manifest["sources"]
        )

    @property
    def columns(self) -> dict[str, set[str]]:
        """The columns of every relation, by its unique id."""
        found = {**self.catalog["nodes"], **self.catalog["sources"]}
        return {key: set(one["columns"]) for key, one in found.items()}

    def exposure(self, document: Document) -> Any:
        return self.manifest["exposures"][f"exposure.dbt_trends.{in_dbt(document)}"]

    def upstream(self, key: str) -> set[str]:
        """Return a model or seed and everything it is built from, except sources."""
        parents = self.manifest["parent_map"].get(key, ())
        return {key}.union(*(self.upstream(one) for one in parents if not one.startswith("source")))


def in_dbt(document: Document) -> str:
    """Return the name of a document's folder of marts, which is also its exposure's."""
    return document.name.replace("-", "_")


@pytest.fixture(scope="module")
def project(sample_league_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    scratch = tmp_path_factory.mktemp("dbt_docs")
    for command in (("build", "--empty", *WITHOUT_TESTS), ("docs", "generate")):
        run = subprocess.run(
            ["dbt", "--quiet", *command, "--vars", json.dumps({"as_of_date": str(LATEST_SLATE)})],
            cwd=ROOT / "dbt_trends",
            env=environment(sample_league_dir, scratch / "trends.duckdb", scratch),
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stdout + run.stderr
    made = (
        json.loads((scratch / "target" / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("manifest", "catalog")
    )
    return Project(*made)


def test_every_model_seed_and_source_is_described(project: Project) -> None:
    assert len(project.described) > 60
    for key, node in project.described.items():
        assert node["description"].strip(), key
        assert node.get("source_description", key).strip(), key


def test_every_column_is_described(project: Project) -> None:
    for key, node in project.described.items():
        for name, column in node["columns"].items():
            assert column["description"].strip(), f"{key}.{name}"


def test_the_described_columns_are_those_that_exist(project: Project) -> None:
    assert project.catalog["errors"] is None
    assert project.columns.keys() == project.described.keys()
    for key, node in project.described.items():
        described, existing = set(node["columns"]), project.columns[key]
        if key.startswith("source."):
            # A source lists the columns that may be read; its table has others.
            assert described <= existing, key
        else:
            assert described == existing, key


def test_the_marts_of_a_document_are_its_folder_and_all_are_published(project: Project) -> None:
    folders: dict[tuple[str, str], set[str]] = {}
    for node in project.described.values():
        if node["fqn"][1] == "marts":
            _, _, group, folder, name = node["fqn"]
            folders.setdefault((group, folder), set()).add(name)
    assert folders == {
        ("shared", "guards"): {RESULTS.name},
        ("daily", "guards"): {TONIGHT.name},
    } | {
        (document.group, in_dbt(document)): {
            mart.name for mart in (document.header, *document.details)
        }
        for document in DOCUMENTS
    }


@pytest.mark.parametrize("group", ["daily", "weekly", "monthly"])
def test_a_tag_builds_all_that_its_documents_need_and_the_marts_of_no_other(
    project: Project, group: Group
) -> None:
    marts = {
        mart
        for document in in_group(group)
        for mart in project.exposure(document)["depends_on"]["nodes"]
    }
    tagged = {
        key: node
        for key, node in project.described.items()
        if f"trends_{group}" in node["config"].get("tags", ())
    }
    assert set().union(*map(project.upstream, marts)) <= tagged.keys()
    assert {key for key, node in tagged.items() if node["fqn"][1] == "marts"} == marts


def test_no_other_tag_is_used(project: Project) -> None:
    tags = {tag for node in project.described.values() for tag in node["config"].get("tags", ())}
    assert tags == {f"trends_{document.group}" for document in DOCUMENTS}


def labels(node: dict[str, Any]) -> dict[str, str]:
    """Return a node's job labels, by the macro as it is, without dbt around it."""
    jinja = Environment(extensions=["jinja2.ext.do"], autoescape=False)
    jinja.globals |= {"return": lambda value: value, "tojson": json.dumps}
    template = jinja.from_string(JOB_LABELS + "{{ job_labels(node) }}")
    found: dict[str, str] = json.loads(template.render(node=node))
    return found


def test_the_labels_of_a_job_name_its_document_and_group(project: Project) -> None:
    groups = {in_dbt(document): document.group for document in DOCUMENTS}
    for node in project.described.values():
        if node["resource_type"] == "source":
            continue
        found = labels(node)
        assert found["model"] == node["name"]
        if node["fqn"][1] == "marts":
            folder = node["fqn"][3]
            group = groups.get(folder, node["fqn"][2])
            document = "shared" if group == "shared" else folder
            assert (found["document"], found["document_group"]) == (document, group)
        else:
            assert found["document"] == "shared"
        if found["document_group"] != "shared":
            assert node["config"]["tags"] == [f"trends_{found['document_group']}"]
