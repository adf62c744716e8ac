"""Write docs/api.md, the page for those who read the feed, from what the code itself goes by.

    python scripts/api_docs.py

Paths, cadences and caching come from the registry of documents, the tables of fields from the JSON
Schemas, the notes from the sentences, thresholds from dbt_project.yml, the examples from
docs/examples, and the words between them from docs/api.template.md. The examples are the live
objects of a release of the sample league: ``--examples`` makes that release again.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from string import Template
from typing import Any

import yaml

if __package__ in (None, ""):  # run as a script: let the repository's packages be found
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from publisher import documents, release
from publisher.clock import NEW_YORK
from publisher.documents import DOCUMENTS, NOTES, Document
from publisher.journal import Journal
from publisher.request import Request
from publisher.schemas import load_schema
from publisher.sentences import note_text
from publisher.session import Session
from publisher.store import CONTENT_TYPE, LocalStore
from publisher.values import Json
from publisher.warehouse import DuckDBReader
from scripts.sample_league import LATEST_SLATE, build_league
from scripts.schema_fields import Fields, conditional, resolved, types

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "api.md"
TEMPLATE = ROOT / "docs" / "api.template.md"
EXAMPLES = ROOT / "docs" / "examples"
COMMAND = "python scripts/api_docs.py"

# What the texts of the notes are shown with.
EXAMPLE_FACTS = {
    "data_gaps__games_without_results": 2,
    "data_gaps__lined_share_tonight": 0.5,
    "last_graded_date": LATEST_SLATE - timedelta(days=1),
    "status": "ok",
}

# When the release of the examples computed its numbers, after the last of its lines was set, and
# when it was published.
GENERATED_AT = "2026-01-15T22:30:00+00:00"
PUBLISHED_AT = datetime.fromisoformat(GENERATED_AT).astimezone(NEW_YORK) + timedelta(minutes=4)


def main() -> int:
    """Read the command line; write the page, or tell whether it is out of date."""
    parser = argparse.ArgumentParser(
        description="Write docs/api.md from the registry, the schemas and the kept examples.",
        epilog=f"example: {COMMAND}",
    )
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 when the page is out of date"
    )
    choice.add_argument(
        "--examples",
        action="store_true",
        help="first build the sample league and renew docs/examples (a minute)",
    )
    arguments = parser.parse_args()
    if arguments.check:
        if PAGE.read_text(encoding="utf-8") == page():
            return 0
        print(f"docs/api.md is out of date: {COMMAND} renews it", file=sys.stderr)
        return 1
    if arguments.examples:
        with tempfile.TemporaryDirectory() as folder:
            write_examples(build_warehouse(Path(folder)), EXAMPLES)
    PAGE.write_text(page(), encoding="utf-8")
    return 0


def build_warehouse(scratch: Path) -> Path:
    """Build the marts of the sample league's latest slate under ``scratch``; return the file."""
    build_league(scratch / "data")
    shutil.copy(ROOT / "profiles.yml.example", scratch / "profiles.yml")
    warehouse = scratch / "trends.duckdb"
    tests = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
    dates = {"as_of_date": str(LATEST_SLATE), "generated_at": GENERATED_AT}
    subprocess.run(
        ["dbt", "--quiet", "build", "--target", "duckdb", *tests, "--vars", json.dumps(dates)],
        cwd=ROOT / "dbt_trends",
        env={
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "DBT_PROFILES_DIR": str(scratch),
            "DBT_LOG_PATH": str(scratch),
            "DBT_TARGET_PATH": str(scratch / "target"),
            "TRENDS_DATA_DIR": str(scratch / "data"),
            "TRENDS_DUCKDB_PATH": str(warehouse),
        },
        stdout=sys.stderr,
        check=True,
    )
    return warehouse


def write_examples(warehouse: Path, folder: Path) -> None:
    """Release the latest slate of a warehouse of the sample league; keep the live objects.

    Of the files in ``folder``, which have the live objects' names, each is written anew.
    """
    request = Request(DOCUMENTS, LATEST_SLATE, PUBLISHED_AT, live=True)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as site, DuckDBReader(warehouse) as reader:
        store = LocalStore(Path(site))
        release.publish(request, reader, store, Session(lambda: PUBLISHED_AT, Journal(str)))
        for path in (*(document.path for document in DOCUMENTS), documents.INDEX_PATH):
            shutil.copy(Path(site) / path, folder)


