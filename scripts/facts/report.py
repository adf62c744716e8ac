"""The facts as text for a terminal, or as JSON."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Any

from scripts.facts.catalogue import ABSENT, SECTIONS, Fact, Section

EXAMPLES = 5
WIDTH = 118
WHOLE_TABLE = None

Row = Mapping[str, Any]


@dataclass
class Findings:
    """What was counted: by fact and season, and by fact and example; None is no season's."""

    counts: dict[str, dict[int | None, int]] = field(default_factory=lambda: defaultdict(dict))
    examples: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    seasons: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, analysis: str, rows: Sequence[Row]) -> None:
        """Take an analysis's rows: a column per fact, or a row per fact, season and example."""
        for row in rows:
            season = row["season_year"]
            if season is not None:
                self.seasons[analysis].add(season)
            if "fact" in row:
                self._count(row["fact"], season, row["counted"])
                if row["example"] is not None:
                    known = self.examples[row["fact"]]
                    known[row["example"]] = known.get(row["example"], 0) + row["counted"]
            else:
                for name, value in row.items():
                    if name != "season_year" and value is not None:
                        self._count(name, season, int(value))

    def _count(self, fact: str, season: int | None, counted: int) -> None:
        self.counts[fact][season] = self.counts[fact].get(season, 0) + counted

    def value(self, fact: Fact, season: int) -> float | None:
        """Return a fact of a season; None where its table has nothing of that season."""
        if season not in self.seasons[fact.analysis]:
            return None
        counted = self.counts[fact.name].get(season)
        if counted is None:
            return None if WHOLE_TABLE in self.counts[fact.name] else 0
        if not fact.per:
            return counted
        per = self.counts[fact.per].get(season)
        return counted / per if per else None

    def total(self, fact: Fact) -> float | None:
        """Return a fact of the whole table; None for a ratio without rows."""
        counted = sum(self.counts[fact.name].values())
        if not fact.per:
            return counted
        per = sum(self.counts[fact.per].values())
        return counted / per if per else None

    def is_there(self, fact: Fact) -> bool:
        """Tell whether a fact is worth mentioning: not 0, or for a ratio more than 1."""
        total = self.total(fact) or 0
        return total > 1 if fact.per else total > 0

    def told_examples(self, fact: Fact) -> list[tuple[str, int]]:
        """Return the fact's examples with their counts, the most frequent first."""
        return sorted(self.examples[fact.name].items(), key=lambda item: (-item[1], item[0]))


def season_label(season: int) -> str:
    """Return ``2024-25`` of 2024."""
    return f"{season}-{(season + 1) % 100:02d}"


def as_text(findings: Findings, heading: str, absent: Sequence[str]) -> str:
    """Return the report: a section per table, a line per fact, and at the end what can be done."""
    seasons = sorted({season for found in findings.seasons.values() for season in found})
    lines = [heading, *_told_absent(absent)]
    sections = [section for section in SECTIONS if not set(section.tables) <= set(absent)]
    facts = [fact for section in sections for fact in section.facts]
    width = 2 + max(len(text) for text in [*(f.label for f in facts), *(s.title for s in sections)])
    columns = [season_label(season) for season in seasons] + ["all"]
    cells = {
        id(fact): [
            *(_shown(findings.value(fact, season), fact) for season in seasons),
            _shown(findings.total(fact), fact),
        ]
        for fact in facts
    }
    widths = [
        max(len(text) for text in [name, *(row[place] for row in cells.values())])
        for place, name in enumerate(columns)
    ]

    def line(label: str, texts: Sequence[str]) -> str:
        aligned = (text.rjust(size) for text, size in zip(texts, widths, strict=True))
        return f"{label:<{width}}  {'  '.join(aligned)}".rstrip()

    for section in sections:
        lines += ["", line(section.title, columns)]
        for fact in section.facts:
            mark = "! " if fact.action and findings.is_there(fact) else "  "
            lines.append(line(mark + fact.label, cells[id(fact)]))
            if fact.product and findings.is_there(fact):
                lines.append(f"    -> {fact.product}")
    lines += ["", *_told_actions(findings, sections)]
    return "\n".join(lines) + "\n"


def _told_absent(absent: Sequence[str]) -> Iterator[str]:
    for name in absent:
        yield f"absent, but optional: {name} ({ABSENT[name]})"


def _told_actions(findings: Findings, sections: Sequence[Section]) -> Iterator[str]:
    todo = [f for s in sections for f in s.facts if f.action and findings.is_there(f)]
    if not todo:
        yield "There is nothing for you to do."
        return
    yield "What you can do (the lines with !)"
    for fact in todo:
        yield f"  {_shown(findings.total(fact), fact)} {fact.label}: {fact.action}"
        if told := findings.told_examples(fact):
            shown = ", ".join(f"{example} ({counted:,})" for example, counted in told[:EXAMPLES])
            more = f" and {len(told) - EXAMPLES:,} more" if len(told) > EXAMPLES else ""
            yield from wrap(f"    such as {shown}{more}", WIDTH, subsequent_indent=" " * 12)


def _shown(value: float | None, fact: Fact) -> str:
    if value is None:
        return "-"
    return f"{value:.2f}" if fact.per else f"{value:,.0f}"


def as_json(findings: Findings, heading: str, absent: Sequence[str]) -> str:
    """Return every fact as one JSON object."""
    told = [
        {
            "section": section.title,
            "fact": f"{fact.name}_per_{fact.per}" if fact.per else fact.name,
            "label": fact.label,
            "by_season": {
                season_label(season): findings.value(fact, season)
                for season in sorted(findings.seasons[fact.analysis])
            },
            "all": findings.total(fact),
            "examples": dict(findings.told_examples(fact)),
            "product": fact.product,
            "action": fact.action,
        }
        for section in SECTIONS
        for fact in section.facts
    ]
    content = {"sources": heading, "absent": list(absent), "facts": told}
    return json.dumps(content, indent=1, allow_nan=False) + "\n"
