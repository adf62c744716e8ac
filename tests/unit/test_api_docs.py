"""docs/api.md says what the schemas and the kept examples say, and all of it."""

import copy
import hashlib
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from publisher import documents
from publisher.check import violations
from publisher.documents import DOCUMENTS, INDEX_FILE, INDEX_SCHEMA, NOTES
from publisher.schemas import load_schema
from publisher.sentences import note_text
from scripts.docs import api
from scripts.docs.fields import Fields, conditional, resolved
from scripts.docs.shortened import EXAMPLES
from scripts.project import ROOT

PAGE = ROOT / api.PATH
TEXT = PAGE.read_text(encoding="utf-8")

# Section of the page, schema and file of each endpoint.
ENDPOINTS = [(one.name, one.schema, one.file) for one in DOCUMENTS]
ENDPOINTS.append(("index", INDEX_SCHEMA, INDEX_FILE))

TYPE_NAMES = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}


def section(heading: str) -> str:
    """Return a section of the page, up to the next heading."""
    return re.split(r"\n#+ ", TEXT.split(f"\n{heading}\n")[1])[0]


def kept(file: str) -> Any:
    return json.loads((EXAMPLES / file).read_text(encoding="utf-8"))


def table_rows(text: str) -> dict[str, tuple[str, str]]:
    """Return (type, path of the form that it is linked to) of each field of a section's table."""
    rows = {}
    for line in re.findall(r"^\| (?:<a id=[^>]+></a>)?`.+", text, re.M):
        path, kind, _, meaning = re.split(r"(?<!\\) \| ", line.strip("| "))
        assert meaning.strip(), f"{path} has no meaning"
        link = re.search(r", as \[`([^`]+)`\]", kind)
        told = kind.split(", as ")[0].removesuffix(", optional")
        name = path.split("`")[1]
        assert name not in rows, f"{name} is there twice"
        rows[name] = (told, link[1] if link else "")
    return rows


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the path, in the page's form, and the value of everything in a document."""
    if isinstance(value, dict):
        for name, child in value.items():
            at = f"{path}.{name}" if path else name
            yield at, child
            yield from leaves(child, at)
    elif isinstance(value, list):
        for child in value:
            yield from leaves(child, f"{path}[]")


def described(rows: dict[str, tuple[str, str]], path: str) -> str | None:
    """Return the type that a table gives a path, following its links; None if it has none."""
    if path in rows:
        return rows[path][0]
    steps = path.split(".")
    for count in range(len(steps) - 1, 0, -1):
        above = ".".join(steps[:count])
        name = above.removesuffix("[]")
        if name in rows:
            link = rows[name][1]
            suffix = "[]" if above.endswith("[]") else ""
            return (link and described(rows, f"{link}{suffix}.{'.'.join(steps[count:])}")) or None
    return None


def fits(value: Any, told: str) -> bool:
    if isinstance(value, list):
        return told == "list of objects"
    if isinstance(value, dict):
        return told in ("object", "object or null")
    kinds = told.split(" or ")
    return TYPE_NAMES[type(value)] in kinds or (type(value) is int and "number" in kinds)


@pytest.mark.parametrize(("name", "schema", "file"), ENDPOINTS)
def test_every_field_of_a_document_is_in_its_table_with_its_type(
    name: str, schema: str, file: str
) -> None:
    rows = table_rows(section(f"### {name}"))
    if name != "index":
        rows = table_rows(section("## The envelope")) | rows
    found = 0
    for document in (kept(file), *load_schema(schema)["examples"]):
        for path, value in leaves(document):
            told = described(rows, path)
            assert told is not None, f"{path} is not in the table"
            assert fits(value, told), f"{path} is {value!r}, the table says {told}"
            found += 1
    assert found > 30


@pytest.mark.parametrize(("name", "schema", "file"), ENDPOINTS)
def test_the_facts_of_an_endpoint_are_those_of_the_registry(
    name: str, schema: str, file: str
) -> None:
    facts = dict(re.findall(r"^\| ([\w -]+?) \| (.+) \|$", section(f"### {name}"), re.M))
    assert facts["path"] == f"`/v1/trends/{file}`"
    assert f"version {kept(file)['schema_version']}" in facts["schema"]
    if name == "index":
        assert facts["Cache-Control"] == "`no-cache`"
        return
    (document,) = (one for one in DOCUMENTS if one.name == name)
    assert facts["made"] == kept(file)["refresh"]["cadence"]
    assert facts["Cache-Control"] == f"`{document.cache_control}`"
    archived = facts["archive"].strip("`").replace("<as_of_date>", kept(file)["as_of_date"])
    (entry,) = (one for one in kept(INDEX_FILE)["documents"] if one["document"] == name)
    assert archived == entry["archive_path"]


