"""The exposures of the dbt project: each document, and the marts that it is made of."""

from __future__ import annotations

import json

from publisher.documents import DOCUMENTS, Document
from publisher.documents.facts import facts_of
from publisher.schemas import load_schema

PATH = "dbt_trends/models/marts/_exposures.yml"
HEADER = """\
# The documents that the marts are for.
# Written by python -m scripts.docs from publisher/documents and json_schemas.
version: 2

exposures:
"""


def page() -> str:
    """Return the whole file, in YAML."""
    return HEADER + "\n".join(_exposure(document) for document in DOCUMENTS)


def _exposure(document: Document) -> str:
    schema = load_schema(document.schema)
    marts = [mart.name for mart in (document.header, *document.details, *facts_of(document))]
    lines = [
        f"  - name: {document.name.replace('-', '_')}",
        f"    label: {_text(schema['title'])}",
        "    type: application",
        "    maturity: high",
        f"    url: /{document.path}",
        f"    description: {_text(schema['description'])}",
        "    owner: {name: Trends}",
        "    config:",
        f"      meta: {{group: {document.group}, cadence: {_text(str(document.cadence))}}}",
        "    depends_on:",
        *(f"      - ref('{mart}')" for mart in marts),
    ]
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    """Return a text as YAML, whatever it holds: JSON's strings are YAML's too."""
    return json.dumps(text, ensure_ascii=False)
