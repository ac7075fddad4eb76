"""Which sentences carry the forecast: what taking each mechanism out does to the outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kennan.plots import look
from kennan.records.summary import OUTCOMES, TITLES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kennan.ledger.odds import Odds

ROWS = 18


def odds(found: Odds, outcome: str | None = None, rows: int = ROWS) -> Figure:
    """Draw the change in every outcome, in worlds of 100, when each mechanism is taken out.

    Parameters
    ----------
    found : what :func:`kennan.ledger.odds.odds` counted.
    outcome : only this outcome; all six when left out.
    rows : at most so many mechanisms, the ones that most rests on.
    """
    shown = [c for c in found.carried if any(s.clear for s in c.shifts.values())][:rows]
    shown = shown or list(found.carried[:rows])
    moved = [o for o in OUTCOMES if any(c.shifts[o].clear for c in shown)]
    panels = [outcome] if outcome else moved or list(OUTCOMES)
    still = ", ".join(TITLES[o] for o in OUTCOMES if o not in panels) if moved and not outcome else ""
    plan = found.plan
    paper = look.sheet(
        1,
        len(panels),
        title="Which sentences carry the forecast",
        subtitle=f"Each mechanism taken out in turn under {plan.policies[0].name}: change in worlds of 100.",
        caption=(
            f"{plan.worlds:,} worlds, seed {plan.seed}, {plan.years} years, the same luck with and without. Whiskers: "
            "90 % interval over the worlds. Filled: stands with all comparisons tested together (Holm, 95 in 100)."
            + (f" Not clearly moved by any of them: {still}." if still else "")
        ),
        width=7.6 if outcome else 11.0,
        panel=0.24 * len(shown) + 0.1,
        left=3.4,
        gap=(0.14, 0.0),
        below=0.3,
        above=0.34,
    )
    reach = max(
        (abs(v) for c in shown for o in panels for v in (c.shifts[o].low, c.shifts[o].high)), default=0.1
    )
    for k, name in enumerate(panels):
        axes = paper.panels[0][k]
        axes.axvline(0, color=look.INK, lw=0.8)
        for y, c in enumerate(shown):
            shift = c.shifts[name]
            axes.axhline(y, color=look.RULE, lw=0.5, zorder=0)
            colour = look.BLUE if shift.difference < 0 else look.VERMILION
            if not shift.clear:
                colour = "#a3abb3"
            axes.plot([100 * shift.low, 100 * shift.high], [y, y], color=colour, lw=1.4)
            axes.plot(
                100 * shift.difference,
                y,
                "o",
                ms=5,
                mec=colour,
                mfc=colour if shift.clear else look.PAPER,
            )
        axes.set_xlim(-105 * reach, 105 * reach)
        axes.set_ylim(len(shown) - 0.5, -0.5)
        names = [f"{c.mechanism.replace('_', ' ')} ({', '.join(c.passages)})" for c in shown]
        labels = names if k == 0 else [""] * len(shown)
        axes.set_yticks(range(len(shown)), labels)
        axes.tick_params(axis="y", labelsize=8.5, labelcolor=look.INK, pad=6)
        axes.tick_params(axis="x", labelsize=8)
        axes.spines["bottom"].set_visible(False)
        axes.grid(False)
        look.head(axes, TITLES[name].capitalize().replace("n e", "n\ne"), size=9)  # the one long name
    return paper.figure