def cut_out(shown: Any, whole: Any) -> bool:
    """Tell whether an example on the page is a document with its lists cut, as its comments say."""
    if isinstance(shown, dict) and isinstance(whole, dict):
        return list(shown) == list(whole) and all(
            cut_out(child, whole[name]) for name, child in shown.items()
        )
    if isinstance(shown, list) and isinstance(whole, list):
        cut = shown.pop()["cut"] if shown and shown[-1].keys() == {"cut"} else 0
        return len(shown) + cut == len(whole) and all(map(cut_out, shown, whole))
    return bool(shown == whole)


def without_least_lengths(schema: Any) -> Any:
    if isinstance(schema, dict):
        kept_keys = schema.keys() - {"minItems", "if", "then"}
        return {key: without_least_lengths(schema[key]) for key in schema if key in kept_keys}
    if isinstance(schema, list):
        return [without_least_lengths(child) for child in schema]
    return schema


@pytest.mark.parametrize(("name", "schema", "file"), ENDPOINTS)
def test_the_example_in_the_page_is_the_kept_document_cut_short(
    name: str, schema: str, file: str
) -> None:
    (text,) = re.findall(r"```jsonc\n(.+?)\n```", section(f"### {name}"), re.S)
    shortened = json.loads(re.sub(r"/\*.*\*/", "", text))
    assert violations(without_least_lengths(load_schema(schema)), shortened) == []
    counted = re.sub(r"/\* (\d+) entries \*/", r'{"cut": \1}', text)
    counted = re.sub(r"/\* and (\d+) more \*/", r',{"cut": \1}', counted)
    assert cut_out(json.loads(counted), kept(file))
    assert len(text.splitlines()) < 160


def test_the_kept_examples_are_one_whole_release() -> None:
    index = kept(INDEX_FILE)
    assert violations(load_schema(INDEX_SCHEMA), index) == []
    assert [entry["document"] for entry in index["documents"]] == [one.name for one in DOCUMENTS]
    for entry, document in zip(index["documents"], DOCUMENTS, strict=True):
        body = (EXAMPLES / document.file).read_bytes()
        assert violations(load_schema(document.schema), json.loads(body)) == []
        assert entry["path"] == f"/{document.path}"
        assert (entry["sha256"], entry["bytes"]) == (hashlib.sha256(body).hexdigest(), len(body))
    assert {path.name for path in EXAMPLES.iterdir()} == {file for _, _, file in ENDPOINTS}


def test_numbers_have_no_more_decimals_than_the_page_says() -> None:
    stated = {
        what: int(decimals)
        for what, decimals in re.findall(
            r"^\| (.+?) \| .+ \| (\d)\D*\|$", section("## Numbers and nulls"), re.M
        )
    }
    rates, plain, p_and_q, lines, odds = stated.values()
    assert (rates, p_and_q) == (3, 4)
    by_most: dict[int, set[str]] = {}
    for _, _, file in ENDPOINTS:
        whole = json.loads((EXAMPLES / file).read_text(encoding="utf-8"), parse_float=Decimal)
        for path, value in leaves(whole):
            if isinstance(value, Decimal):
                digits = -int(value.normalize().as_tuple().exponent)
                by_most.setdefault(max(digits, 0), set()).add(path.split(".")[-1])
    assert max(by_most) == p_and_q
    assert by_most[4] <= {"p_value", "q_value"}
    shares = re.compile(r".*rate.*|difference|lift|zone_fg_pct_allowed|p_value|q_value")
    assert all(shares.fullmatch(name) for name in by_most[3])
    assert plain == 2 and lines == 1 and odds == 0
    assert "prop_line" not in by_most[2]
    assert "over_odds" not in set().union(*by_most.values())


