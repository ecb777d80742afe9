"""One line per figure: its value, its budget and whether it is kept."""

from dataclasses import dataclass
from statistics import median

HEADER = f"{'figure':64} {'value':>12}    {'budget':>12}"


@dataclass(frozen=True)
class Figure:
    name: str
    value: float
    budget: float
    unit: str = ""
    at_least: bool = False

    @property
    def kept(self):
        return self.value >= self.budget if self.at_least else self.value <= self.budget

    def __str__(self):
        sign, verdict = (">=" if self.at_least else "<="), ("ok" if self.kept else "MISS")
        return f"{self.name:64} {worded(self.value, self.unit):>12} {sign} {worded(self.budget, self.unit):>12}  {verdict}"


def worded(value, unit):
    number = f"{value:,.2f}" if value < 100 and value != int(value) else f"{value:,.0f}"
    return f"{number} {unit}".rstrip()


def ms(seconds, times):
    """The median of blocks of so many repetitions, as milliseconds of one."""
    return f"{1000 * median(seconds) / times:.1f} ms"
