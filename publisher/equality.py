"""Decides whether new content equals what is already written; nothing else does.

Equal content is not written again, so that its bytes and its ``generated_at`` stay. For today's
date a moved ``refresh.next_refresh_at`` counts as content: otherwise the document would be reported
late. For a past date it does not, so replaying an archive on unchanged data writes nothing.
"""

import json
from collections.abc import Iterable

from publisher.values import Json

GENERATED_AT = ("generated_at",)
NEXT_REFRESH_AT = ("refresh", "next_refresh_at")


def same_document(old: Json | None, new: Json | None, *, is_past: bool) -> bool:
    """Tell whether two contents of a document are equal; ``is_past``: its date is over."""
    return same_apart_from(
        old, new, (GENERATED_AT, NEXT_REFRESH_AT) if is_past else (GENERATED_AT,)
    )


def same_apart_from(old: Json | None, new: Json | None, paths: Iterable[tuple[str, ...]]) -> bool:
    """Tell whether two objects are equal except at some paths; None equals nothing."""
    if old is None or new is None:
        return False
    for path in paths:
        old, new = _without(old, path), _without(new, path)
    # As text: 1 and 1.0 are not the same bytes, nor is another order of the keys.
    return json.dumps(old) == json.dumps(new)


def _without(content: Json, path: tuple[str, ...]) -> Json:
    """Return a document without the value at a path."""
    name, *rest = path
    if name not in content:
        return content
    if not rest:
        return {**content, name: None}
    child = content[name]
    return {**content, name: _without(child, tuple(rest))} if isinstance(child, dict) else content
