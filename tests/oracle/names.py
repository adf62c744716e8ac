"""Names as keys: what a feed prints, made comparable with the tables' look-ups."""

from __future__ import annotations

import re
import unicodedata

UNDECOMPOSED = str.maketrans({"đ": "d", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae"})
SUFFIX = re.compile(r"(?<=.)(?:jr|sr|iii|ii|iv|v)$")
SUFFIXES = ("jr", "sr", "ii", "iii", "iv", "v")


def _plain(text: str) -> str:
    """Lower case without accents, a-z and 0-9 only."""
    folded = unicodedata.normalize("NFKD", text.lower().translate(UNDECOMPOSED))
    return re.sub(r"[^a-z0-9]", "", folded)


def turned(name: str) -> str:
    """`Last, First` as `First Last`; what follows a comma as a suffix stays where it is."""
    last, comma, first = name.partition(",")
    if not comma or _plain(first) in ("", *SUFFIXES):
        return name
    return f"{first} {last}"


def key_of(name: str) -> str:
    """The key of a name: turned round, without accents, lower case, a-z and 0-9, suffix kept."""
    return _plain(turned(name))


def without_suffix(key: str) -> str:
    """A key or look-up without its generational suffix."""
    return SUFFIX.sub("", key)
