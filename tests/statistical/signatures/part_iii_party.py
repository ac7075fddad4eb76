"""Signatures of part III of the article: succession, the Party and the crust (III.10-16)."""

from __future__ import annotations

import numpy as np
from experiments import Lab, held, paired, signature
from part_i import leader_dies


def contests(run) -> tuple[list[float], list[float]]:
    """Return the years that decided contests took since the last transfer: (violent, quiet)."""
    violent: list[float] = []
    quiet: list[float] = []
    leaves, ruling, wild = run.events("succession") > 0, run["ruling"] > 0.5, run["violent_transfer"] > 0.5
    for w in range(run.worlds):
        since = -1
        for m in range(1, len(ruling)):
            if leaves[m, w]:
                since = m
            if since > 0 and ruling[m, w] and not (ruling[m - 1, w] and not leaves[m, w]):
                (violent if wild[m, w] else quiet).append((m - since) / 12)
                since = -1
    return violent, quiet


@signature("S47")
def s47(lab: Lab):
    violent, quiet = contests(lab.run())
    a, b = float(np.median(violent)), float(np.median(quiet))
    return (
        a,
        b,
        10 <= a <= 14 and b < 0.6 * a,
        f"{len(violent)} violent, {len(quiet)} quiet, decided within 45 years",
    )


@signature("S48")
def s48(lab: Lab):
    def f(off):
        run = lab.run(years=8, off=off, set={"quiet_chance": 0.2}, holds=leader_dies(18))
        violent = run.events("violent_transfer")[19] > 0
        left = run.events("defection")[:97].sum(0)
        return float(run["movement_abroad"][30:48, violent].mean()), float(left[violent].mean())

    a, b = f(()), f(("tremors_abroad",))
    return a[0], b[0], a[0] < b[0] - 0.05 and a[1] > b[1], f"defections {a[1]:.2f} against {b[1]:.2f}"


@signature("S49")
def s49(lab: Lab):
    def f(change):
        run = lab.run(set=change)
        return run.count("violent_transfer") / run.count("succession")

    a, b = f({}), f({"quiet_chance": 0.8})
    return a, b, 0.1 < a < 0.7 and b < a, ""


@signature("S50")
def s50(lab: Lab):
    a, b = lab.run(years=20), lab.run(years=20, off=["congealed_top"])
    x, y = (run.mean("years_since_congress", 60, 240) for run in (a, b))
    older = paired(a, b, "clique_age", 120, 240)
    return x, y, x > 1.6 * y and older > 0.5, f"age {older:+.2f}"


@signature("S51")
def s51(lab: Lab):
    a, b = (lab.run(off=off).count("reach_down") for off in ((), ("mass_clique_divergence",)))
    return a, b, a > 3 * b, ""


@signature("S52")
def s52(lab: Lab):
    a, b = (lab.run(off=off).share("breakup") for off in ((), ("reaching_down",)))
    return a, b, a > b + 0.08, "ever reached"


@signature("S53")
def s53(lab: Lab):
    def f(off):
        run = lab.run(off=off)
        down = run.events("reach_down").sum(0) > 0
        return float((run.reached("breakup")[down] >= 0).mean())

    a, b = f(()), f(("iron_discipline",))
    return a, b, a > b + 0.2, "ever reached"


@signature("S54")
def s54(lab: Lab):
    def f(off):
        run = lab.run(years=10, off=(*off, "reaching_down"), holds=held(60, 100, party_split=0.85))
        y = run["open_dissent"]
        high = y[60:110] > 0.10
        months = np.where(high.any(0), high.argmax(0), 50)
        return float(y[59].mean()), float(y[84:100].mean()), float(np.median(months))

    a, b = f(()), f(("crust_cascade",))
    holds = a[0] < 0.01 and a[1] > 0.15 and a[2] <= 18 and (b[2] > a[2] + 2 or b[1] < 0.7 * a[1])
    return a[2], b[2], holds, f"dissent {a[0]:.4f} before, {a[1]:.3f} after, {b[1]:.3f} without the cascade"


@signature("S55")
def s55(lab: Lab):
    run = lab.run()
    month = run.reached("breakup")
    broke = np.nonzero(month >= 0)[0]
    a = float(np.median([run["rulers_security"][max(month[w] - 18, 0), w] for w in broke]))
    d = paired(lab.run(years=20, off=["self_delusion"]), lab.run(years=20), "insecurity", 60, 240)
    return a, d, a > 0.70 and d > 0.02, "reference: insecurity, off less on"


@signature("S81")
def s81(lab: Lab):
    d = paired(lab.run(years=5), lab.run(years=5, off=["unrecognised_demand"]), "divergence", 36)
    return d, 0.0, d > 0.02, ""
