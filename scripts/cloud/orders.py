"""What a message asks for.

A message is JSON: ``{"group": "daily", "documents": ["whos-hot"], "as_of": "2026-01-15"}``. Without
``documents`` all of the group's are exported, without ``as_of`` those of the day in New York on
which the message was published.
"""

import base64
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from publisher import clock
from publisher.documents import GROUPS, Group, in_group
from publisher.request import read_date

# By then the next day's message has been published.
MESSAGE_LIFE = timedelta(hours=24)

KEYS = ("group", "documents", "as_of")


class RejectedError(Exception):
    """A message that no retry can fix; ``kind`` is the reason as monitoring names it."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind


@dataclass(frozen=True)
class Order:
    """What a message asks for."""

    group: Group
    documents: tuple[str, ...]
    as_of: date


def read_order(data: Any, now: datetime) -> Order:
    """Return what the data of a Pub/Sub event ask for; raise ``RejectedError`` if invalid."""
    message = data.get("message") if isinstance(data, dict) else None
    if not isinstance(message, dict):
        raise RejectedError("unreadable", "the event holds no Pub/Sub message")
    try:
        text = base64.b64decode(message.get("data") or "", validate=True)
        content = json.loads(text)
        published = datetime.fromisoformat(message["publishTime"]).astimezone(clock.NEW_YORK)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        reason = f"the message cannot be read: {_short(error)}"
        raise RejectedError("unreadable", reason) from error
    if now - published > MESSAGE_LIFE:
        reason = f"the message is too old: it was published at {published.isoformat()}"
        raise RejectedError("too_old", reason)
    if not isinstance(content, dict):
        raise RejectedError("unreadable", f"the message is not a JSON object: {_short(content)}")
    if unknown := [key for key in content if key not in KEYS]:
        reason = f"unknown key {_short(unknown[0])}: the keys are {', '.join(KEYS)}"
        raise RejectedError("unknown_key", reason)
    group = content.get("group")
    if group not in GROUPS:
        reason = f"unknown group {_short(group)}: the groups are {', '.join(GROUPS)}"
        raise RejectedError("unknown_group", reason)
    names = content.get("documents")
    choices = [document.name for document in in_group(group)]
    if names is not None and (
        not isinstance(names, list) or not names or any(name not in choices for name in names)
    ):
        reason = (
            f"documents {_short(names)} is not a list of {group} documents: {', '.join(choices)}"
        )
        raise RejectedError("unknown_document", reason)
    return Order(group, tuple(names or ()), _as_of(content.get("as_of"), published, now))


def _as_of(text: Any, published: datetime, now: datetime) -> date:
    if text is None:
        return published.date()
    try:
        day = read_date(text)
    except ValueError:
        reason = f"as_of {_short(text)} is not a date like 2026-01-15"
        raise RejectedError("impossible_date", reason) from None
    if day > now.date():
        reason = f"as_of {day} is in the future: today in New York is {now.date()}"
        raise RejectedError("impossible_date", reason)
    return day


def _short(value: Any) -> str:
    return repr(value)[:100]
