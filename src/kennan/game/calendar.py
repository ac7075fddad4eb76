"""The calendar of a game: quarters and months counted from the start of its scenario, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass

SEASONS = ("Winter", "Spring", "Summer", "Autumn")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
A_YEAR = 12


@dataclass(frozen=True)
class Calendar:
    """Where time begins: ``month`` of ``year``, 1 to 12."""

    year: int
    month: int

    def _at(self, month: int) -> tuple[int, int]:
        """Return the calendar year and the month in it, from 0, of a month counted from the start."""
        return self.year + (self.month - 1 + month) // A_YEAR, (self.month - 1 + month) % A_YEAR

    def season(self, quarter: int) -> str:
        """Return the name of a quarter, counted from the start, by its first month: "Autumn 1947"."""
        year, month = self._at(3 * quarter)
        return f"{SEASONS[month // 3]} {year}"

    def month_code(self, month: int) -> str:
        """Return a month, counted from the start, as "1947-10"."""
        year, inside = self._at(month)
        return f"{year}-{inside + 1:02d}"

    def month_name(self, month: int) -> str:
        """Return a month, counted from the start, in words: "January 1947"."""
        year, inside = self._at(month)
        return f"{MONTHS[inside]} {year}"

    def year_of(self, month: int) -> int:
        """Return the calendar year of a month, counted from the start."""
        return self._at(month)[0]
