"""Rows of a mart, and how they and an object's bytes become JSON values."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from publisher.clock import NEW_YORK

Row = Mapping[str, Any]
Rows = Mapping[str, list[dict[str, Any]]]
Json = dict[str, Any]


def published(value: Any) -> Any:
    """Return a mart's value as JSON holds it; an instant without a zone stays without one."""
    if isinstance(value, datetime):
        return (value.astimezone(NEW_YORK) if value.tzinfo else value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value


def nest(row: Row) -> Json:
    """Return a row with each column ``a__b`` as the property ``b`` of the object ``a``."""
    nested: Json = {}
    for column, value in row.items():
        *parents, leaf = column.split("__")
        target = nested
        for parent in parents:
            target = target.setdefault(parent, {})
        target[leaf] = published(value)
    return nested


def parsed(content: bytes) -> Json | None:
    """Return the JSON object that bytes hold, or None for anything else."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