def test_every_link_leads_somewhere() -> None:
    prose = re.sub(r"```.+?```", "", TEXT, flags=re.S)
    slugs = {
        re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^#+ (.+)$", prose, re.M)
    }
    anchors = slugs | set(re.findall(r'<a id="([^"]+)">', prose))
    links = re.findall(r"\]\(([^)]+)\)", prose)
    assert len(links) > 50
    for link in links:
        if link.startswith("#"):
            assert link[1:] in anchors, link
        else:
            assert (PAGE.parent / link).exists(), link
    assert len(re.findall(r'<a id="', prose)) == len(set(re.findall(r'<a id="[^"]+', prose)))


def test_every_note_is_listed_with_the_documents_that_may_have_it() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+) \| (.+) \|$", section("### Notes"), re.M)
    texts = {code: note_text(code, api.EXAMPLE_FACTS, NOTES) for code in NOTES}
    assert [(code, text) for code, text, _ in rows] == list(texts.items())
    for code, _, names in rows:
        for document in DOCUMENTS:
            is_told = document.name in names.split(", ")
            assert is_told == (f"note_{code}" in document.header.columns), code
        assert names.strip(), f"no document has the note {code}"


def test_the_limits_of_significance_are_those_of_the_schemas() -> None:
    limits = dict(re.findall(r"^\| `(\w+)` \| (?:up to|above) ([\d.]+) \|", TEXT, re.M))
    stat = load_schema("quick-hits")["$defs"]["stat"]["properties"]
    assert stat["significance"]["description"] == (
        f"By q: high <= {limits['high']}, medium <= {limits['medium']}, low <= {limits['low']}, "
        f"else none."
    )
    assert limits["none"] == limits["low"]


def changed(**properties: Any) -> dict[str, Any]:
    """Return the schema of the index with other properties added to its entries."""
    schema = copy.deepcopy(load_schema(INDEX_SCHEMA))
    schema["$defs"]["entry"]["properties"].update(properties)
    return schema


def rows_of(schema: dict[str, Any]) -> dict[str, tuple[str, str, str]]:
    rows = Fields("index").rows(resolved(schema, schema))
    return {path.split("`")[1]: (kind, limit, meaning) for path, kind, limit, meaning in rows}


def test_a_field_that_may_be_missing_is_called_optional() -> None:
    reason = {"type": "string", "minLength": 3, "maxLength": 9, "description": "Why."}
    remark = {
        "description": "What somebody says of it.",
        "type": "object",
        "required": ["reason"],
        "properties": {"reason": reason},
    }
    rows = rows_of(changed(remark=remark))
    assert rows["documents[].remark"] == ("object, optional", "", remark["description"])
    lengths = "at least 3 characters; at most 9 characters"
    assert rows["documents[].remark.reason"] == ("string", lengths, "Why.")
    assert rows["documents[].bytes"][0] == "integer"


def test_what_is_beside_a_reference_comes_before_it() -> None:
    own = {"$ref": "#/$defs/count", "description": "Own.", "minimum": 5, "maximum": 5}
    assert rows_of(changed(own=own))["documents[].own"] == ("integer, optional", "5", "Own.")


@pytest.mark.parametrize("keyword", ["multipleOf", "oneOf", "if", "prefixItems"])
def test_a_keyword_that_the_tables_would_lose_is_refused(keyword: str) -> None:
    with pytest.raises(ValueError, match=keyword):
        rows_of(changed(own={"type": "array", "items": {"type": "integer", keyword: 1}}))


def test_a_repeated_form_is_linked_and_only_what_differs_is_described_again() -> None:
    rows = table_rows(section("### what-matters"))
    first, second = "archetypes[].factors.rest", "archetypes[].factors.venue"
    assert rows[second] == ("list of objects", first)
    assert [path for path in rows if path.startswith(f"{second}[]")] == [f"{second}[].level"]
    assert f"{first}[].q_value" in rows


def test_what_holds_only_for_one_status_is_stated() -> None:
    assert list(conditional(load_schema("quick-hits"))) == [
        "When `status` is `ok`, `stats` has at least 8 entries."
    ]
    assert "`stats` has at least 8 entries" in section("### quick-hits")


def test_the_overview_lists_every_document_and_the_index() -> None:
    for name, _, file in ENDPOINTS:
        assert f"| [{name}](#{name}) | `/{documents.PREFIX}/{file}` |" in TEXT
