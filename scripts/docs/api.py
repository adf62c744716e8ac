"""docs/api.md, the page for readers of the feed, made from what the code itself uses.

Paths, cadences and caching come from the registry of documents, the tables of fields from the JSON
Schemas, the notes from the sentences, thresholds from dbt_project.yml, the examples from
docs/examples, and the words between them from docs/api.template.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from string import Template

from publisher import documents
from publisher.documents import DOCUMENTS, NOTES, Document
from publisher.schemas import load_schema
from publisher.sentences import note_text
from publisher.store import CONTENT_TYPE
from publisher.values import Json
from scripts.docs.fields import Fields, conditional, resolved, types
from scripts.docs.shortened import example
from scripts.pages import table
from scripts.project import ROOT, variables
from scripts.sample.plan import LATEST_SLATE

PATH = "docs/api.md"
TEMPLATE = ROOT / "docs" / "api.template.md"
WARNING = "<!-- Written by python -m scripts.docs from docs/api.template.md and the code. -->"

# What the texts of the notes are shown with.
EXAMPLE_FACTS = {
    "data_gaps__games_without_results": 2,
    "data_gaps__lined_share_tonight": 0.5,
    "last_graded_date": LATEST_SLATE - timedelta(days=1),
    "status": "ok",
}


def page() -> str:
    """Return the whole page, in Markdown."""
    thresholds = variables()
    common = common_properties()
    facts = {
        "overview": overview(),
        "envelope": field_table(
            Fields("envelope").rows({"properties": common, "required": [*common]})
        ),
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
    return f"{WARNING}\n\n{Template(text).substitute(facts)}"


def overview() -> str:
    """Return a table of the documents and the index: where each is and when it is made."""
    rows = [
        (f"[{one.name}](#{one.name})", f"`/{one.path}`", str(one.cadence), f"`{one.cache_control}`")
        for one in DOCUMENTS
    ]
    index = ("[index](#index)", f"`/{documents.INDEX_PATH}`", "with every release")
    rows.append((*index, f"`{documents.INDEX_CACHE_CONTROL}`"))
    return table(("document", "path", "made", "Cache-Control"), rows)


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
        field_table(Fields(document.name).rows({**whole, "properties": own})),
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
    rows = field_table(Fields(documents.INDEX_SCHEMA).rows(resolved(schema, schema)))
    return section("index", schema, facts, "It has no envelope.", rows, example("index.json"))


def section(
    name: str, schema: Json, facts: Iterable[tuple[str, str]], lead: str, rows: str, shown: str
) -> str:
    """Return a section: what it says, the facts, the fields, a shortened example."""
    conditions = "".join(f"\n\n{text}" for text in conditional(schema))
    return (
        f"### {name}\n\n**{schema['title']}.** {schema['description']}\n\n"
        f"{table(('', ''), facts)}\n\n{lead}\n\n{rows}{conditions}\n\n"
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
    return table(("documents", "status"), rows)


def notes() -> str:
    """Return a table of the notes, and the documents that may have each."""
    return table(
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


def field_table(rows: Iterable[tuple[str, str, str, str]]) -> str:
    """Return the table of fields."""
    return table(("field", "type", "limits", "meaning"), rows)
