"""Records: graded games and pushes, counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from .lines import NANO


@dataclass
class Record:
    """A player's graded games and pushes over some days."""

    overs: int = 0
    graded: int = 0
    pushes: int = 0
    margin_nano: int = 0

    def add(self, margin_nano: int) -> None:
        """Count one result."""
        self.margin_nano += margin_nano
        if margin_nano == 0:
            self.pushes += 1
        else:
            self.graded += 1
            self.overs += margin_nano > 0

    @property
    def margin(self) -> Fraction | None:
        """Mean margin in points over graded games and pushes."""
        results = self.graded + self.pushes
        return Fraction(self.margin_nano, NANO * results) if results else None


def pool(records: Iterable[Record]) -> Record:
    """All the records added up."""
    total = Record()
    for record in records:
        total.overs += record.overs
        total.graded += record.graded
        total.pushes += record.pushes
        total.margin_nano += record.margin_nano
    return total
