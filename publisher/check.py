"""Validates a document against its JSON Schema (draft 2020-12), including formats and finite
numbers.
"""

import math
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from publisher.errors import InvalidDocumentError
from publisher.schemas import load_schema

# jsonschema ignores date-time silently where an optional package is missing, so it is checked here.
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)")
FORMATS = FormatChecker(formats=("date",))

LONGEST_MESSAGE = 300


@FORMATS.checks("date-time", raises=ValueError)
def _is_date_time(value: object) -> bool:
    if not isinstance(value, str):
        return True
    return bool(DATE_TIME.fullmatch(value) and datetime.fromisoformat(value))


def check_document(name: str, schema: str, document: Any) -> None:
    """Raise ``InvalidDocumentError`` when a document breaks its schema.

    The message names the document, the JSON path and the value of the first violation, and how
    many more there are.
    """
    if found := violations(load_schema(schema), document):
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise InvalidDocumentError(f"{name} is not valid: {found[0]}{more}")


def violations(schema: dict[str, Any], document: Any) -> list[str]:
    """Return every violation as ``path: what``, empty for a valid document."""
    if unsuitable := list(_not_json(document, "$")):
        return unsuitable
    validator = Draft202012Validator(schema, format_checker=FORMATS)
    return [_in_words(error) for error in validator.iter_errors(document)]


def _in_words(error: ValidationError) -> str:
    path = "$"
    for step in error.absolute_path:
        path += f"[{step}]" if isinstance(step, int) else f".{step}"
    message = error.message
    if error.validator == "const":
        message = f"{error.instance!r} is not {error.validator_value!r}"
    if len(message) > LONGEST_MESSAGE:
        message = f"{message[:LONGEST_MESSAGE]}…"
    return f"{path}: {message}"


def _not_json(value: Any, path: str) -> Iterator[str]:
    """Yield the values that JSON does not have: NaN, infinities, and what is not a JSON type."""
    if isinstance(value, dict):
        for name, child in value.items():
            yield from _not_json(child, f"{path}.{name}")
    elif isinstance(value, list):
        for position, child in enumerate(value):
            yield from _not_json(child, f"{path}[{position}]")
    elif isinstance(value, float):
        if not math.isfinite(value):
            yield f"{path}: {value} is not a finite number"
    elif not isinstance(value, str | int | None):
        yield f"{path}: {value!r} is of type {type(value).__name__}, which JSON does not have"