def page() -> str:
    """Return the whole page, in Markdown."""
    thresholds: Json = yaml.safe_load(
        (ROOT / "dbt_trends" / "dbt_project.yml").read_text(encoding="utf-8")
    )["vars"]
    common = common_properties()
    facts = {
        "overview": overview(),
        "envelope": table(Fields("envelope").rows({"properties": common, "required": [*common]})),
        "endpoints": "\n\n".join(endpoint(document, common) for document in DOCUMENTS),
        "index": index_endpoint(),
        "statuses": statuses(),
        "notes": notes(),
        "prefix": documents.PREFIX,
        "index_path": documents.INDEX_PATH,
        "archive_cache": documents.ARCHIVE_CACHE_CONTROL,
        "index_cache": documents.INDEX_CACHE_CONTROL,
        "content_type": CONTENT_TYPE,
        "high": f"{thresholds['significance_high']:.2f}",
        "medium": f"{thresholds['significance_medium']:.2f}",
        "low": f"{thresholds['significance_low']:.2f}",
        "min_games": thresholds["two_proportions_min_games"],
        "min_situations": thresholds["bounce_back_min_situations"],
    }
    text = TEMPLATE.read_text(encoding="utf-8")
    warning = f"<!-- Written by {COMMAND} from docs/api.template.md and the code. -->"
    return f"{warning}\n\n{Template(text).substitute(facts)}"


def overview() -> str:
    """Return a table of the documents and the index: where each is and when it is made."""
    rows = [
        (f"[{one.name}](#{one.name})", f"`/{one.path}`", str(one.cadence), f"`{one.cache_control}`")
        for one in DOCUMENTS
    ]
    index = ("[index](#index)", f"`/{documents.INDEX_PATH}`", "with every release")
    rows.append((*index, f"`{documents.INDEX_CACHE_CONTROL}`"))
    return markdown(("document", "path", "made", "Cache-Control"), rows)


def endpoint(document: Document, common: Json) -> str:
    """Return the section of one document."""
    schema = load_schema(document.schema)
    whole = resolved(schema, schema)
    own = {name: one for name, one in whole["properties"].items() if one != common.get(name)}
    facts = (
        ("path", f"`/{document.path}`"),
        ("made", str(document.cadence)),
        ("Cache-Control", f"`{document.cache_control}`"),
        ("archive", f"`/{document.archive_path('<as_of_date>')}`"),
        ("schema", f"{schema_link(document.schema)}, version {document.schema_version}"),
        ("whole example", f"[{document.file}](examples/{document.file})"),
    )
    return section(
        document.name,
        schema,
        facts,
        "Beside the [envelope](#the-envelope), whose fields stand here only where this document "
        "says more of them:",
        table(Fields(document.name).rows({**whole, "properties": own})),
        example(document.file),
    )


def index_endpoint() -> str:
    """Return the section of the index."""
    schema = load_schema(documents.INDEX_SCHEMA)
    facts = (
        ("path", f"`/{documents.INDEX_PATH}`"),
        ("made", "with every release, written last"),
        ("Cache-Control", f"`{documents.INDEX_CACHE_CONTROL}`"),
        ("archive", "none: it says what is live now"),
        ("schema", f"{schema_link(documents.INDEX_SCHEMA)}, version {documents.INDEX_VERSION}"),
        ("whole example", f"[{documents.INDEX_FILE}](examples/{documents.INDEX_FILE})"),
    )
    rows = table(Fields(documents.INDEX_SCHEMA).rows(resolved(schema, schema)))
    return section("index", schema, facts, "It has no envelope.", rows, example("index.json"))


