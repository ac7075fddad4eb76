"""Signatures of part IV of the article: what the open power is and does (III.1, IV.1-7)."""

from __future__ import annotations

import numpy as np
from experiments import LONG, Lab, Run, held, paired, signature

SIX = ("containment", "charm", "withdrawal", "histrionic", "rollback", "sporadic")


@signature("S58")
def s58(lab: Lab):
    def f(off):
        a, b = (lab.run(years=10, off=off, holds=held(western_health=x)) for x in (0.80, 0.45))
        return paired(a, b, "movement_abroad", 60, 120)

    a, b = f(()), f(("western_example",))
    return a, b, a < -0.08 and a < b - 0.05, ""


@signature("S59")
def s59(lab: Lab):
    rare = {"depression_hazard": 0.005}
    a, b = (lab.run(years=10, set=rare, off=off) for off in ((), ("failed_prophecy",)))
    none = (a.events("depression").sum(0) == 0) & (b.events("depression").sum(0) == 0)
    d, m = (float((a[x] - b[x])[72:120, none].mean()) for x in ("confidence", "movement_abroad"))
    return d, m, d < -0.01 and m < 0, f"{int(none.sum())} worlds without a depression; reference: movement"


@signature("S60")
def s60(lab: Lab):
    def f(off):
        a, b = (lab.run(years=8, off=off, holds=held(western_unity=x)) for x in (0.25, 0.60))
        return a.mean("pressure", 36, 96) / b.mean("pressure", 36, 96), paired(
            a, b, "movement_abroad", 36, 96
        )

    a, b = f(()), f(("western_example", "bandwagon"))
    return a[0], b[0], a[0] > 1.08 and a[0] > b[0] + 0.05 and a[1] > 0.03, f"movement {a[1]:+.3f}"


@signature("S61")
def s61(lab: Lab):
    a, b = (
        lab.run(years=8, holds=held(western_unity=x)).januaries("effort")[3:9].mean((0, 2))
        for x in (0.25, 0.60)
    )
    share = float((a > b)[b > 0.002].mean())
    return share, None, share > 0.7, "January values"


@signature("S62")
def s62(lab: Lab):
    a = lab.run(years=10, care=0.8).share("breakup", 120)
    b = lab.run("withdrawal", years=10).share("breakup", 120)
    return a, b, abs(a - b) < 0.10 and a < 0.2, ""


@signature("S63")
def s63(lab: Lab):
    a, b = lab.run(years=15), lab.run("withdrawal", years=15)
    strain, eased = paired(a, b, "frustration", 144, 180), paired(a, b, "pressure", 144, 180)
    return strain, eased, strain > 0.2 and eased < -0.3, "reference: pressure"


@signature("S64")
def s64(lab: Lab):
    ends = lab.run().ends()
    contained = np.isin(ends, [2, 5, 6])
    a = float(np.isin(ends, [2, 5])[contained].mean())
    b = float(np.isin(lab.run(off=["forced_adjustment", "reaching_down"]).ends(), [2, 5]).mean())
    two, five = float((ends == 2).mean()), float((ends == 5).mean())
    note = f"break-up {two:.3f}, mellowing {five:.3f}"
    return a, b, a > 0.7 and two > 0.1 and five > 0.1 and b < 0.3 * a, note


@signature("S65")
def s65(lab: Lab):
    a, b = (lab.run(years=30, off=off).mean("mellowing", 348, 360) for off in ((), ("blocked_frustration",)))
    return a, b, a - b > 0.2, ""


@signature("S66")
def s66(lab: Lab):
    def f(off):
        a, b = (lab.run(years=15, off=off, holds=held(western_hostility=x)) for x in (0.6, 0.2))
        return paired(a, b, "western_unity", 60, 180)

    a, b = f(()), f(("challenge_unites",))
    return a, b, a > 0.05 and abs(b) < 0.03, ""


@signature("S67")
def s67(lab: Lab):
    b = lab.run(years=10, information=0.0)
    a = -paired(lab.run(years=10, information=1.0), b, "movement_abroad", 60, 120)
    h = -paired(lab.run(years=10, information=0.0, care=0.88), b, "movement_abroad", 60, 120)
    return a, h, a > 0 and h > a, ""


@signature("S70")
def s70(lab: Lab):
    v = [lab.run(years=20, level=x).count("takeover") for x in (0.2, 0.4, 0.6, 0.8)]
    return (
        v[0],
        v[-1],
        all(v[i] > v[i + 1] for i in range(3)) and v[0] > 2 * v[-1],
        " ".join(f"{x:.2f}" for x in v),
    )


@signature("S76")
def s76(lab: Lab):
    v = [lab.run(policy, years=12).mean("pressure", 24, 144) for policy in SIX]
    return min(v), max(v), min(v) > 0.45, ""


@signature("S77")
def s77(lab: Lab):
    b = lab.run(years=6)
    x, y = (
        paired(lab.run(years=6, holds=held(12, 72, **{name: value})), b, "confidence", 60, 72)
        for name, value in (("western_impression", 0.80), ("recent_gain", -0.03))
    )
    return x, y, x < -0.04 and x < y - 0.02, ""


@signature("S78")
def s78(lab: Lab):
    a, b = (float(np.isin(lab.run(care=x).ends(), [2, 5]).mean()) for x in (0.80, 0.45))
    return a, b, a > b + 0.05, "first of war, break-up, expansion, exhaustion; else mellowing at the horizon"


def yearly_hazard(run: Run) -> float:
    """Return break-ups per year before break-up."""
    month = run.reached("breakup").astype(int)
    return float((month >= 0).sum() / np.where(month >= 0, month, LONG * 12).sum() * 12)


@signature("S83")
def s83(lab: Lab):
    def f(off):
        return yearly_hazard(lab.run(off=off)) - yearly_hazard(lab.run("withdrawal", off=off))

    a, b = f(()), f(("strain_on_succession",))
    return a, b, a > b + 0.0005, ""


@signature("S89")
def s89(lab: Lab):
    run = lab.run(years=10)
    a, b = (
        run.mean("output_ratio", 12, 120),
        run.mean("counterforce_budget", 24, 120) / run.mean("pressure", 24, 120),
    )
    return a, b, a < 0.5 and b > 1, "reference: counterforce over pressure"
