"""Draws by name: the same number for the same thing, whatever else is drawn.

A shape draws by the name of what it changes, a game or a player's line, not from a sequence. So it
changes the same rows whether other shapes are there or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

from scripts.sample.plan import SEED

T = TypeVar("T")
SALT = str(SEED).encode()


def share(stream: str, *key: object) -> float:
    """Return a number in [0, 1) for ``key`` in a named stream."""
    text = "|".join([stream, *map(str, key)]).encode()
    return int.from_bytes(blake2b(text, digest_size=8, salt=SALT).digest()) / 2**64


def pick(options: Sequence[T], stream: str, *key: object) -> T:
    """Return one of the options for ``key`` in a named stream."""
    return options[int(len(options) * share(stream, *key))]