def section(
    name: str, schema: Json, facts: Iterable[tuple[str, str]], lead: str, rows: str, shown: str
) -> str:
    """Return a section: what it says, the facts, the fields, a shortened example."""
    conditions = "".join(f"\n\n{text}" for text in conditional(schema))
    return (
        f"### {name}\n\n**{schema['title']}.** {schema['description']}\n\n"
        f"{markdown(('', ''), facts)}\n\n{lead}\n\n{rows}{conditions}\n\n"
        f"For example, the lists cut short:\n\n```jsonc\n{shown}\n```"
    )


def schema_link(name: str) -> str:
    """Return a link to a schema's file."""
    return f"[{name}.schema.json](../json_schemas/{name}.schema.json)"


def statuses() -> str:
    """Return a table of what ``status`` may be in which documents."""
    said: dict[str, list[str]] = {}
    for document in DOCUMENTS:
        text = load_schema(document.schema)["properties"]["status"]["description"]
        said.setdefault(text, []).append(f"[{document.name}](#{document.name})")
    rows = ((", ".join(names), text) for text, names in said.items())
    return markdown(("documents", "status"), rows)


def notes() -> str:
    """Return a table of the notes, and the documents that may have each."""
    return markdown(
        ("code", "text", "documents"),
        (
            (
                f"`{code}`",
                note_text(code, EXAMPLE_FACTS, NOTES),
                ", ".join(one.name for one in DOCUMENTS if f"note_{code}" in one.header.columns),
            )
            for code in NOTES
        ),
    )


def common_properties() -> Json:
    """Return the properties that all documents have, resolved.

    What they do not say alike is left out of a property; its description then points to them.
    """
    alike: Json = {}
    schemas = [load_schema(document.schema) for document in DOCUMENTS]
    first, *others = [resolved(schema, schema)["properties"] for schema in schemas]
    for name, own in first.items():
        if not all(name in properties for properties in others):
            continue
        rest = [properties[name] for properties in others]
        alike[name] = {
            key: value for key, value in own.items() if all(one.get(key) == value for one in rest)
        }
        if "type" not in own:
            alike[name]["type"] = sorted({kind for one in (own, *rest) for kind in types(one)})
        alike[name].setdefault("description", "See each document.")
    return alike


def table(rows: Iterable[tuple[str, str, str, str]]) -> str:
    """Return the table of fields."""
    return markdown(("field", "type", "limits", "meaning"), rows)


def markdown(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    escaped = [[cell.replace("|", "\\|") for cell in line] for line in (header, *rows)]
    lines = [f"| {' | '.join(line)} |" for line in escaped]
    return "\n".join((lines[0], "|---" * len(header) + "|", *lines[1:]))


def example(file: str) -> str:
    """Return a kept example as JSON with comments, each list cut to its first entry.

    Of a list whose first entry has a form that was shown before, not even that is left.
    """
    content = json.loads((EXAMPLES / file).read_text(encoding="utf-8"))
    return "\n".join(Shortened().lines(content))


class Shortened:
    """Writes JSON with lists cut short and comments that say so."""

    def __init__(self) -> None:
        self._shown: set[str] = set()

    def lines(self, value: Any, indent: str = "") -> list[str]:
        """Return the lines of a value; the first is not indented."""
        inner = indent + "  "
        if isinstance(value, dict):
            parts = [
                f"{inner}{json.dumps(name)}: " + "\n".join(self.lines(child, inner))
                for name, child in value.items()
            ]
            return ["{", *",\n".join(parts).split("\n"), indent + "}"]
        if isinstance(value, list) and value:
            if form(value[0]) in self._shown:
                return [f"[/* {len(value)} entries */]"]
            self._shown.add(form(value[0]))
            first = inner + "\n".join(self.lines(value[0], inner))
            rest = [f"{inner}/* and {len(value) - 1} more */"] if len(value) > 1 else []
            return ["[", first, *rest, indent + "]"]
        return [json.dumps(value, ensure_ascii=False)]


def form(value: Any) -> str:
    """Return the keys of a value and of all inside it; a null is unlike an object."""
    if isinstance(value, Mapping):
        return json.dumps({name: form(child) for name, child in value.items()})
    return "list" if isinstance(value, list) else "value"


if __name__ == "__main__":
    sys.exit(main())
